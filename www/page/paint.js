/** Gray pictures of records, point by point. */

/** @param {HTMLCanvasElement} canvas of the picture's size @param {{ width: number, height: number, pixels: Uint8Array }} picture */
export function paint(canvas, { width, height, pixels }) {
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const image = context.createImageData(width, height);
  pixels.forEach((gray, at) => image.data.set([gray, gray, gray, 255], 4 * at));
  context.putImageData(image, 0, 0);
}
