/**
 * Time spent computing, pauses not counted, and from it the time left.
 */

/** Below this share of the work a forecast would only jump about. */
const ENOUGH = 0.03;

export class Clock {
  #spent;
  /** @type {number | undefined} */
  #since;

  /** @param {number} [seconds] spent before */
  constructor(seconds = 0) {
    this.#spent = 1000 * seconds;
  }

  /** @param {boolean} running */
  run(running) {
    const now = performance.now();
    if (this.#since !== undefined) this.#spent += now - this.#since;
    this.#since = running ? now : undefined;
  }

  get seconds() {
    const running = this.#since === undefined ? 0 : performance.now() - this.#since;
    return (this.#spent + running) / 1000;
  }

  /** @param {number} share of the work that is done, 0..1 */
  secondsLeft(share) {
    return share > ENOUGH ? this.seconds * (1 / share - 1) : undefined;
  }
}
