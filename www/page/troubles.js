/** Errors in words, kept until they are read. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";
import { tellHost } from "./remote.js";

/** More at once would hide the page; the newest say most. */
const KEPT = 3;

/** @param {string} message @param {string} [title] */
export function showTrouble(message, title = strings.trouble.title) {
  const note = element(
    "div",
    { class: "trouble" },
    element("p", {}, element("strong", {}, title), ` ${message}`),
    element("button", { type: "button", onclick: () => note.remove() }, strings.trouble.dismiss),
  );
  const place = byId("troubles");
  place.append(note);
  while (place.children.length > KEPT) place.firstChild.remove();
  tellHost("error", { message });
}

export const clearTroubles = () => byId("troubles").replaceChildren();

/** @param {import("../protocol.js").Trouble} trouble @param {Map<string, string>} names of the arms */
export function wordsOf({ code, message, field = "" }, names) {
  if (code === "worker-replaced") return strings.trouble.workerReplaced(message);
  if (code === "device-lost") return strings.trouble.deviceLost(message);
  if (code === "lab-silent") return strings.trouble.silent;
  if (code === "kept-gone") return strings.trouble.keptGone;
  if (code === "kept-elsewhere") return strings.trouble.keptElsewhere;
  if (code === "not-kept") return strings.trouble.notKept(message);
  if (code === "arm-failed" && field === "dense") return strings.trouble.dense(message);
  if (code === "arm-failed") return strings.trouble.arm(names.get(field) ?? field, message);
  return message;
}
