/**
 * The page as a part of another one: one figure, the answer, the table of methods or the audit, with the controls that the author of that
 * page wants. What the tag and the frame ask for stands in the address (`www/embed.js` writes it).
 *
 * `part=histogram&controls=transport&theme=dark&report=given&host=4f2a`
 */

const query = new URLSearchParams(location.search);

/** Keys of the address that are about the place of the page in another. */
const KEYS = ["part", "controls", "report", "host", "theme"];

/** @param {string} key */
export const isOfPart = (key) => KEYS.includes(key);

/** What alone is shown, if anything: the id of a figure, `answer`, `arms` or `audit`. */
export const part = query.get("part");

/** The page stands in another one. */
export const isInside = parent !== self;

/** Scrolls only as far as it must. Inside another page that one would be scrolled as well, under whoever reads it. @param {Element} element */
export function bringIntoView(element) {
  if (!isInside) element.scrollIntoView({ block: "nearest" });
}

/** Leads the keyboard to a control, but not out of the page around, whose script may be what was refused. @param {HTMLElement} control */
export function lead(control) {
  if (!isInside || document.hasFocus()) control.focus();
}

/** Where the report that is shown first comes from: the page's own recorded run, an address, or whoever holds the frame. */
export const reportFrom = query.get("report");

/** `light` or `dark`, where the page around does not leave it to the visitor's system. */
export const theme = query.get("theme");

/** Of the page that holds this one and perhaps others. */
export const host = query.get("host");

/** `none`, `transport`, or keys of settings with commas between. */
export const controls = query.get("controls") ?? "transport";
