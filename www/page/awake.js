/**
 * A run goes on while nobody looks: the tab's title then says how far it is, and how it ended. While it is looked at, the screen does
 * not fall asleep over it, where the browser can see to that.
 */

import { strings } from "../strings/en.js";
import { isInside } from "./part.js";

export class Awake {
  #state;
  #title = document.title;
  #share = 0;
  /** @type {WakeLockSentinel | undefined} */
  #lock;
  /** One after the other: what is asked for late must not stay. */
  #last = Promise.resolve();

  /** @param {import("./state.js").State} state */
  constructor(state) {
    this.#state = state;
    state.addEventListener("change", () => this.#follow());
    document.addEventListener("visibilitychange", () => this.#follow());
  }

  /** @param {number} share of the work that is done */
  progress(share) {
    this.#share = share;
    this.#sayTitle();
  }

  #follow() {
    this.#sayTitle();
    this.#last = this.#last.then(() => this.#hold());
  }

  /** While the page is hidden; a run that had ended before is no news. */
  #sayTitle() {
    const { doing, isComputing } = this.#state;
    const isNews = document.hidden && (isComputing || document.title !== this.#title);
    document.title = isNews ? strings.away(strings.bar.phase[/** @type {"running"} */ (doing)], isComputing ? this.#share : undefined, this.#title) : this.#title;
  }

  /** The browser takes the lock back from a page that is hidden, and gives none where the battery is low. A frame does not ask. */
  async #hold() {
    if (isInside) return;
    if (!this.#state.isComputing || document.hidden) await this.#lock?.release();
    else if (this.#lock?.released !== false) this.#lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  }
}
