/**
 * The page in somebody else's frame: a recorded figure, the answer, or a step of the lesson, without any wasm. What computes is opened by
 * a press. Its height is told to the page around it, whose elements it never touches.
 */

import { Lesson } from "./lesson/lesson.js";
import { byId, element } from "./page/dom.js";
import { Figure } from "./page/figure.js";
import { loadSaid, loadStored } from "./page/recorded.js";
import { strings } from "./strings/en.js";

const words = strings.embed;
const query = new URLSearchParams(location.search);

/** What can be shown, by the value of `view`. @type {Record<string, (root: HTMLElement) => void | Promise<void>>} */
const VIEWS = {
  tradeoff: (root) => stored(root, "tradeoff", strings.stage.tradeoff),
  "leak-by-round": (root) => stored(root, "leak-by-round", strings.stage.leak),
  answer: showAnswer,
  lesson: showLesson,
  laboratory: (root) => start(root, "laboratory", words.laboratory),
  audit: (root) => start(root, "audit", words.audit),
};

const view = query.get("view") ?? "tradeoff";
const whole = new URL("./", document.baseURI);
/** @type {HTMLAnchorElement} */ (byId("whole")).href = whole.href;
new ResizeObserver(tellHeight).observe(document.documentElement);
try {
  if (!Object.hasOwn(VIEWS, view)) throw new Error(words.unknown(view, Object.keys(VIEWS)));
  await VIEWS[view](byId("shown"));
} catch (error) {
  const { message } = /** @type {Error} */ (error);
  byId("lesson-trouble").replaceChildren(element("p", { class: "error", role: "alert" }, message));
  parent.postMessage({ type: "wemem-lab-error", message }, "*");
}

/** To whoever holds the frame: there is nothing in it that one origin may know and another not. */
function tellHeight() {
  parent.postMessage({ type: "wemem-lab-height", height: Math.ceil(document.documentElement.getBoundingClientRect().height) }, "*");
}

/** @param {HTMLElement} root @param {string} id @param {string} name */
async function stored(root, id, name) {
  const figure = new Figure(id, name);
  root.replaceChildren(element("h1", {}, name), figure.root);
  const svg = await loadStored(id);
  if (!svg) throw new Error(words.missing);
  figure.showSvg(svg);
  start(root, "laboratory", words.run);
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
  root.append(place);
  const lesson = new Lesson(place, {
    start: async () => words.elsewhere,
    enter: () => open(`${whole.href}?laboratory`, "_blank", "noopener"),
    moved: (at) => (/** @type {HTMLAnchorElement} */ (byId("whole")).href = `${whole.href}?lesson=${at + 1}`),
  });
  await lesson.open(query.get("file") ?? undefined, Math.max(0, Number(query.get("step") ?? 1) - 1));
}

/** A press opens the laboratory in the frame itself, with the settings of the address. @param {HTMLElement} root @param {string} level @param {string} text */
function start(root, level, text) {
  const settings = new URLSearchParams(query);
  settings.delete("view");
  const address = `${whole.href}?${[level, settings.toString().replaceAll("%2C", ",")].filter(Boolean).join("&")}`;
  root.append(element("p", { class: "embed-start" }, text, element("button", { type: "button", onclick: () => location.assign(address) }, words.open)));
}
