/**
 * First import of every worker that the laboratory asks for: to whom it belongs. If the page made it for the laboratory
 * (`lab/page-worker.js`), the first message brings a port, and from then on it hears and speaks there.
 */

/** @type {MessagePort | undefined} */
let talk;
const say = globalThis.postMessage.bind(globalThis);

addEventListener("message", (event) => {
  if (talk || !event.data?.talk) return;
  event.stopImmediatePropagation();
  talk = /** @type {MessagePort} */ (event.data.talk);
  talk.onmessage = ({ data }) => dispatchEvent(new MessageEvent("message", { data }));
});

/** @param {any} message @param {any} [options] */
globalThis.postMessage = (message, options) => (talk ? talk.postMessage(message, options) : say(message, options));
