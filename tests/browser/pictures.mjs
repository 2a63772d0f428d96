// Makes the pictures by which the page is known elsewhere, from what was recorded: that of the README, light and dark, and the preview of a
// link to it.
//
//   WEMEM_LAB_SITE=… CHROME=… node pictures.mjs

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { laboratory } from "./page.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** As those who show links ask for. */
const SIZE = { width: 1200, height: 630 };

const lab = await laboratory();
try {
  await mkdir(`${ROOT}docs`, { recursive: true });
  await shot("light", ["docs/lesson-light.png", "www/preview.jpg"]);
  await shot("dark", ["docs/lesson-dark.png"]);
} finally {
  await lab.close();
}

/** The crowd, with its line tilted to the diagonal. @param {"light" | "dark"} colorScheme @param {string[]} names */
async function shot(colorScheme, names) {
  const { page } = await lab.visit("?lesson=4", { viewport: SIZE, colorScheme, reducedMotion: "reduce" });
  await page.click("#show-me");
  await page.waitForFunction(() => /\d/.test(document.querySelector(".answered")?.textContent ?? "") && !/…/.test(document.querySelector(".answered")?.textContent ?? ""));
  await page.focus(".lesson-picture .handle input");
  await page.keyboard.press("End");
  // What is fixed to the window would hide what the picture is of.
  await page.evaluate(() => {
    document.querySelector(".lesson-nav")?.remove();
    /** @type {HTMLElement} */ (document.activeElement).blur();
    scrollTo(0, 0);
  });
  await page.waitForTimeout(300); // the canvas draws in the next frame
  for (const name of names) await page.screenshot({ path: ROOT + name, ...(name.endsWith(".jpg") ? { type: "jpeg", quality: 72 } : {}) });
  await page.context().close();
}
