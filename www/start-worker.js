/**
 * A worker of one of the page's scripts. In a frame without an origin of its own (`sandbox="allow-scripts"`) no script is of the page's origin:
 * there a few lines that import it are. They are no module, which Chromium does not start there, and so keep what comes before the script is.
 *
 * @param {string} script relative to the site
 */
export function startWorker(script) {
  const url = new URL(script, import.meta.url);
  if (self.origin !== "null") return new Worker(url, { type: "module" });
  const lines = `const early = [];
    const keep = (event) => early.push(event.data);
    addEventListener("message", keep);
    import(${JSON.stringify(url.href)}).then(() => {
      removeEventListener("message", keep);
      for (const data of early) dispatchEvent(new MessageEvent("message", { data }));
    }, (error) => setTimeout(() => { throw error; }));`;
  return new Worker(URL.createObjectURL(new Blob([lines], { type: "text/javascript" })));
}
