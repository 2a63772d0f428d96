// Firefox, by puppeteer-core over WebDriver BiDi.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { clickAndRead } from "./downloads.mjs";

/** @type {import("./browsers.mjs").Open} */
export async function openFirefox() {
  const downloads = await mkdtemp(path.join(tmpdir(), "wemem-lab-firefox-"));
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    defaultViewport: { width: 1440, height: 900 },
    // To that folder, and without asking.
    extraPrefsFirefox: { "browser.download.dir": downloads, "browser.download.folderList": 2, "browser.download.alwaysOpenPanel": false },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(0);
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(/** @type {Error} */ (error).message));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  return {
    version: (await browser.version()).replace("firefox/", "Firefox "),
    complaints,
    open: async (url) => void (await page.goto(url)),
    evaluate: (act, value) => page.evaluate(act, value),
    within: async (find, act, value) => {
      const handle = /** @type {import("puppeteer-core").ElementHandle<HTMLIFrameElement>} */ (await page.evaluateHandle(find));
      return (await handle.contentFrame()).evaluate(act, value);
    },
    click: (selector) => page.click(selector),
    choose: async (selector, files) => {
      const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement> | null} */ (await page.$(selector));
      await input?.uploadFile(...files);
    },
    saved: (button) => clickAndRead(downloads, () => page.click(button)),
    close: async () => {
      await browser.close();
      await rm(downloads, { recursive: true });
    },
  };
}
