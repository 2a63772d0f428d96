/**
 * The page in somebody else's frame: a recorded figure, the answer, or a step of the lesson, without any wasm. What computes or has to be
 * drawn is the laboratory, which this page becomes: at a press, when it comes into view, or because what it is asked for is not recorded.
 */

import { byId, element } from "./page/dom.js";
import { Figure } from "./page/figure.js";
import { loadSaid, loadStored, loadViews } from "./page/recorded.js";
import { followLook, tellHeight, tellHost } from "./page/remote.js";
import { strings } from "./strings/en.js";

const words = strings.embed;
const query = new URLSearchParams(location.search);

/** Keys that say what is shown and how; the rest are settings, as the page's address has them. */
const OWN = ["view", "step", "file", "arm", "attack", "by", "report", "controls", "run", "open", "host", "theme"];

/** What is looked at, as the page's address writes it. */
const LOOKS = ["arm", "attack", "by"];

/** Parts that are no figure: how each is shown before the laboratory is there. @type {Record<string, ((root: HTMLElement) => Promise<void>) | undefined>} */
const PARTS = { answer: showAnswer, lesson: showLesson, laboratory: showDoor, audit: showDoor, arms: undefined };

const view = query.get("view") ?? "tradeoff";
/** By its name: some servers give something else for a folder. */
const whole = new URL("index.html", document.baseURI);
/** @type {HTMLAnchorElement} */ (byId("whole")).href = whole.href;
followLook();
try {
  if (await show()) tellHeight();
} catch (error) {
  const { message } = /** @type {Error} */ (error);
  byId("lesson-trouble").replaceChildren(element("p", { class: "error", role: "alert" }, message));
  tellHeight();
  tellHost("error", { message });
}

/** False if it becomes the laboratory, which then speaks for itself. */
async function show() {
  const stored = await loadViews();
  const known = [...Object.keys(stored), ...Object.keys(PARTS)];
  if (!known.includes(view)) throw new Error(words.unknown("view", known, view));
  const run = query.get("run") ?? "click";
  if (!["never", "click", "visible"].includes(run)) throw new Error(words.unknown("run", ["never", "click", "visible"], run));
  const mustBeDrawn = view === "arms" || query.has("report") || LOOKS.some((key) => query.has(key));
  if (query.has("open") || (mustBeDrawn && view !== "lesson")) {
    become(false);
    return false;
  }
  await (PARTS[view] ?? ((root) => showStored(root, stored[view])))(byId("shown"));
  if (run === "visible" && view !== "lesson") whenVisible(() => become(true));
  return true;
}

/** @param {HTMLElement} root @param {string} name */
async function showStored(root, name) {
  const figure = new Figure(view, name);
  root.replaceChildren(element("h1", {}, name), figure.root);
  const svg = await loadStored(view);
  if (!svg) throw new Error(words.missing);
  figure.showSvg(svg);
  offer(root, words.run);
}

/** @param {HTMLElement} root */
async function showAnswer(root) {
  const { answer } = await loadSaid();
  if (!answer) throw new Error(words.missing);
  const { headline, leaks, protects, costs, about } = answer;
  const lines = [leaks, protects, costs].flatMap((text) => (text ? [element("p", {}, text)] : []));
  root.replaceChildren(element("h1", {}, headline ?? ""), ...lines, element("p", { class: "quiet" }, about));
}

/** @param {HTMLElement} root */
async function showLesson(root) {
  const place = element("article", { id: "lesson", class: "lesson", "aria-labelledby": "lesson-title" });
  root.replaceChildren(place);
  const step = query.get("step") ?? "1";
  if (!/^[1-9]\d*$/.test(step)) throw new Error(words.noStep(step));
  const { Lesson } = await import("./lesson/lesson.js");
  const lesson = new Lesson(place, {
    start: async () => words.elsewhere,
    enter: () => open(`${whole.href}?laboratory`, "_blank", "noopener"),
    moved: (at) => (/** @type {HTMLAnchorElement} */ (byId("whole")).href = `${whole.href}?lesson=${at + 1}`),
  });
  await lesson.open(query.get("file") ?? undefined, Number(step) - 1);
}

/** @param {HTMLElement} root */
async function showDoor(root) {
  root.replaceChildren(element("h1", {}, view === "audit" ? words.ownModel : words.whole));
  offer(root, view === "audit" ? words.audit : words.laboratory);
}

/** @param {HTMLElement} root @param {string} text */
function offer(root, text) {
  if (query.get("run") === "never") return;
  root.append(element("p", { class: "embed-start" }, text, element("button", { type: "button", onclick: () => become(false) }, words.open)));
}

/** @param {() => void} then once it is in sight, also of the page around */
function whenVisible(then) {
  const watcher = new IntersectionObserver((entries) => {
    if (!entries.some(({ isIntersecting }) => isIntersecting)) return;
    watcher.disconnect();
    then();
  });
  watcher.observe(byId("shown"));
}

/** The laboratory in this very frame, with the settings of the address. @param {boolean} isRun begins at once */
function become(isRun) {
  const settings = new URLSearchParams(query);
  for (const key of OWN) settings.delete(key);
  const isFigure = !Object.hasOwn(PARTS, view);
  const kept = ["controls", "report", "host", "theme"].filter((key) => query.has(key)).map((key) => [key, query.get(key) ?? ""]);
  const looks = LOOKS.filter((key) => query.has(key)).map((key) => [`view.${key}`, query.get(key) ?? ""]);
  const parts = new URLSearchParams([
    ...(view === "laboratory" ? [] : [["part", view]]), ...kept, ...looks, ...(isFigure ? [["view.figure", view]] : []), ...(isRun ? [["run", "1"]] : []),
  ]);
  const level = view === "audit" ? "audit" : "laboratory";
  location.replace(`${whole.href}?${[level, settings, parts].map(String).filter(Boolean).join("&").replaceAll("%2C", ",")}`);
}
