/** A published page is kept for visits without a network, and says when a newer version of it waits. */

import { strings } from "../strings/en.js";
import { byId, element } from "./dom.js";

/** Does nothing where the page is not published, or may keep nothing. */
export async function keepOffline() {
  if (!document.querySelector('meta[name="wemem-lab-version"]') || !("serviceWorker" in navigator)) return;
  try {
    const registration = await navigator.serviceWorker.register(new URL("service-worker.js", document.baseURI));
    const tell = () => registration.waiting && registration.active && offer(registration.waiting);
    registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", tell));
    tell();
    await navigator.serviceWorker.ready;
    byId("kept").textContent = strings.offline.kept;
  } catch {
    // A frame without an origin of its own may keep nothing, and a private window need not: the page works without.
  }
}

/** @param {ServiceWorker} waiting */
function offer(waiting) {
  const take = () => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
    waiting.postMessage("take over");
  };
  byId("newer").replaceChildren(strings.offline.newer, element("button", { type: "button", onclick: take }, strings.offline.take));
  byId("newer").hidden = false;
}
