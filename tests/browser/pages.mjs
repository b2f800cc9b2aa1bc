// Opens every golden page in Chromium, wide and light with scripts on, narrow and dark with scripts off: it must be
// readable, ask for nothing outside the file, meet no error and never scroll sideways. One line a check, "ok ..." or
// "not ok ...".
import { chromium } from "playwright-core";
import { readdirSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const reports = fileURLToPath(new URL("../../reports/", import.meta.url));
const pages = [];
(function find(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) find(path);
    else if (name.endsWith(".html")) pages.push(path);
  }
})(reports);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
let failed = pages.length === 0 ? 1 : 0;
if (failed) console.log("not ok there are no pages in reports/");
for (const [width, colorScheme, javaScriptEnabled] of [[1400, "light", true], [400, "dark", false]]) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, javaScriptEnabled });
  for (const path of pages) {
    const page = await context.newPage();
    const faults = [];
    page.on("request", (request) => {
      if (!request.url().startsWith("file:") && !request.url().startsWith("data:")) faults.push(`asks for ${request.url()}`);
    });
    page.on("pageerror", (error) => faults.push(String(error)));
    await page.goto(pathToFileURL(path).href);
    if ((await page.locator("h1").count()) !== 1) faults.push("has not one h1");
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    if (wide > 0) faults.push(`scrolls sideways by ${wide} px`);
    const words = (await page.locator("body").innerText()).trim().length;
    if (words < 100) faults.push(`shows only ${words} characters`);
    const label = `${relative(reports, path)} at ${width} px, ${colorScheme}`;
    if (faults.length) failed += 1;
    console.log(faults.length ? `not ok ${label}: ${faults.join("; ")}` : `ok ${label}`);
    await page.close();
  }
  await context.close();
}
await browser.close();
process.exit(failed ? 1 : 0);
