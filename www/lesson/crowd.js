/**
 * The crowd: a dot a record, how sure four other networks are of it against how sure this one is. A canvas, because a thousand
 * dots move while a line is dragged; its numbers stand in the table below it.
 */

import { element } from "../page/dom.js";
import { paint } from "../page/paint.js";

/** @typedef {import("./line.js").Points} Points */
/** @typedef {import("./line.js").Line} Line */

/** Records from the one that stands out most above the diagonal. @param {Points} points */
export const byLift = ({ x, y }) => [...x.keys()].sort((a, b) => y[b] - x[b] - (y[a] - x[a]));

/** Log-odds at the ends of both axes. */
const END = 12;

const TICKS = [
  { at: -9.21, text: "0.01 %" },
  { at: -4.6, text: "1 %" },
  { at: 0, text: "50 %" },
  { at: 4.6, text: "99 %" },
  { at: 9.21, text: "99.99 %" },
];

/** Letters, and the room that ticks and names of them take, in CSS pixels. */
function measures() {
  const letters = parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.78;
  return { letters, left: 5.2 * letters, below: 3.6 * letters };
}
const EDGE = 10;

const MOVE_MS = 650;

/** A finger's reach. */
const NEAR = 22;

/**
 * @typedef {object} Look
 * @property {Points} points
 * @property {Line} [line] whoever lies above is called a member
 * @property {boolean} [isLevel] the crowd falls to the vertical axis: members on the left, others on the right
 * @property {number[]} [lit] the others are drawn pale
 * @property {Points[]} [way] of the record that is looked at, through the rounds
 * @property {number} [chosen] record that is looked at
 * @property {Points} [before] the last run, pale behind this one
 */

export class Crowd {
  /** @type {Look | undefined} */
  #look;
  /** Places as they are drawn, between those of two looks. @type {Float32Array} */
  #places = new Float32Array();
  #canvas = element("canvas", { role: "img", tabindex: 0 });
  #note = element("div", { class: "crowd-note", hidden: true, "aria-live": "polite" });
  #card = element("canvas", { class: "crowd-picture", width: 28, height: 28, hidden: true, role: "img" });
  #words = element("p", {});
  #frame = 0;
  root = element("div", { class: "crowd" }, this.#canvas, this.#note);

  /** @param {(i: number) => string} describe a record in words @param {(i: number) => Promise<import("../page/pool.js").Picture | undefined>} picture */
  constructor(describe, picture) {
    this.describe = describe;
    this.picture = picture;
    this.#note.append(this.#card, this.#words);
    new ResizeObserver(() => this.#draw()).observe(this.#canvas);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", () => this.#draw());
    this.#canvas.addEventListener("pointermove", (event) => this.#point(event));
    this.#canvas.addEventListener("pointerdown", (event) => this.#point(event));
    this.#canvas.addEventListener("pointerleave", () => this.#forget());
    this.#canvas.addEventListener("keydown", (event) => this.#walk(event));
  }

  /** @param {Look} look @param {string} alt what is seen, with its numbers */
  show(look, alt) {
    const to = places(look);
    const from = this.#places;
    // Drawn once more for the sake of something else, the laboratory say, it is still looked at.
    const isSame = alt === this.#canvas.getAttribute("aria-label") && from.length === to.length && same(from, to);
    this.#look = isSame ? { chosen: this.#look?.chosen, ...look } : look;
    if (this.#look.chosen === undefined) this.#note.hidden = true; // it told of a dot of the look before
    this.#canvas.setAttribute("aria-label", alt);
    cancelAnimationFrame(this.#frame);
    const isSudden = from.length !== to.length || matchMedia("(prefers-reduced-motion: reduce)").matches || same(from, to);
    if (isSudden) {
      this.#places = to;
      this.#frame = requestAnimationFrame(() => this.#draw());
      return;
    }
    const begun = performance.now();
    const move = () => {
      const share = Math.min(1, (performance.now() - begun) / MOVE_MS);
      const eased = 1 - (1 - share) ** 3;
      this.#places = from.map((value, i) => value + eased * (to[i] - value));
      this.#draw();
      if (share < 1) this.#frame = requestAnimationFrame(move);
    };
    this.#frame = requestAnimationFrame(move);
  }

  /** Looks at one record, as pointing at it does. @param {number | undefined} i */
  choose(i) {
    if (!this.#look) return;
    this.#look.chosen = i;
    this.#draw();
    void this.#tell(i);
  }

  /** @param {PointerEvent} event */
  #point({ offsetX, offsetY }) {
    const { clientWidth, clientHeight } = this.#canvas;
    const { across, up } = scales(clientWidth, clientHeight);
    let [nearest, least] = [-1, NEAR ** 2];
    for (let i = 0; i < this.#places.length / 2; i += 1) {
      const distance = (across(this.#places[2 * i]) - offsetX) ** 2 + (up(this.#places[2 * i + 1]) - offsetY) ** 2;
      if (distance < least) [nearest, least] = [i, distance];
    }
    if (nearest < 0) return this.#forget();
    if (nearest === this.#look?.chosen) return;
    this.choose(nearest);
  }

  /** Arrow keys go from dot to dot, from the one that stands out most. @param {KeyboardEvent} event */
  #walk(event) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") this.#forget();
    if (!step || !this.#look) return;
    event.preventDefault();
    const order = byLift(this.#look.points);
    const at = this.#look.chosen === undefined ? -1 : order.indexOf(this.#look.chosen);
    this.choose(order[Math.max(0, Math.min(order.length - 1, at + step * (event.shiftKey ? 10 : 1)))]);
  }

  #forget() {
    if (this.#look?.way || this.#look?.chosen === undefined) return;
    this.choose(undefined);
  }

  /** @param {number | undefined} i */
  async #tell(i) {
    this.#note.hidden = i === undefined;
    if (i === undefined) return;
    this.#words.textContent = this.describe(i);
    this.#card.hidden = true;
    const picture = await this.picture(i);
    if (!picture || this.#look?.chosen !== i) return;
    this.#card.width = picture.width;
    this.#card.height = picture.height;
    this.#card.setAttribute("aria-label", this.describe(i));
    paint(this.#card, picture);
    this.#card.hidden = false;
  }

  #draw() {
    const look = this.#look;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (!look || width === 0) return;
    const ratio = devicePixelRatio;
    if (this.#canvas.width !== Math.round(width * ratio)) this.#canvas.width = Math.round(width * ratio);
    if (this.#canvas.height !== Math.round(height * ratio)) this.#canvas.height = Math.round(height * ratio);
    const brush = /** @type {CanvasRenderingContext2D} */ (this.#canvas.getContext("2d"));
    brush.setTransform(ratio, 0, 0, ratio, 0, 0);
    brush.clearRect(0, 0, width, height);
    const colors = inks(this.#canvas);
    const scale = scales(width, height);
    drawAxes(brush, colors, scale, look.isLevel ?? false);
    if (look.line) drawLine(brush, colors, scale, look);
    if (look.before) drawPale(brush, colors, scale, look.before);
    this.#drawDots(brush, colors, scale, look);
    if (look.way && look.chosen !== undefined) drawWay(brush, colors, scale, look.way, look.chosen);
  }

  /** @param {CanvasRenderingContext2D} brush @param {Inks} colors @param {Scale} scale @param {Look} look */
  #drawDots(brush, colors, { across, up }, { points, line, lit, chosen }) {
    const isLit = lit && new Set(lit);
    const order = [...points.x.keys()].reverse(); // members over the others
    for (const i of order) {
      const isMember = i < points.members;
      const isCalled = line ? points.y[i] - line.slope * points.x[i] >= line.offset : true;
      brush.globalAlpha = isLit && !isLit.has(i) ? 0.12 : isCalled ? 0.85 : 0.25;
      brush.beginPath();
      brush.arc(across(this.#places[2 * i]), up(this.#places[2 * i + 1]), isMember ? 3.2 : 2.9, 0, 7);
      if (isMember) {
        brush.fillStyle = colors.member;
        brush.fill();
      } else {
        brush.strokeStyle = colors.other;
        brush.lineWidth = 1.2;
        brush.stroke();
      }
    }
    brush.globalAlpha = 1;
    if (chosen === undefined) return;
    brush.beginPath();
    brush.arc(across(this.#places[2 * chosen]), up(this.#places[2 * chosen + 1]), 8, 0, 7);
    brush.strokeStyle = colors.ink;
    brush.lineWidth = 2;
    brush.stroke();
  }
}

/** @typedef {{ ink: string, soft: string, grid: string, member: string, other: string, wash: string }} Inks */

/** @param {Element} element @returns {Inks} */
function inks(element) {
  const style = getComputedStyle(element);
  const [ink, soft, grid, wash, member, other] = ["--ink", "--ink-soft", "--line", "--wash", "--member", "--other"].map((name) =>
    style.getPropertyValue(name));
  return { ink, soft, grid, wash, member, other };
}

/** @typedef {{ across: (x: number) => number, up: (y: number) => number }} Scale */

/** Log-odds to CSS pixels. @param {number} width @param {number} height @returns {Scale} */
function scales(width, height) {
  const share = (/** @type {number} */ value) => (Math.max(-END, Math.min(END, value)) + END) / (2 * END);
  const { left, below } = measures();
  return {
    across: (x) => left + share(x) * (width - left - EDGE),
    up: (y) => height - below - share(y) * (height - below - EDGE),
  };
}

/** Where each record is drawn, in log-odds: x, y, x, y … @param {Look} look */
function places({ points, isLevel }) {
  const found = new Float32Array(2 * points.x.length);
  for (let i = 0; i < points.x.length; i += 1) {
    // Fallen to one axis, dots are strewn, always alike, so that they can be told apart.
    const strewn = (((i * 7919) % 1009) / 1009 - 0.5) * 0.8 * END;
    const middle = i < points.members ? -END / 2 : END / 2;
    found[2 * i] = isLevel ? middle + strewn : points.x[i];
    found[2 * i + 1] = points.y[i];
  }
  return found;
}

/** @param {Float32Array} a @param {Float32Array} b */
const same = (a, b) => a.every((value, i) => value === b[i]);

/** @param {CanvasRenderingContext2D} brush @param {Inks} colors @param {Scale} scale @param {boolean} isLevel */
function drawAxes(brush, colors, { across, up }, isLevel) {
  const size = measures().letters;
  brush.font = `${size}px system-ui, sans-serif`;
  brush.strokeStyle = colors.grid;
  brush.fillStyle = colors.soft;
  brush.lineWidth = 1;
  for (const { at, text } of TICKS) {
    stroke(brush, [across(-END), up(at)], [across(END), up(at)]);
    brush.textAlign = "right";
    brush.textBaseline = "middle";
    brush.fillText(text, across(-END) - 5, up(at));
    if (isLevel) continue;
    stroke(brush, [across(at), up(-END)], [across(at), up(END)]);
    brush.textAlign = "center";
    brush.textBaseline = "top";
    brush.fillText(text, across(at), up(-END) + 5);
  }
  brush.textAlign = "center";
  brush.textBaseline = "top";
  const below = up(-END) + size + 10;
  if (isLevel) {
    brush.fillText("used in training", across(-END / 2), up(-END) + 6);
    brush.fillText("never used", across(END / 2), up(-END) + 6);
  } else {
    brush.fillText("how sure the others are", across(0), below);
    brush.setLineDash([4, 4]);
    brush.strokeStyle = colors.soft;
    stroke(brush, [across(-END), up(-END)], [across(END), up(END)]);
    brush.setLineDash([]);
  }
  brush.save();
  brush.translate(2, up(0));
  brush.rotate(-Math.PI / 2);
  brush.fillText("how sure this network is", 0, 0);
  brush.restore();
}

/** @param {CanvasRenderingContext2D} brush @param {[number, number]} from @param {[number, number]} to */
function stroke(brush, from, to) {
  brush.beginPath();
  brush.moveTo(...from);
  brush.lineTo(...to);
  brush.stroke();
}

/** @param {CanvasRenderingContext2D} brush @param {Inks} colors @param {Scale} scale @param {Look} look */
function drawLine(brush, colors, { across, up }, { line }) {
  const { slope, offset } = /** @type {Line} */ (line);
  const at = (/** @type {number} */ x) => offset + slope * x;
  brush.save();
  brush.beginPath();
  brush.rect(across(-END), up(END), across(END) - across(-END), up(-END) - up(END));
  brush.clip();
  const free = (/** @type {number} */ y) => up(0) + (up(-1) - up(0)) * -y;
  brush.beginPath();
  brush.moveTo(across(-END), free(at(-END)));
  brush.lineTo(across(END), free(at(END)));
  brush.lineTo(across(END), up(END));
  brush.lineTo(across(-END), up(END));
  brush.fillStyle = colors.wash;
  brush.fill();
  brush.strokeStyle = colors.ink;
  brush.lineWidth = 2;
  stroke(brush, [across(-END), free(at(-END))], [across(END), free(at(END))]);
  brush.restore();
}

/** @param {CanvasRenderingContext2D} brush @param {Inks} colors @param {Scale} scale @param {Points} points */
function drawPale(brush, colors, { across, up }, points) {
  brush.globalAlpha = 0.18;
  brush.fillStyle = colors.soft;
  for (let i = 0; i < points.members; i += 1) {
    brush.beginPath();
    brush.arc(across(points.x[i]), up(points.y[i]), 2.4, 0, 7);
    brush.fill();
  }
  brush.globalAlpha = 1;
}

/** @param {CanvasRenderingContext2D} brush @param {Inks} colors @param {Scale} scale @param {Points[]} way @param {number} i */
function drawWay(brush, colors, { across, up }, way, i) {
  brush.strokeStyle = colors.ink;
  brush.fillStyle = colors.ink;
  brush.lineWidth = 1.6;
  brush.beginPath();
  for (const { x, y } of way) brush.lineTo(across(x[i]), up(y[i]));
  brush.stroke();
  for (const { x, y } of way) {
    brush.beginPath();
    brush.arc(across(x[i]), up(y[i]), 3, 0, 7);
    brush.fill();
  }
}
