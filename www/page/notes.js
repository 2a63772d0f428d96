/** Links that set the controls for a question worth asking, and where the methods come from, also on paper. */

import { byId, element } from "./dom.js";

/** The links of the story set the controls without loading the page anew. @param {HTMLElement} root @param {(query: string) => Promise<unknown>} resolve */
export function followTryLinks(root, resolve) {
  for (const link of root.querySelectorAll("a")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      void resolve(link.search.slice(1)).then(() => byId("run").scrollIntoView());
    });
  }
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

/** Paper has nothing to unfold: it gets the sources open. @param {HTMLDetailsElement} root */
export function printOpen(root) {
  let wasOpen = root.open;
  addEventListener("beforeprint", () => {
    wasOpen = root.open;
    root.open = true;
  });
  addEventListener("afterprint", () => (root.open = wasOpen));
}
