// Chromium, by playwright-core.

import { chromium } from "playwright-core";

import { FLAGS, saved } from "../browser/page.mjs";

/** @type {import("./browsers.mjs").Open} */
export async function openChromium() {
  const browser = await chromium.launch({ executablePath: process.env.CHROME ?? "/usr/bin/chromium", args: FLAGS });
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return {
    version: `Chromium ${browser.version()}`,
    complaints,
    open: async (url) => void (await page.goto(url)),
    evaluate: (act, value) => page.evaluate(act, value),
    within: async (find, act, value) => {
      const frame = await (await page.evaluateHandle(find)).asElement()?.contentFrame();
      return frame?.evaluate(act, value);
    },
    click: (selector) => page.click(selector),
    choose: (selector, files) => page.setInputFiles(selector, files),
    saved: (button) => saved(page, button),
    close: () => browser.close(),
  };
}
