/**
 * How often the page shows what has changed: never more often than a person can follow, and while engines compute news take no more than a
 * share of the time, because what draws takes its core from them. What somebody has asked for does not wait for that.
 */

const EVERY_MS = 250;

/** Times as long as it took, between two shows of news. */
const REST = 3;

export class Pace {
  #state;
  #show;
  #ended = -Infinity;
  #took = 0;
  #isShowing = false;
  #isWanted = false;
  /** Something has changed since it was shown last. */
  isStale = false;
  /** @type {number | undefined} */
  #timer;

  /** @param {import("./state.js").State} state @param {() => Promise<void>} show */
  constructor(state, show) {
    this.#state = state;
    this.#show = show;
  }

  /** There are news: they are shown as soon as may be, once for many calls. */
  tell() {
    this.isStale = true;
    if (this.#isShowing) return;
    clearTimeout(this.#timer); // since it was set engines may have come to their end, or somebody has asked
    const rest = this.#state.isComputing && !this.#isWanted ? Math.max(EVERY_MS, REST * this.#took) : EVERY_MS;
    this.#timer = setTimeout(() => void this.#do(), Math.max(0, this.#ended + rest - performance.now()));
  }

  /** Somebody waits for it. */
  want() {
    this.#isWanted = true;
    this.tell();
  }

  async #do() {
    this.isStale = this.#isWanted = false;
    this.#isShowing = true;
    const begun = performance.now();
    try {
      await this.#show();
    } finally {
      this.#ended = performance.now();
      this.#took = this.#ended - begun;
      this.#isShowing = false;
      if (this.isStale) this.tell();
    }
  }
}
