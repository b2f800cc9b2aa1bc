// What a reader does with the pages, by keyboard and by mouse; axe-core on every kind of page in light and dark; hostile
// texts; and the five tasks of a new user. All on pages of data/ (reports/corpus), or made here by the program: VARIORUM
// names it. One line a check.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { browser, finish, open, tell } from "./open.mjs";

const project = fileURLToPath(new URL("../../", import.meta.url));
const program = process.env.VARIORUM || join(project, "target/debug/variorum");
const corpus = join(project, "reports/corpus");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "variorum-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const run = (...words) => execFileSync(program, words, { cwd: project, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

// The page of two documents of data/wire.
function pair(a, b, ...more) {
  const file = join(folder, `${a}-${b}.html`);
  run("compare", a, b, "--in", "data/wire", "--format", "html", "-o", file, ...more);
  return file;
}
const crash = pair("crash-brevna-meridian", "crash-brevna-meridian-2");
const merger = pair("merger-ledger", "merger-lanterna");
const named = (start, words) => readdirSync(corpus).filter((name) => name.startsWith(start) && name.endsWith(".html"))
  .map((name) => join(corpus, name)).find((path) => readFileSync(path, "utf8").includes(words));
const cluster = named("story-", "crash-brevna-vesper");
const index = join(corpus, "index.html");

async function check(label, path, deed, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 }, acceptDownloads: true, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  context.setDefaultTimeout(8000);
  const { page, faults } = await open(context, path, options.hash);
  const wants = (what, found, wanted) => {
    const fits = wanted instanceof RegExp ? wanted.test(found) : found === wanted;
    if (!fits) faults.push(`${what} is ${JSON.stringify(found)}, not ${wanted}`);
  };
  const status = () => page.locator("#status").textContent();
  const saved = async (deed) => {
    const [download] = await Promise.all([page.waitForEvent("download", { timeout: 5000 }), deed()]);
    const file = join(folder, download.suggestedFilename());
    await download.saveAs(file);
    return readFileSync(file, "utf8");
  };
  try {
    await deed({ page, wants, status, saved });
  } catch (error) {
    faults.push(String(error));
  }
  tell(label, faults);
  await context.close();
}

// By keyboard and by mouse: how each deed is done, and what must come of it.
for (const [how, does] of [
  ["by keyboard", (page, key) => page.keyboard.press(key)],
  ["by mouse", (page, _, button) => page.locator(button).click()],
]) {
  await check(`next and previous, ${how}`, crash, async ({ page, wants, status }) => {
    await does(page, "j", "[data-do=next]");
    wants("the first", await status(), /^1 of \d+, figure: .+ against .+/);
    await does(page, "j", "[data-do=next]");
    wants("the second", await status(), /^2 of /);
    await does(page, "k", "[data-do=previous]");
    wants("back", await status(), /^1 of /);
    wants("current rows", await page.locator("[aria-current=true]").count(), 1);
  });
  await check(`one kind, ${how}`, merger, async ({ page, wants, status }) => {
    const all = await page.locator(".entries tr[id]:not([hidden])").count();
    await does(page, "2", "[data-kind=q][aria-pressed]");
    wants("the first quote", await status(), /^1 of \d+, quote: /);
    wants("quotes shown", await page.locator(".entries tr[id]:not([hidden])").count(), 6);
    wants("pressed", await page.locator("[data-kind=q][aria-pressed]").getAttribute("aria-pressed"), "true");
    await does(page, "2", "[data-kind=q][aria-pressed]");
    wants("all shown", await page.locator(".entries tr[id]:not([hidden])").count(), all);
  });
  await check(`severity, ${how}`, crash, async ({ page, wants }) => {
    await does(page, "s", "[data-do=severity]");
    wants("the filter", await page.locator("#severity").textContent(), "To correct or decide");
    await does(page, "s", "[data-do=severity]");
    wants("styles shown", await page.locator(".entries tr[id]:not([hidden]) .sev:not(.s3)").count(), 0);
  });
  await check(`search, ${how}`, crash, async ({ page, wants, status }) => {
    await does(page, "/", "#search");
    await page.keyboard.type("whistle");
    wants("found", await status(), /^\d+ of \d+ shown$/);
    await page.keyboard.press("Enter");
    wants("in the texts", await status(), /^1 of \d+ places in the texts$/);
    wants("marked", await page.locator(".hit").count(), 1);
  });
  await check(`help, ${how}`, crash, async ({ page, wants }) => {
    await does(page, "?", "[data-do=help]");
    wants("help is open", await page.locator("#help").isVisible(), true);
    await page.keyboard.press("Escape");
    wants("help is open", await page.locator("#help").isVisible(), false);
  });
  await check(`copy as text and link, ${how}`, crash, async ({ page, wants, status }) => {
    await page.keyboard.press("j");
    await does(page, "c", "[data-do=copy]");
    await page.waitForFunction(() => /Copied/.test(document.querySelector("#status").textContent));
    wants("copied", await page.evaluate(() => navigator.clipboard.readText()), /^A: .+; B: .+ \(.+\)$/);
    await does(page, "l", "[data-do=link]");
    await page.waitForFunction(() => /#/.test(document.querySelector("#status").textContent));
    wants("link", await page.evaluate(() => navigator.clipboard.readText()), /\.html#[0-9a-f]{12}/);
    wants("status", await status(), /^Copied: /);
  });
  await check(`checked and equivalent, exported and read again, ${how}`, crash, async ({ page, wants, status, saved }) => {
    await page.keyboard.press("j");
    await does(page, "x", "[data-do=checked]");
    wants("tag", await page.locator("tr[aria-current] .mark").textContent(), "checked");
    await page.keyboard.press("j");
    await does(page, "e", "[data-do=equal]");
    await page.locator("#equal input[value=pair]").check();
    await page.locator("#equal-note").fill("house style");
    await page.locator("[data-do=settle]").click();
    wants("tag", await page.locator("tr[aria-current] .mark").textContent(), "treated as equivalent in this pair");
    await page.reload();
    wants("tags after loading again", await page.locator(".mark").count(), 2);
    const rules = await saved(() => page.locator("[data-do=rules]").click());
    wants("rules", rules.trim().split("\n").length, 2);
    const file = join(folder, "rules.jsonl");
    writeFileSync(file, rules);
    const words = ["compare", "crash-brevna-meridian", "crash-brevna-meridian-2", "--in", "data/wire", "--format", "json"];
    const [before, after] = [run(...words), run(...words, "--equivalences", file)].map((json) => JSON.parse(json));
    wants("divergences", after.divergences.length, before.divergences.length - 1);
    wants("agreements", after.agreements.length, before.agreements.length + 1);
    wants("note", after.agreements.at(-1).note, "treated as equivalent in this pair: house style");
    wants("checked", after.divergences.filter((one) => /checked$/.test(one.note)).length, 1);
    // Again takes it back.
    await page.keyboard.press("j");
    await does(page, "x", "[data-do=checked]");
    wants("tags", await page.locator(".mark").count(), 1);
    wants("said", await status(), /taken back/);
  });
}

// A control that has no key of its own: reached by Tab and pressed, or clicked.
for (const [how, uses, sets] of [
  ["by keyboard", async (control, key = "Enter") => { await control.focus(); await control.press(key); },
    async (select, value) => {
      await select.focus();
      for (let at = 0; at < 9 && await select.inputValue() !== value; at += 1) await select.press("ArrowDown");
    }],
  ["by mouse", (control) => control.click(), (select, value) => select.selectOption(value)],
]) {
await check(`downloads hold what compare prints, ${how}`, crash, async ({ page, wants, saved }) => {
  const json = JSON.parse(await saved(() => uses(page.locator("[data-do=json]"))));
  const printed = run("compare", "crash-brevna-meridian", "crash-brevna-meridian-2", "--in", "data/wire", "--format", "json");
  const sorted = (value) => JSON.stringify(value, (_, part) => (part && part.constructor === Object
    ? Object.fromEntries(Object.entries(part).sort()) : part));
  wants("JSON", sorted(json), sorted(JSON.parse(printed)));
  const csv = await saved(() => uses(page.locator("[data-do=csv]")));
  wants("CSV lines", csv.trim().split("\r\n").length, json.divergences.length + 1);
});

await check(`texts scroll together, or each on its own, ${how}`, crash, async ({ page, wants }) => {
  const words = await page.locator(".texts tbody").textContent();
  await uses(page.locator("#together"), "Space");
  wants("panes", await page.locator(".panes > div").count(), 2);
  await page.locator(".panes > div").first().focus();
  await page.keyboard.press("j");
  wants("a mark is current", (await page.locator(".panes .now").count()) > 0, true);
  await uses(page.locator("#together"), "Space");
  wants("panes again", await page.locator(".panes > div").count(), 0);
  wants("texts", await page.locator(".texts tbody").textContent(), words);
});

await check(`from the list to the texts and back, ${how}`, merger, async ({ page, wants }) => {
  await uses(page.locator(".entries tr[id]:visible td a").first());
  wants("place in the texts", new URL(page.url()).hash, /^#a\d+$/);
  await uses(page.locator(`${new URL(page.url()).hash} a, a${new URL(page.url()).hash}`).first());
  wants("row of the list", await page.evaluate(() => document.querySelector(":target")?.tagName), "TR");
});
// Stories are painted when they come into sight (content-visibility): until then their innerText is empty.
await check(`the index is sorted, ${how}`, index, async ({ page, wants }) => {
  await sets(page.locator("#order"), "title");
  wants("the first title", await page.locator("#found h3").first().textContent(), "Altenfurt sperrt die Königsbrücke");
});
await check(`the index and a cluster are walked, ${how}`, cluster, async ({ page, wants, status }) => {
  await uses(page.locator("[data-do=next]"));
  wants("status", await status(), /^1 of \d+, /);
  await uses(page.locator("[data-kind=f][aria-pressed]"));
  wants("other kinds", await page.locator(".entries tr[id]:not([hidden]):not([data-kind=f])").count(), 0);
  await uses(page.getByRole("link", { name: "All stories" }));
  await uses(page.locator("[data-do=next]"));
  wants("story", await status(), /Flood kills 12/);
});
}

await check("steps in the texts, the map, and links both ways", merger, async ({ page, wants, status }) => {
  await page.locator(".map").scrollIntoViewIfNeeded();
  await page.locator(".map").click({ position: { x: 5, y: 200 } });
  wants("chosen", await status(), /^\d+ of \d+, /);
  const at = await page.evaluate(() => document.activeElement.id);
  await page.keyboard.press("j");
  wants("another mark", (await page.evaluate(() => document.activeElement.id)) !== at, true);
  await page.keyboard.press("Enter");
  wants("in the list", await page.evaluate(() => document.querySelector(":target")?.tagName), "TR");
});

await check("single keys can be turned off", crash, async ({ page, wants, status }) => {
  await page.keyboard.press("?");
  await page.locator("#keys").uncheck();
  await page.keyboard.press("Escape");
  await page.keyboard.press("j");
  wants("status", await status(), "");
});

const first = /<tr id="([0-9a-f]{12})">/.exec(readFileSync(merger, "utf8"))[1];
await check("a permalink opens on its difference", merger, async ({ page, wants }) => {
  wants("chosen", await page.locator("[aria-current=true]").getAttribute("id"), first);
}, { hash: `#${first}` });

await check("storage refused: marks work until the page is closed, and it says so", crash, async ({ page, wants, status }) => {
  await page.evaluate(() => {
    for (const name of ["getItem", "setItem"]) Storage.prototype[name] = () => { throw new Error("refused"); };
  });
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  wants("tag", await page.locator(".mark").count(), 1);
  wants("status", await status(), /keeps nothing/);
});

await check("no script: lists, texts and links", crash, async ({ page, wants }) => {
  wants("buttons", await page.locator("button:visible").count(), 0);
  wants("rows", (await page.locator(".entries tr[id]").count()) > 5, true);
  await page.locator(".entries tr[id] td a").first().click();
  wants("place", new URL(page.url()).hash, "#a1");
  wants("texts", (await page.locator(".texts tbody").innerText()).length > 1000, true);
}, { javaScriptEnabled: false });

// The five tasks of a new user: two actions from the index at most.
await check("task: the worst figure conflict of the corpus", index, async ({ page, wants }) => {
  await page.locator(".stories .worst a").first().click();
  await page.waitForURL(/#[0-9a-f]{12}/);
  wants("row", await page.locator("[aria-current=true]").innerText(), /people dead[\s\S]+12[\s\S]+17/);
});
await check("task: who said 44 million", index, async ({ page, wants }) => {
  await page.keyboard.press("/");
  await page.keyboard.type("44000000");
  wants("line", await page.locator("#found .worst").first().textContent(), /EUR 44000000 transfer-vesper/);
});
await check("task: what only one version has", index, async ({ page, wants }) => {
  await page.getByRole("link", { name: "Four dead as commuter train hits freight cars near Brevna" }).first().click();
  wants("heading", await page.locator("#alone").innerText(), /Only in crash-brevna-vesper/);
});
await check("task: the next quote change", index, async ({ page, wants, status }) => {
  await page.getByRole("link", { name: "Four dead as commuter train hits freight cars near Brevna" }).first().click();
  // A key that is pressed before the page has its script is heard by nobody; loaded pages have it.
  await page.waitForURL(/story-/);
  await page.keyboard.press("2");
  wants("status", await status(), /^1 of \d+, quoted words of/);
});
await check("task: send one difference to a colleague", index, async ({ page, wants }) => {
  await page.locator(".stories .worst a").first().click();
  await page.waitForURL(/#[0-9a-f]{12}/);
  await page.keyboard.press("c");
  await page.waitForFunction(() => /Copied/.test(document.querySelector("#status").textContent));
  wants("copied", await page.evaluate(() => navigator.clipboard.readText()), /^people dead\] /);
});

await check("the index is sorted, searched and walked", index, async ({ page, wants, status }) => {
  await page.locator("#order").selectOption("title");
  const titles = await page.locator("#found h3").allTextContents();
  wants("the first title", titles[0], "Altenfurt sperrt die Königsbrücke");
  wants("number of titles", titles.length, 31);
  await page.locator("#order").selectOption("severity");
  wants("given list", await page.locator("#given").isVisible(), true);
  await page.locator("h1").click();
  await page.keyboard.press("j");
  wants("status", await status(), /Flood kills 12/);
});
await check("a cluster is walked, filtered and searched", cluster, async ({ page, wants, status }) => {
  await page.keyboard.press("j");
  wants("status", await status(), /^1 of \d+, /);
  await page.keyboard.press("1");
  wants("kinds", await page.locator(".entries tr[id]:not([hidden]):not([data-kind=f])").count(), 0);
  await page.keyboard.press("1");
  await page.locator(".matrix td a").first().click();
  await page.waitForURL(/pair-/);
  wants("page of a pair", page.url(), /pair-[0-9a-f]+\.html#p[ab]\d+/);
  wants("its place", await page.locator(":target").count(), 1);
});

// Hostile words in every field that an article has.
const evil = "</script></style></title><script>alert(1)</script><img src=x onerror=alert(2)>\" onclick=\"alert(3)\" ' &lt; \u202e <!-- ";
const line = (id, toll) => JSON.stringify({
  id: `${evil}${id}`, title: `${evil} flood`, source: evil, url: `javascript:alert(4)//${evil}`, published: "2031-05-14",
  text: `${evil}\r\nThe flood killed ${toll} people in Ruda on Friday, the mayor Ana Beker said. ${evil} The river Ola burst its banks near the old mill.\n\n${evil} “We had no ${evil} warning,” said Ana Beker.\n\nقال مدير الإنقاذ إن ${toll} شخصا لقوا حتفهم في رودا.`,
});
const wire = join(folder, "evil.jsonl");
writeFileSync(wire, `${line("x", 12)}\n${line("y", 17)}\n`);
run("report", wire, "-o", join(folder, "evil"));
const hostile = readdirSync(join(folder, "evil")).filter((name) => name.endsWith(".html")).map((name) => join(folder, "evil", name));
if (!hostile.some((path) => path.includes("pair-"))) tell("hostile pages", ["there is no page of a pair"]);
for (const path of hostile) {
  await check(`hostile words in ${path.replace(/.*\/([a-z]+).*/, "$1")}`, path, async ({ page, wants }) => {
    wants("pictures", await page.locator("img").count(), 0);
    wants("handlers", await page.locator("[onclick], [onerror]").count(), 0);
    wants("javascript links", await page.locator("a[href^='javascript' i]").count(), 0);
    await page.keyboard.press("j");
    await page.keyboard.press("c");
    await page.keyboard.press("/");
    await page.keyboard.type("<script>alert");
    await page.keyboard.press("Enter");
    wants("still the page", await page.locator("h1").count(), 1);
  });
}

// WCAG 2.2 AA on every kind of page, as it is and with a difference chosen, a window open, and all folds open.
for (const colorScheme of ["light", "dark"]) {
  for (const [kind, path] of [["index", index], ["cluster", cluster], ["pair", crash], ["reworded pair", merger], ...hostile.map((path) => [`hostile ${path.replace(/.*\/([a-z]+).*/, "$1")}`, path])]) {
    for (const state of kind === "pair" ? ["as opened", "unfolded", "help", "copy", "equivalent"] : ["unfolded"]) {
      await check(`axe: ${kind}, ${colorScheme}, ${state}`, path, async ({ page, wants }) => {
        if (state === "unfolded") {
          await page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));
          await page.keyboard.press("j");
        }
        if (state === "help") await page.keyboard.press("?");
        if (state === "equivalent") { await page.keyboard.press("j"); await page.keyboard.press("e"); }
        if (state === "copy") { // the window that opens where a browser gives no clipboard
          await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error("refused")); document.execCommand = () => false; });
          await page.keyboard.press("j");
          await page.keyboard.press("c");
          await page.locator("dialog[open]").waitFor();
        }
        if (state === "equivalent") await page.locator("#equal[open]").waitFor();
        // The script of the tester is brought in past the policy of the page, which lets none run.
        const found = await page.evaluate(`(() => { ${axe}; return window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }); })()`);
        wants("violations", found.violations.map((one) => `${one.id}: ${one.nodes.length} such as ${one.nodes[0].html.slice(0, 120)}`).join(" | "), "");
      }, { colorScheme });
    }
  }
}

await finish();
