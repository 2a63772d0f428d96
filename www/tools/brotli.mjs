// One way to compress, for what is published and for what its size is said to be.

import { brotliCompressSync, constants } from "node:zlib";

/** @param {Uint8Array} bytes @param {number} quality up to 11 */
export function brotli(bytes, quality) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    // The GPU's engine repeats itself over more than the 4 MB that are looked back at otherwise: 2 % of its download.
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
  };
  return brotliCompressSync(bytes, { params });
}
