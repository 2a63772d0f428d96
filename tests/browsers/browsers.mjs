// Three browsers behind one small interface, and what a visitor does in any of them.

import { openChromium } from "./chromium.mjs";
import { openFirefox } from "./firefox.mjs";
import { openWebKit } from "./webkit.mjs";

/**
 * One window. A function that it runs sees nothing but its one value, and gives what JSON can hold.
 * @typedef {object} Browser
 * @property {string} version with its name
 * @property {string[]} complaints errors in its console, where it tells them
 * @property {(url: string) => Promise<void>} open
 * @property {(act: (value: any) => any, value?: any) => Promise<any>} evaluate runs in the page
 * @property {(find: () => Element | null | undefined, act: (value: any) => any, value?: any) => Promise<any>} within runs in a frame
 * @property {(selector: string) => Promise<void>} click
 * @property {(selector: string, files: string[]) => Promise<void>} choose files for an input
 * @property {(button: string) => Promise<string>} saved the text of the file that a button saves
 * @property {() => Promise<void>} close
 *
 * @typedef {() => Promise<Browser>} Open
 */

/** @type {Record<string, Open>} */
export const BROWSERS = { Chromium: openChromium, Firefox: openFirefox, WebKitGTK: openWebKit };

const LOOK_EVERY_MS = 50;

/** @param {() => Promise<any>} asked until it gives something @param {string} what @param {number} [limit] milliseconds */
export async function until(asked, what, limit = 60_000) {
  for (const end = Date.now() + limit; Date.now() < end; await new Promise((done) => setTimeout(done, LOOK_EVERY_MS))) {
    const found = await asked();
    if (found) return found;
  }
  throw new Error(`waited ${limit} ms for ${what}`);
}

/** @param {Browser} browser @param {string} selector */
export const appears = (browser, selector) =>
  until(() => browser.evaluate((wanted) => document.querySelector(wanted)?.getClientRects().length, selector), selector);

/** @param {Browser} browser @param {string} phase @param {number} [limit] */
export const reaches = (browser, phase, limit) =>
  until(() => browser.evaluate((wanted) => document.body.dataset.phase === wanted, phase), `the phase ${phase}`, limit);

/** @param {Browser} browser @param {string} url of the laboratory with its settings @returns {Promise<string>} the report as a visitor saves it */
export async function reportOf(browser, url) {
  await browser.open(url);
  await reaches(browser, "idle");
  await browser.click("#button-run");
  await reaches(browser, "finished", 300_000);
  return browser.saved("#report");
}

/** When a run was, and how long it took, is all that may differ. @param {string} report */
export const timeless = (report) => report.replace(/"begun":"[^"]*",/, "").replaceAll(/"seconds":[^,}\]]+/g, '"seconds":0');
