/** After a reload or a crash: what was under way can be gone on with, or forgotten. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";
import { Order } from "./order.js";
import { showTrouble } from "./troubles.js";

/** @typedef {import("../protocol.js").Interrupted} Kept */

const words = strings.interrupted;

/** Offers whenever a run may begin. */
export class Interrupted {
  #client;
  #state;
  #goOn;
  #asks = new Order();
  /** All that was asked for has been answered once. @type {Promise<boolean>} */
  first;

  /**
   * @param {import("./client.js").LabClient} client
   * @param {import("./state.js").State} state
   * @param {(id: string) => Promise<void>} goOn
   */
  constructor(client, state, goOn) {
    this.#client = client;
    this.#state = state;
    this.#goOn = goOn;
    state.addEventListener("change", () => void this.#offer());
    this.first = this.#offer();
  }

  /** Tells whether there is anything. */
  async #offer() {
    const isNewest = this.#asks.ask();
    /** @type {Kept[]} */
    const kept = this.#state.can("run") ? await this.#client.ask({ kind: "interrupted" }) : [];
    for (const { at } of kept.filter(({ isForeign }) => isForeign)) showTrouble(words.foreign(at), words.title);
    if (!isNewest()) return false;
    const own = kept.filter(({ isForeign }) => !isForeign);
    byId("interrupted").replaceChildren(...own.map((one) => this.#line(one)));
    return own.length > 0;
  }

  /** @param {Kept} kept */
  #line({ id, at, share, name }) {
    const forget = async () => {
      await this.#client.ask({ kind: "forget", run: id });
      await this.#offer();
    };
    return element(
      "p",
      {},
      element("button", { type: "button", onclick: () => void this.#goOn(id) }, words.goOn(at)),
      element("button", { type: "button", onclick: forget }, words.forget),
      ` ${words.what(share)}${name ? ` ${words.file(name)}` : ""}`,
    );
  }
}
