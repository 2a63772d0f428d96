// WebKitGTK: its MiniBrowser on a screen that nobody sees, by WebDriver as the W3C writes it.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { clickAndRead } from "./downloads.mjs";

/** The key that names an element in what a driver says. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

/** @type {import("./browsers.mjs").Open} */
export async function openWebKit() {
  const home = await mkdtemp(path.join(tmpdir(), "wemem-lab-webkit-"));
  const downloads = path.join(home, "downloads");
  const config = path.join(home, ".config");
  await Promise.all([mkdir(downloads), mkdir(path.join(config, "gtk-3.0"), { recursive: true })]);
  await writeFile(path.join(config, "user-dirs.dirs"), 'XDG_DOWNLOAD_DIR="$HOME/downloads"\n');
  // What is still being scrolled cannot be clicked, and this driver does not wait.
  await writeFile(path.join(config, "gtk-3.0", "settings.ini"), "[Settings]\ngtk-enable-animations=0\n");

  const { screen, display } = await openScreen();
  const port = await freePort();
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: display, HOME: home, XDG_CONFIG_HOME: config },
  });
  const ask = asker(`http://127.0.0.1:${port}`);
  await isReady(ask);
  const { sessionId, capabilities } = await ask("POST", "/session", { capabilities: { alwaysMatch: { timeouts: { script: 600_000 } } } });
  /** @param {string} what @param {object} body */
  const command = (what, body) => ask("POST", `/session/${sessionId}/${what}`, body);

  /** Each file that is saved leaves a bar in its window, which makes the page lower. */
  const freshWindow = async () => {
    const { handle } = await command("window/new", { type: "window" });
    await ask("DELETE", `/session/${sessionId}/window`);
    await command("window", { handle });
    await command("window/rect", { width: 1440, height: 900 });
  };

  /** @param {Function} act @param {any} [value] */
  const evaluate = (act, value) => command("execute/sync", { script: `return (${act})(...arguments)`, args: [value ?? null] });
  /** @param {string} selector */
  const idOf = async (selector) => (await command("element", { using: "css selector", value: selector }))[ELEMENT];
  /**
   * In the middle of the window, where no bar lies over it. This driver does not wait for what is still being laid out,
   * and a button that moves while it is pressed is not clicked.
   * @param {string} selector
   */
  const click = async (selector) => {
    for (let tries = 0; ; tries += 1) {
      await evaluate(atRest, selector);
      try {
        return void (await command(`element/${await idOf(selector)}/click`, {}));
      } catch (error) {
        if (tries === 50) throw error;
      }
    }
  };
  return {
    version: `WebKitGTK ${capabilities.browserVersion}`,
    complaints: [],
    open: async (url) => {
      await freshWindow();
      await command("url", { url });
    },
    evaluate,
    within: async (find, act, value) => {
      await command("frame", { id: await evaluate(find) });
      try {
        return await evaluate(act, value);
      } finally {
        await command("frame", { id: null });
      }
    },
    click,
    choose: async (selector, files) => void (await command(`element/${await idOf(selector)}/value`, { text: files.join("\n") })),
    saved: (button) => clickAndRead(downloads, () => click(button)),
    close: async () => {
      await ask("DELETE", `/session/${sessionId}`);
      await Promise.all([driver, screen].map((child) => (child.kill(), once(child, "exit"))));
      await rm(home, { recursive: true });
    },
  };
}

/** Runs in the page: brings an element into the middle, and waits until it has stayed there. @param {string} selector */
async function atRest(selector) {
  const found = document.querySelector(selector);
  let [top, since] = [NaN, performance.now()];
  while (found && performance.now() - since < 300) {
    found.scrollIntoView({ block: "center" });
    const now = found.getBoundingClientRect().top;
    if (now !== top) [top, since] = [now, performance.now()];
    await new Promise((done) => requestAnimationFrame(done));
  }
}

/** A screen of its own; the server takes a free number and says it. */
async function openScreen() {
  const screen = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "1440x900x24"], { stdio: ["ignore", "pipe", "ignore"] });
  const [number] = await once(screen.stdout, "data");
  return { screen, display: `:${String(number).trim()}` };
}

/** The driver takes no port by itself. @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  return port;
}

/** @param {string} base */
const asker = (base) => async (/** @type {string} */ method, /** @type {string} */ where, /** @type {object} */ body) => {
  const response = await fetch(base + where, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${where}: ${value.error} ${value.message}`);
  return value;
};

/** @param {ReturnType<typeof asker>} ask */
async function isReady(ask) {
  for (let tries = 0; ; tries += 1) {
    try {
      return void (await ask("GET", "/status"));
    } catch (error) {
      if (tries === 100) throw error;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
