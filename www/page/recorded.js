/**
 * The recorded run: report, sentences and two figures, made by `tests/browser/record.mjs` with these very programs.
 * It needs no wasm to be shown.
 */

/** @typedef {{ report?: string, sentences: string[], tradeoff?: string, leak?: string }} Recorded */

/** @returns {Promise<Recorded>} */
export async function loadRecorded() {
  const [tradeoff, leak, report, sentences] = await Promise.all(
    ["tradeoff.svg", "leak-by-round.svg", "quick.json", "sentences.json"].map(text),
  );
  return { report, tradeoff, leak, sentences: sentences ? JSON.parse(sentences) : [] };
}

/** A recorded run may be missing: the page works without. @param {string} name */
async function text(name) {
  const response = await fetch(new URL(`../recorded/${name}`, import.meta.url));
  return response.ok ? response.text() : undefined;
}
