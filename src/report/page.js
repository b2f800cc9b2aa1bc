// What every page shares: a list of differences that keys and buttons walk through, filter and search. Nothing is loaded
// or sent. Without this script a page keeps its lists, texts and links; the buttons are hidden until it runs.
"use strict";
const one = (selector, root = document) => root.querySelector(selector);
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const say = (words) => { one("#status").textContent = words; };
const folded = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

// Pages are files, and a browser may refuse to keep anything for them: then it is kept until the page is closed.
const kept = {
  here: {},
  refused: false,
  read(name) {
    try {
      return JSON.parse(localStorage.getItem(`variorum:${name}`)) ?? this.here[name];
    } catch {
      this.refused = true;
      return this.here[name];
    }
  },
  write(name, value) {
    this.here[name] = value;
    try {
      localStorage.setItem(`variorum:${name}`, JSON.stringify(value));
    } catch {
      this.refused = true;
    }
  },
};

let entries = [];
let current;
let chosenKind = "";
let leastSeverity = 1;

// An entry is a row of a list with an id; its kind and severity stand on it, or on its table.
function collect() {
  entries = all(".entries [id]:is(tr, li)").map((row) => {
    const table = row.closest(".entries");
    const severity = row.dataset.severity ?? table.dataset.severity ?? one(".sev", row)?.className.match(/s(\d)/)?.[1];
    return { row, id: row.id, kind: row.dataset.kind ?? table.dataset.kind, severity: Number(severity ?? 0) };
  });
}

const shown = () => entries.filter((entry) => !entry.row.closest("[hidden]"));

// What a page says of an entry; the scripts of pair and cluster put their own in place.
const page = {
  label: (entry) => one("th, h3", entry.row).innerText.replace(/\s+/g, " "),
  text: (entry) => entry.row.innerText.trim(),
  // Whether the walk goes through something other than the list, and then does a step of it.
  step: () => false,
  chosen: () => {},
  filtered: () => {},
};

function choose(entry, focus = true) {
  current?.row.removeAttribute("aria-current");
  current = entry;
  all("#walk [data-needs]").forEach((button) => { button.disabled = !entry; });
  if (!entry) return;
  entry.row.setAttribute("aria-current", "true");
  if (focus) {
    for (let fold = entry.row.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    entry.row.tabIndex = -1;
    entry.row.focus({ preventScroll: true });
    entry.row.scrollIntoView({ block: "center" });
  }
  say(page.label(entry));
  page.chosen(entry);
}

function step(by) {
  if (page.step(by)) return;
  const list = shown();
  if (list.length === 0) return say("Nothing is shown: no difference passes the filter.");
  const at = list.indexOf(current);
  // The first step goes to the first one, from wherever the page is scrolled.
  const next = at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by;
  if (next < 0 || next >= list.length) return say(by > 0 ? "That was the last one." : "That was the first one.");
  choose(list[next]);
}

const query = () => folded(one("#search")?.value.trim() ?? "");

function filter() {
  const words = query();
  for (const entry of entries) {
    const fits = (!chosenKind || entry.kind === chosenKind) && entry.severity >= leastSeverity;
    entry.row.hidden = !fits || (words !== "" && !folded(entry.row.textContent).includes(words));
  }
  for (const list of all(".entries")) {
    const group = list.closest(".group, details") ?? list;
    group.hidden = all("[id]:is(tr, li)", group).every((row) => row.hidden);
    if (words && !group.hidden && group.open === false) group.open = true;
  }
  all("[data-kind][aria-pressed]").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.kind === chosenKind));
  });
  const severities = { 1: "All severities", 2: "To correct or decide", 3: "To correct only" };
  const severity = one("#severity");
  if (severity) severity.textContent = severities[leastSeverity];
  say(`${shown().length} of ${entries.length} shown`);
  page.filtered();
}

const commands = {
  next: () => step(1),
  previous: () => step(-1),
  severity() {
    leastSeverity = leastSeverity % 3 + 1;
    filter();
  },
  search() {
    one("#search").focus();
    one("#search").select();
  },
  help: () => one("#help").showModal(),
  close: (button) => button.closest("dialog").close(),
  copy: () => current && copy(page.text(current)),
  link: () => current && copy(location.href.replace(/#.*/, "") + `#${current.id}`),
};

function chooseKind(letter) {
  chosenKind = chosenKind === letter ? "" : letter;
  filter();
  if (chosenKind && shown().length > 0) choose(shown()[0]);
}

async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
    say(`Copied: ${words}`);
  } catch {
    // Where a file may not write to the clipboard, the words wait, selected, to be copied by hand.
    const box = one("#copied");
    box.value = words;
    one("#copy").showModal();
    box.select();
  }
}

function download(name, type, words) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([words], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  say(`${name} is made.${kept.refused ? " This browser keeps no marks: the file has those of this page only." : ""}`);
}

// A cell of a spreadsheet (RFC 4180); one that would be run as a formula gets an apostrophe.
function cell(words) {
  const formula = /^[=+@\t\r]/.test(words) || /^-(?!\d+(\.\d+)?$)/.test(words);
  const safe = formula ? `'${words}` : words;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

const keys = {
  j: "next", n: "next", k: "previous", p: "previous", s: "severity", "/": "search", "?": "help", c: "copy", l: "link",
  x: "checked", e: "equal",
};

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), textarea, select");
  if (event.key === "Escape" && event.target.id === "search") event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || one("dialog[open]")) return;
  if (one("#keys") && !one("#keys").checked && event.key !== "?") return;
  const button = all("[data-kind][aria-pressed]").find((kind) => one("kbd", kind).textContent === event.key);
  if (button) chooseKind(button.dataset.kind);
  else if (commands[keys[event.key]]) commands[keys[event.key]]();
  else return;
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.do) return commands[button.dataset.do]?.(button);
  if (button?.hasAttribute("aria-pressed")) return chooseKind(button.dataset.kind);
  const row = event.target.closest(".entries [id]:is(tr, li)");
  const entry = row && entries.find((entry) => entry.row === row);
  if (entry) choose(entry, false);
});

// A permalink opens on its entry, whatever fold it stands in.
function open() {
  const id = decodeURIComponent(location.hash.slice(1));
  const entry = entries.find((entry) => entry.id === id);
  if (entry) return choose(entry);
  const target = id && document.getElementById(id);
  const fold = target && target.closest("details");
  if (fold) {
    fold.open = true;
    target.scrollIntoView({ block: "center" });
  }
}

function start() {
  collect();
  all("[data-script]").forEach((part) => { part.hidden = false; });
  one("#search")?.addEventListener("input", filter);
  const on = one("#keys");
  if (on) {
    on.checked = kept.read("keys") !== false;
    on.addEventListener("change", () => kept.write("keys", on.checked));
  }
  addEventListener("hashchange", open);
  choose(undefined);
  open();
}
