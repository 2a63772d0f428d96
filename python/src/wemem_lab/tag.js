/** The tag in a cell: made by the page's own `element.js`, told what to audit, and asked for what it found. */

export default { render };

/** @param {{ model: any, el: HTMLElement }} cell */
async function render({ model, el }) {
  const base = model.get("base");
  const files = model.get("files");
  try {
    await import(new URL("element.js", base).href);
    const tag = /** @type {any} */ (document.createElement("wemem-lab"));
    for (const [name, value] of Object.entries({ ...model.get("attributes"), base })) tag.setAttribute(name, value);
    el.append(tag);
    if (!files) return;
    model.send({ begun: true });
    model.send({ report: await tag.audit(blobs(files)) });
  } catch (error) {
    const { message } = /** @type {Error} */ (error);
    model.send({ error: message });
    el.append(Object.assign(document.createElement("pre"), { textContent: message }));
  }
}

/** Bytes that came through the kernel's channel, as files. @param {any} value @returns {any} */
function blobs(value) {
  if (ArrayBuffer.isView(value)) return new Blob([/** @type {DataView<ArrayBuffer>} */ (value)], { type: "text/csv" });
  if (Array.isArray(value)) return value.map(blobs);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, blobs(part)]));
}
