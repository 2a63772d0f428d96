/**
 * What the visitor has chosen. Every change goes through the laboratory, which alone knows the rules; changes are
 * made one after the other, so that a quick typist's second change builds on the first.
 */

/** @typedef {import("../protocol.js").Config} Config */

/** The value of a configuration at a dotted key. @param {Config} config @param {string} key */
export const valueAt = (config, key) => key.split(".").reduce((at, part) => at?.[part], /** @type {any} */ (config));

export class Settings extends EventTarget {
  preset = "";
  /** @type {Config} */
  config = /** @type {any} */ ({});
  /** The user's own data. @type {Uint8Array | undefined} */
  file;
  #client;
  #last = Promise.resolve();
  /** Keys whose text was refused. @type {Set<string>} */
  #invalid = new Set();

  /** @param {import("./client.js").LabClient} client */
  constructor(client) {
    super();
    this.#client = client;
  }

  get isValid() {
    return this.#invalid.size === 0;
  }

  /** All changes so far have been looked at. */
  settled() {
    return this.#last;
  }

  /**
   * Takes everything from a query, as `preset=quick&seed=3`.
   * @param {string} query
   * @returns {Promise<string[]>} what of it was ignored, in words
   */
  resolve(query) {
    return this.#inTurn(async () => {
      const { preset, config, notices } = await this.#client.ask({ kind: "resolve", query });
      Object.assign(this, { preset, config });
      this.#invalid.clear();
      this.dispatchEvent(new Event("replaced"));
      this.dispatchEvent(new Event("change"));
      return notices;
    });
  }

  /**
   * Sets one value from its text. Rejects with the rule that it breaks; the configuration then stays as it was.
   * @param {string} key
   * @param {string} text
   */
  set(key, text) {
    return this.#inTurn(async () => {
      try {
        this.config = await this.#client.ask({ kind: "set-field", config: this.config, key, text });
        this.#invalid.delete(key);
      } catch (error) {
        this.#invalid.add(key);
        throw error;
      } finally {
        this.dispatchEvent(new Event("change"));
      }
    });
  }

  /** The text of this key that was refused is no longer in sight. @param {string} key */
  forget(key) {
    this.#invalid.delete(key);
  }

  /** The query that leads back to these settings. @returns {Promise<string>} */
  query() {
    return this.#client.ask({ kind: "query-of", preset: this.preset, config: this.config });
  }

  /** @param {string} key for example `prune.sparsity` */
  value(key) {
    return valueAt(this.config, key);
  }

  /**
   * @template T
   * @param {() => Promise<T>} change
   * @returns {Promise<T>}
   */
  #inTurn(change) {
    const made = this.#last.then(change);
    this.#last = made.then(() => {}, () => {});
    return made;
  }
}
