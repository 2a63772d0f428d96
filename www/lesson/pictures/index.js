/** Pictures by the names that steps call them, each loaded when a step needs it. */

/** @type {Record<string, () => Promise<new (root: HTMLElement) => import("./parts.js").Picture>>} */
export const PICTURES = {
  card: async () => (await import("./card.js")).CardPicture,
  twelve: async () => (await import("./twelve.js")).TwelvePicture,
  line: async () => (await import("./line.js")).LinePicture,
  rounds: async () => (await import("./rounds.js")).RoundsPicture,
  sparsity: async () => (await import("./sparsity.js")).SparsityPicture,
  record: async () => (await import("./record.js")).RecordPicture,
  window: async () => (await import("./window.js")).WindowPicture,
  bets: async () => (await import("./bets.js")).BetsPicture,
  throws: async () => (await import("./throws.js")).ThrowsPicture,
};
