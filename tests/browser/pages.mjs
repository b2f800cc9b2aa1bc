// Opens every golden page, wide and light with scripts on, narrow and dark with scripts off: it must be readable, ask for
// nothing outside the file, meet no error, never scroll sideways, and stay under five times its texts and 60 KB. One line
// a check, "ok ..." or "not ok ...".
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { browser, finish, open, tell } from "./open.mjs";

const reports = fileURLToPath(new URL("../../reports/", import.meta.url));
const pages = readdirSync(reports, { recursive: true }).filter((name) => name.endsWith(".html")).sort();
if (pages.length === 0) tell("pages in reports/", ["there are none"]);
for (const [width, colorScheme, javaScriptEnabled] of [[1400, "light", true], [400, "dark", false]]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
  // A page of a pair takes as long as any check, and there are many alike: the second round takes every sixth.
  const round = pages.filter((name, at) => javaScriptEnabled || !name.includes("pair-") || at % 6 === 0);
  for (const name of round) {
    const path = join(reports, name);
    const { page, faults } = await open(context, path);
    if ((await page.locator("h1").count()) !== 1) faults.push("has not one h1");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) faults.push(`scrolls sideways by ${wide} px`);
    const words = (await page.locator("body").innerText()).trim().length;
    if (words < 100) faults.push(`shows only ${words} characters`);
    if ((await page.locator("[data-script]:visible").count() > 0) !== javaScriptEnabled) faults.push("shows buttons without a script, or none with it");
    if (javaScriptEnabled && name.includes("pair-")) {
      const texts = await page.evaluate(() => bytes.a.length + bytes.b.length);
      const size = statSync(path).size;
      if (size >= 5 * texts + 60000) faults.push(`${size} bytes for texts of ${texts}`);
    }
    tell(`${relative(reports, path)} at ${width} px, ${colorScheme}`, faults);
    await page.close();
  }
  await context.close();
}
await finish();
