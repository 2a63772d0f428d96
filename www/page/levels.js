/**
 * Three doors into one page, each one press and reversible: the lesson, the laboratory, and the audit of one's own model. The address
 * says which, beside the settings.
 */

import { byId } from "./dom.js";

/** @typedef {"lesson" | "laboratory" | "audit"} Level */

/** Keys of the address that are no settings. */
const KEYS = ["lesson", "laboratory", "audit"];

/** @param {string} search @returns {Level} */
export function levelOf(search) {
  const query = new URLSearchParams(search);
  for (const key of /** @type {Level[]} */ (KEYS)) if (query.has(key)) return key;
  // A link with settings is one into the laboratory.
  return [...query.keys()].length > 0 ? "laboratory" : "lesson";
}

/** The address without what is said by doors. @param {URLSearchParams} query */
export function withoutLevel(query) {
  for (const key of KEYS) query.delete(key);
  return query;
}

/** What the address says of the door, to be kept when the settings are written. @param {string} search */
export function levelIn(search) {
  const query = new URLSearchParams(search);
  return KEYS.flatMap((key) => (query.has(key) ? [query.get(key) ? `${key}=${encodeURIComponent(query.get(key) ?? "")}` : key] : []));
}

/** A lesson's step, from 1, or a file and perhaps a step of it: `?lesson=3`, `?lesson=mine.json,2`. @param {string} search */
export function lessonIn(search) {
  const [first = "", second] = (new URLSearchParams(search).get("lesson") ?? "").split(",");
  const isStep = /^-?\d*$/.test(first);
  return { file: isStep ? undefined : first, at: Math.max(0, Number((isStep ? first : second) || 1) - 1) };
}

/** @param {Level} level @param {string} [value] of its key in the address */
export function enter(level, value) {
  show(level);
  const rest = withoutLevel(new URLSearchParams(location.search)).toString().replaceAll("%2C", ",");
  const key = value ? `${level}=${value}` : level;
  history.replaceState(null, "", `?${[key, rest].filter(Boolean).join("&")}${location.hash}`);
}

/** @param {Level} level */
export function show(level) {
  document.body.dataset.level = level;
  for (const link of byId("doors").querySelectorAll("a")) {
    if (link.dataset.level === level) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** The doors are links, which work without script as well. @param {(level: Level) => void} opened */
export function followDoors(opened) {
  byId("doors").addEventListener("click", (/** @type {MouseEvent} */ event) => {
    const link = /** @type {HTMLElement} */ (event.target).closest("a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    const level = /** @type {Level} */ (link.dataset.level);
    enter(level);
    opened(level);
    scrollTo({ top: 0 });
  });
}
