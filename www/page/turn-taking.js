/**
 * Several parts on one page compute one after the other, so that together they never have more engines than there are cores. Where the
 * browser gives no locks, as in a frame without an origin, nobody waits.
 */

import { host } from "./part.js";

const NAME = `wemem-lab-run-${host}`;

export class Turn {
  #give = () => {};
  /** @type {AbortController | undefined} */
  #waiting;

  /** Waits until nobody else on the page computes; false if it was given up meanwhile. @param {() => void} wait is called where that is not at once */
  async take(wait) {
    if (host === null || !navigator.locks) return true;
    this.give();
    const { signal } = (this.#waiting = new AbortController());
    const taken = (/** @type {LockOptions} */ options) =>
      new Promise((known) => {
        const hold = (/** @type {Lock | null} */ lock) => {
          known(lock !== null);
          return lock && new Promise((done) => (this.#give = () => done(undefined)));
        };
        navigator.locks.request(NAME, options, hold).catch((error) => known(error.name === "SecurityError"));
      });
    if (await taken({ ifAvailable: true })) return true;
    wait();
    return taken({ signal });
  }

  /** The next one may begin; whoever still waits waits no more. */
  give() {
    this.#waiting?.abort();
    this.#give();
    this.#give = () => {};
  }
}
