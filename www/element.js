/**
 * `<wemem-lab>`: a part of wemem-lab in any page, by one tag. It lives in a frame, so that neither page's styles, scripts or faults reach the
 * other, workers start from any origin, and what is removed frees all it held. What stands inside the tag is shown until it can draw.
 *
 *   <script type="module" src="https://HOST/element.js"></script>
 *   <wemem-lab view="tradeoff"><a href="https://HOST/">Privacy against accuracy of pruned networks</a></wemem-lab>
 */

const SITE = new URL(".", import.meta.url);

/** Attributes that go into the frame's address. `settings` is a query as the page's address has it. */
const ATTRIBUTES = ["view", "step", "file", "preset", "settings", "base"];

const SHEET = new CSSStyleSheet();
SHEET.replaceSync(`
  :host { display: block; max-width: 100%; }
  :host([hidden]) { display: none; }
  iframe { display: block; width: 100%; border: 0; color-scheme: inherit; }
  iframe[hidden] { display: none; }
`);

class WememLab extends HTMLElement {
  static observedAttributes = [...ATTRIBUTES, "label"];
  #frame = document.createElement("iframe");
  #inner = document.createElement("slot");
  /** @param {MessageEvent} event */
  #hear = ({ source, data }) => {
    if (source !== this.#frame.contentWindow) return;
    if (data?.type === "wemem-lab-height") this.#fit(Number(data.height));
    if (data?.type === "wemem-lab-error") this.#tell("wemem-error", { message: String(data.message) });
  };

  constructor() {
    super();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [SHEET];
    this.#frame.setAttribute("part", "frame");
    this.#frame.loading = "lazy";
    root.append(this.#inner, this.#frame);
  }

  connectedCallback() {
    addEventListener("message", this.#hear);
    this.#load();
  }

  disconnectedCallback() {
    removeEventListener("message", this.#hear);
    this.#frame.removeAttribute("src");
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#load();
  }

  #load() {
    const query = new URLSearchParams(this.getAttribute("settings") ?? "");
    for (const name of ["view", "step", "file", "preset"]) {
      const value = this.getAttribute(name);
      if (value !== null) query.set(name, value);
    }
    const base = new URL(this.getAttribute("base") ?? SITE, SITE);
    const address = new URL(`embed.html?${query}`, base).href;
    this.#frame.title = this.getAttribute("label") ?? "wemem-lab";
    if (this.#frame.src !== address) this.#frame.src = address;
  }

  /** From the first height on the frame stands in place of what is inside the tag. @param {number} height */
  #fit(height) {
    if (!(height > 0 && height < 20_000)) return;
    const isFirst = this.#frame.style.height === "";
    this.#frame.style.height = `${height}px`;
    this.#inner.hidden = true;
    this.#inner.style.display = "none";
    if (isFirst) this.#tell("wemem-ready", { height });
  }

  /** @param {string} name @param {object} detail */
  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

if (!customElements.get("wemem-lab")) customElements.define("wemem-lab", WememLab);
