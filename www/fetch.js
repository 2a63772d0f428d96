/**
 * A file of this very site, whole or not at all. An error names the file and says what is needed.
 */

/** @typedef {(file: string, bytes: number, total: number | undefined) => void} Told hears how much has come; at the end, all */

/**
 * @param {URL} url
 * @param {{ signal?: AbortSignal, told?: Told }} [options]
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchFile(url, { signal, told = () => {} } = {}) {
  const file = nameOf(url);
  told(file, 0, undefined);
  try {
    const response = await fetch(url, { signal });
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    return await whole(response, (bytes, total) => told(file, bytes, total));
  } catch (error) {
    signal?.throwIfAborted();
    const { message } = /** @type {Error} */ (error);
    throw new Error(`${file} could not be loaded (${message}); the network and the host of this page are needed for it`);
  }
}

/** As a visitor may know it: its last part. @param {URL} url */
export const nameOf = ({ pathname }) => pathname.split("/").slice(-2).join("/");

/** @param {Response} response @param {(bytes: number, total: number | undefined) => void} told */
async function whole(response, told) {
  const total = Number(response.headers.get("content-length")) || undefined;
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let bytes = 0;
  if (!response.body) throw new Error("an empty answer");
  // Not every browser lets a stream be iterated.
  const reader = response.body.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    bytes += next.value.length;
    told(bytes, total);
  }
  told(bytes, bytes); // a host that compresses on the way states another total
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}
