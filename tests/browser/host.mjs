// Somebody else's page around a part of this one: its origin is another, and it has no content policy.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";

const EXAMPLES = new URL("../../docs/examples/", import.meta.url);

/**
 * @param {{ url: string, visit: (search?: string, options?: object) => Promise<any> }} lab
 */
export async function hostOf(lab) {
  /** What it serves, by path. @type {Map<string, { type: string, text: string }>} */
  const files = new Map();
  const server = createServer((request, response) => {
    const file = files.get(request.url ?? "");
    if (file) response.writeHead(200, { "Content-Type": `${file.type}; charset=utf-8` }).end(file.text);
    else response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/`;

  /** A page of the host. @param {string} html @param {object} [options] of the visit */
  const show = async (html, options) => {
    files.set("/", { type: "text/html", text: html.replaceAll("https://HOST/", lab.url) });
    const visit = await lab.visit("embed.html?view=none", options);
    visit.requests.length = 0;
    await visit.page.goto(url);
    return visit;
  };
  return {
    files,
    show,
    /** An example of the documentation, with the address of the page under test. @param {string} name @param {(text: string) => string} [change] */
    example: async (name, change = (text) => text) => show(change(await readFile(new URL(name, EXAMPLES), "utf8"))),
    /** A page with these tags. @param {string} body @param {object} [options] of the visit */
    tags: (body, options) =>
      show(`<!doctype html><html lang="en"><head><title>A page</title><script>globalThis.told = []; for (const name of ["ready", "error", "round", "finished"]) addEventListener("wemem-" + name, ({ type, detail, target }) => told.push({ type, detail, id: target.id }));</script>
        <script type="module" src="https://HOST/element.js"></script></head><body style="font-family: Georgia, serif"><h1>A page</h1>${body}<p id="after">After</p></body></html>`, options),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
