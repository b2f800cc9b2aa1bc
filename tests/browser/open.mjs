// Chromium, and pages in it that ask for nothing outside the file and meet no error.
import { chromium } from "playwright-core";
import { pathToFileURL } from "node:url";

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

// A page of a file, and the list that its faults are added to.
export async function open(context, path, hash = "") {
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) faults.push(`asks for ${request.url()}`);
  });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error") faults.push(message.text()); });
  page.on("dialog", (dialog) => { faults.push(`a dialog says ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(pathToFileURL(path).href + hash);
  return { page, faults };
}

let failed = 0;

// One line a check.
export function tell(label, faults) {
  if (faults.length) failed += 1;
  console.log(faults.length ? `not ok ${label}: ${faults.join("; ").replace(/\s+/g, " ").slice(0, 500)}` : `ok ${label}`);
}

export async function finish() {
  await browser.close();
  process.exit(failed ? 1 : 0);
}
