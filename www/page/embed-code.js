/** The tag and the frame that show a part of this page in another one, to be copied. */

import { strings } from "../strings/en.js";
import { html, render } from "../vendor/lit-html.js";

const words = strings.embed;

/** What can be embedded, by the value of `view`. @type {[string, string][]} */
const VIEWS = [["tradeoff", strings.stage.tradeoff], ["leak-by-round", strings.stage.leak], ["answer", words.answer], ["lesson", words.lesson], ["laboratory", words.whole], ["audit", words.ownModel]];

/** @param {HTMLElement} root @param {() => Promise<string>} settings of the form, as a query */
export function offerEmbedding(root, settings) {
  let view = "tradeoff";
  let said = "";
  const copy = async (/** @type {string} */ tag) => {
    said = await navigator.clipboard.writeText(tag).then(() => words.copied, () => words.notCopied);
    await show();
  };
  const show = async () => {
    const tag = tagOf(view, await settings());
    render(
      html`<details class="embedding" ?open=${said !== ""}><summary>${words.title}</summary>
        <p class="quiet">${words.help}</p>
        <label>${words.part} <select @change=${(/** @type {Event} */ { target }) => choose(/** @type {HTMLSelectElement} */ (target).value)}>${VIEWS.map(([id, name]) => html`<option value=${id} ?selected=${id === view}>${name}</option>`)}</select></label>
        <textarea readonly rows="5" aria-label=${words.tag} .value=${tag}></textarea>
        <p><button type="button" @click=${() => copy(tag)}>${words.copy}</button> <span class="quiet" aria-live="polite">${said}</span></p></details>`,
      root,
    );
  };
  const choose = (/** @type {string} */ id) => {
    view = id;
    void show();
  };
  root.addEventListener("toggle", () => void show(), { capture: true });
  void show();
}

/** Where the page lies, a script of it can be loaded from any other. @param {string} view @param {string} settings */
function tagOf(view, settings) {
  const at = (/** @type {string} */ name) => new URL(name, document.baseURI.replace(/[?#].*$/, "")).href;
  const asked = settings.replace(/^\?/, "").replaceAll("&", "&amp;").replaceAll('"', "%22");
  const more = view === "lesson" ? ' step="1"' : asked ? ` settings="${asked}"` : "";
  return `<script type="module" src="${at("element.js")}"></script>\n<wemem-lab view="${view}"${more}>\n  <a href="${at("./")}">wemem-lab</a>\n</wemem-lab>`;
}
