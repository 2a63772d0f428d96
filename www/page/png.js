/** A picture of points from one of lines, for programs that take no SVG; twice as fine as a screen, with words about it inside. */

const SCALE = 2;
/** A PNG begins with eight bytes that say so, then its first chunk: size, name, 13 bytes, checksum. */
const AFTER_HEADER = 8 + 12 + 13;

/**
 * @param {SVGSVGElement} picture with width and height in pixels
 * @param {Record<string, string>} words `Title`, `Description`, `Software`, as PNG calls them
 * @returns {Promise<Blob>}
 */
export async function pngOf(picture, words) {
  const url = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = SCALE * picture.width.baseVal.value;
    canvas.height = SCALE * picture.height.baseVal.value;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((/** @type {(blob: Blob | null) => void} */ made) => canvas.toBlob(made, "image/png"));
    if (!blob) throw new Error(`a canvas of ${canvas.width} × ${canvas.height} pixels is more than this browser has`);
    const bytes = new Uint8Array(await blob.arrayBuffer());
    return new Blob([bytes.subarray(0, AFTER_HEADER), ...Object.entries(words).map(textChunk), bytes.subarray(AFTER_HEADER)], { type: "image/png" });
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** `iTXt`, which holds any letters: keyword, no compression, no language, text. @param {[string, string]} words */
function textChunk([keyword, text]) {
  const content = new TextEncoder().encode(`iTXt${keyword}\0\0\0\0\0${text}`);
  const chunk = new DataView(new ArrayBuffer(content.length + 8));
  chunk.setUint32(0, content.length - 4);
  new Uint8Array(chunk.buffer).set(content, 4);
  chunk.setUint32(content.length + 4, crc(content));
  return chunk.buffer;
}

/** The checksum of PNG (ISO 3309), bit by bit: a few hundred bytes. @param {Uint8Array} bytes */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
