/**
 * What a page that holds this one in a frame can do with it, by messages: it asks by a method's name and is answered, and it is told of
 * what happens. `www/element.js` is the other end.
 *
 * What a visitor brings stays here: neither a run of a file of their own nor an audit that they began is told to the page around.
 */

import { isInside, part, theme } from "./part.js";

/** @typedef {import("../protocol.js").Asked} Asked */

/** As `style/tokens.css` has it. */
const DARK = "(prefers-color-scheme: dark)";

/**
 * Answers the page around this one. An unknown method is refused by name.
 * @param {Record<string, (argument: any) => unknown>} methods
 */
export function serveHost(methods) {
  if (!isInside) return;
  addEventListener("message", async ({ source, data }) => {
    if (source !== parent || data?.type !== "wemem-lab-ask") return;
    const { id, method, argument } = /** @type {Asked} */ (data);
    try {
      if (!Object.hasOwn(methods, method)) throw new Error(`wemem-lab has no method ${method}, only ${Object.keys(methods).join(", ")}`);
      parent.postMessage({ type: "wemem-lab-answer", id, value: await methods[method](argument) }, "*");
    } catch (error) {
      const { name, message, field, code } = /** @type {Error & { field?: string, code?: string }} */ (error);
      parent.postMessage({ type: "wemem-lab-answer", id, error: { name, message, field, code } }, "*");
    }
  });
}

/** @param {"open" | "config" | "progress" | "round" | "finished" | "error"} name @param {object} detail */
export function tellHost(name, detail) {
  if (isInside) parent.postMessage({ type: "wemem-lab-event", name, detail }, "*");
}

/** A part has the theme and the colours that the page around chose, and its letters, where the visitor's machine has them. */
export function followLook() {
  setTheme(theme);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || data?.type !== "wemem-lab-look") return;
    setTheme(data.theme);
    const { style } = document.documentElement;
    style.setProperty("--sans", String(data.font));
    for (const [name, value] of Object.entries(data.colors ?? {})) if (value) style.setProperty(`--${name}`, String(value));
  });
}

/** The rule that asks the system for its theme; once it was made to hold always or never, it no longer says so. @type {CSSMediaRule[] | undefined} */
let asking;

/** @param {string | null | undefined} theme `light` or `dark`; else the system's */
function setTheme(theme) {
  const isChosen = theme === "light" || theme === "dark";
  if (!isChosen && !asking) return;
  asking ??= rulesOf(DARK);
  for (const { media } of asking) media.mediaText = isChosen ? (theme === "dark" ? "all" : "not all") : DARK;
  document.documentElement.style.colorScheme = isChosen ? theme : "";
}

/** @param {string} condition */
function rulesOf(condition) {
  try {
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).filter((rule) => rule instanceof CSSMediaRule);
    return rules.filter(({ conditionText }) => conditionText === condition);
  } catch {
    return []; // a frame without an origin may not read its own style sheets: there the system's theme stays
  }
}

/** A part is as high as what it shows; the page around makes room. The whole page needs no certain height: it tells none. */
export function tellHeight() {
  if (!isInside) return;
  const isWhole = part === null && !document.body.classList.contains("embed");
  const tell = () => parent.postMessage({ type: "wemem-lab-height", height: isWhole ? null : Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
  if (isWhole) tell();
  else new ResizeObserver(tell).observe(document.documentElement);
}
