/**
 * Lessons as files: a list of steps, each a file of its own or written where it stands. What a step must have is checked here, in
 * words for whoever writes one.
 */

import { PICTURES } from "./pictures/index.js";

/**
 * @typedef {object} Guess
 * @property {"choice" | "number" | "picture"} kind `picture`: given in the picture itself
 * @property {string} question
 * @property {{ id: string, text: string }[]} [options] of a choice; the ids are what a fact can be: more, less, same
 * @property {string} [fact] the right answer
 * @property {number} [min] @property {number} [max] @property {string} [unit]
 * @property {number} [scale] of a number: by what the fact is multiplied
 * @property {boolean} [counts] of a number: in how many runs the fact has its sign
 *
 * @typedef {object} Exercise
 * @property {string} text @property {string} query settings as in the page's address
 * @property {string} field key of the one setting to change @property {string} label @property {string} value
 *
 * @typedef {object} Step
 * @property {string} title
 * @property {string[]} idea paragraphs
 * @property {{ kind: string } & Record<string, unknown>} picture
 * @property {Guess} [guess]
 * @property {Record<string, import("./facts.js").Fact & { says?: string }>} [facts]
 * @property {string} [result] @property {string} [control] with `{facts}` in them
 * @property {Exercise} [exercise]
 * @property {string} [misconception] @property {string} [speaker]
 *
 * @typedef {{ title: string, steps: (string | Step)[] }} LessonFile
 */

const OWN = new URL("lesson.json", import.meta.url);

/** A lesson, whose steps are loaded as they are read. */
export class Steps {
  #url;
  #file;
  /** @type {Map<number, Promise<Step>>} */
  #steps = new Map();

  /** @param {URL} url @param {LessonFile} file */
  constructor(url, file) {
    this.#url = url;
    this.#file = file;
  }

  get count() {
    return this.#file.steps.length;
  }

  get title() {
    return this.#file.title;
  }

  /** @param {number} at @returns {Promise<Step>} */
  at(at) {
    let step = this.#steps.get(at);
    if (!step) {
      step = this.#load(at);
      step.catch(() => this.#steps.delete(at));
      this.#steps.set(at, step);
    }
    return step;
  }

  /** @param {number} at */
  async #load(at) {
    const entry = this.#file.steps[at];
    const name = typeof entry === "string" ? `steps/${entry}.json` : `step ${at + 1}`;
    return checked(typeof entry === "string" ? await json(new URL(name, this.#url)) : entry, name);
  }
}

/** The page's own lesson, or one from a file of this site. @param {string} [name] its address @returns {Promise<Steps>} */
export async function loadSteps(name) {
  const url = name ? new URL(name, document.baseURI) : OWN;
  const file = await json(url);
  const { title, steps } = file ?? {};
  if (typeof title !== "string") throw new Error(`${url.pathname}: title must be a text, but is ${shown(title)}`);
  if (!Array.isArray(steps) || steps.length === 0) throw new Error(`${url.pathname}: steps must be a list of at least one step, but is ${shown(steps)}`);
  return new Steps(url, file);
}

/** @param {URL} url @returns {Promise<any>} */
async function json(url) {
  const response = await fetch(url).catch(() => undefined);
  if (!response?.ok) throw new Error(`${url.pathname} could not be loaded${response ? ` (${response.status})` : ""}: a lesson must be a file of this site`);
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${url.pathname} must be JSON: ${/** @type {Error} */ (error).message}`);
  }
}

/** @param {any} step @param {string} name @returns {Step} */
export function checked(step, name) {
  const must = (/** @type {boolean} */ holds, /** @type {string} */ field, /** @type {string} */ rule, /** @type {unknown} */ value) => {
    if (!holds) throw new Error(`${name}: ${field} must ${rule}, but is ${shown(value)}`);
  };
  must(typeof step === "object" && step !== null, "the step", "be an object", step);
  must(typeof step.title === "string", "title", "be a text", step.title);
  must(isTexts(step.idea), "idea", "be a list of paragraphs", step.idea);
  must(Object.hasOwn(PICTURES, step.picture?.kind), "picture.kind", `be one of ${Object.keys(PICTURES).join(", ")}`, step.picture?.kind);
  const { guess, exercise, facts = {} } = step;
  if (guess) {
    must(["choice", "number", "picture"].includes(guess.kind), "guess.kind", "be choice, number or picture", guess.kind);
    must(typeof guess.question === "string", "guess.question", "be a text", guess.question);
    if (guess.kind === "choice") must(Array.isArray(guess.options) && guess.options.length > 1, "guess.options", "be a list of at least two", guess.options);
    if (guess.kind === "number") must(guess.min < guess.max, "guess.min", "be less than guess.max", guess.min);
    if (guess.kind !== "picture") must(Object.hasOwn(facts, guess.fact), "guess.fact", "be one of the facts", guess.fact);
  }
  if (exercise) for (const key of ["text", "query", "field", "label", "value"]) must(typeof exercise[key] === "string", `exercise.${key}`, "be a text", exercise[key]);
  for (const key of ["result", "control"]) {
    for (const [, used] of (step[key] ?? "").matchAll(/\{([\w-]+)/g)) must(Object.hasOwn(facts, used), key, "name the step's facts only", used);
  }
  return step;
}

/** @param {unknown} list */
const isTexts = (list) => Array.isArray(list) && list.length > 0 && list.every((text) => typeof text === "string");

/** @param {unknown} value */
const shown = (value) => (value === undefined ? "missing" : JSON.stringify(value).slice(0, 60));
