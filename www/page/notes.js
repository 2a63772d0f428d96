/** Links that set the controls for a question worth asking, and where the methods come from. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";

/** @param {HTMLElement} root @param {(query: string) => Promise<unknown>} resolve */
export function showTryLinks(root, resolve) {
  root.replaceChildren(
    ...strings.try.items.map(({ query, name, text }) => {
      const link = element("a", { href: `?${query}` }, name);
      link.addEventListener("click", (event) => {
        event.preventDefault();
        void resolve(query).then(() => byId("run").scrollIntoView());
      });
      return element("li", {}, link, ` ${text}`);
    }),
  );
}

/** @param {HTMLDetailsElement} root @param {import("../bundles.js").Catalog} catalog */
export function showSources(root, { arms, attacks }) {
  const lines = [
    ...attacks.map(({ name, help, formula, source }) => [name, `${help} ${formula} (${source})`]),
    ...arms.map(({ name, help, source }) => [name, `${help} (${source})`]),
  ];
  root.append(element("dl", {}, ...lines.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text)])));
  root.hidden = false;
}
