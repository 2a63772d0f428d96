/**
 * Words that explain themselves where they stand: a small button after the word opens a note beside it. It works by touch,
 * keyboard and pointer; Escape, another press or a press elsewhere closes it. The note follows its button in the document, so
 * that a screen reader comes to it next.
 */

import { glossary } from "../strings/glossary.js";
import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";
import { byId, element } from "./dom.js";
import { kind } from "./mark.js";

const words = strings.term;

/** CSS pixels between the note and what it must not touch. */
const GAP = 6;

/** Explanations by id: of words, then of methods and attacks. */
const known = new Map(Object.entries(glossary));

/** @param {string} id */
const entryOf = (id) => known.get(id) ?? { name: id, text: "" };

/** @param {string} ids of terms, blanks between */
const labelOf = (ids) => words.explain(ids.split(" ").map((id) => entryOf(id).name).join(", "));

/** In a template, after the word. @param {string} ids of terms, blanks between */
export const term = (ids) =>
  html`<button type="button" class="term" aria-expanded="false" data-term=${ids} aria-label=${labelOf(ids)}></button>`;

/** The same as an element. @param {string} ids of terms, blanks between */
export function termButton(ids) {
  const button = element("button", { type: "button", class: "term", "aria-expanded": "false" });
  setTerm(button, ids);
  return button;
}

/** @param {HTMLElement} button @param {string} ids of terms, blanks between */
export function setTerm(button, ids) {
  if (button.dataset.term === ids) return;
  button.dataset.term = ids;
  button.setAttribute("aria-label", labelOf(ids));
}

/** Explains what is chosen in a select, whatever it is by then. @param {string} select its id @param {string} label the select's */
export const choiceTerm = (select, label) =>
  element("button", { type: "button", class: "term", "aria-expanded": "false", "data-term-of": select, "aria-label": words.choice(label) });

/** Methods and attacks explain themselves too. @param {import("../bundles.js").Catalog} catalog */
export function learnTerms({ arms, attacks }) {
  for (const { id, name, help } of [...attacks, ...arms]) if (!known.has(id)) known.set(id, { name, text: help });
}

/** All words, at the foot of the page. @param {HTMLDetailsElement} root */
export function showGlossary(root) {
  const entries = Object.values(glossary).toSorted((a, b) => a.name.localeCompare(b.name));
  root.append(element("dl", {}, ...entries.flatMap(({ name, text }) => [element("dt", {}, name), element("dd", {}, text)])));
  root.hidden = false;
}

const note = element("span", { class: "term-note", popover: "manual" });

/** The button whose note is open. @type {HTMLElement | undefined} */
let opened;

/** From now on every such button of the page works. */
export function followTerms() {
  document.addEventListener("click", ({ target }) => {
    const button = /** @type {Element} */ (target).closest("button.term");
    if (button instanceof HTMLElement) return button === opened ? close() : explain(button);
    if (!note.contains(/** @type {Node} */ (target))) close();
  });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && close());
  // The window's and every region's: what moves takes the note along, or it would stand beside something else.
  document.addEventListener("scroll", place, { capture: true, passive: true });
  addEventListener("resize", place);
}

/** @param {HTMLElement} button */
function explain(button) {
  close();
  const { term, termOf } = button.dataset;
  const ids = term?.split(" ") ?? [kind(byId(termOf ?? "").value)];
  render(ids.map(entryOf).map(({ name, text }) => html`<span><strong>${name}</strong> ${text}</span>`), note);
  button.after(note);
  note.showPopover();
  button.setAttribute("aria-expanded", "true");
  opened = button;
  place();
}

function close() {
  if (!opened) return;
  opened.setAttribute("aria-expanded", "false");
  opened = undefined;
  if (note.isConnected) note.hidePopover();
  note.remove();
}

/** Below its button, or above it where there is more room; never under the bar of a phone. */
function place() {
  if (!opened) return;
  if (!opened.isConnected || !note.isConnected) return close();
  const at = opened.getBoundingClientRect();
  const { width, height } = note.getBoundingClientRect();
  const bar = byId("bar").getBoundingClientRect();
  const isBarBelow = bar.top > innerHeight / 2 && !byId("bar").contains(opened);
  const lowest = isBarBelow ? bar.top : innerHeight;
  if (at.bottom < 0 || at.top > lowest) return close();
  const below = at.bottom + GAP;
  const top = below + height + GAP <= lowest ? below : Math.max(GAP, at.top - GAP - height);
  const left = Math.max(GAP, Math.min(at.left - GAP, document.documentElement.clientWidth - width - GAP));
  note.style.top = `${top}px`;
  note.style.left = `${left}px`;
}
