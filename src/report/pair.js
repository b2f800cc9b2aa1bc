// The page of two documents: its texts are walked as its list is; they scroll together or each on its own.
const report = JSON.parse(one("#data").textContent);
const bytes = {};
for (const side of ["a", "b"]) {
  report[side].text ??= all(`.texts td.${side} p`).map((part) => part.textContent).join("");
  bytes[side] = new TextEncoder().encode(report[side].text);
}
report.alignment = report.alignment.map(([kind, a, b]) => ({ kind, a, b }));
const said = (side, reading) => reading && {
  span: reading[0],
  text: new TextDecoder().decode(bytes[side].slice(...reading[0])),
  value: reading[1] ?? undefined,
};
report.divergences = report.divergences.map(([id, kind, severity, subject, a, b, note]) => (
  { id, kind, severity, subject, a: said("a", a), b: said("b", b), note }
));
report.agreements = report.agreements.map(([kind, subject, a, b, note]) => (
  { kind, subject, a: said("a", a), b: said("b", b), note: note || undefined }
));

// A divergence that says the same as one before has ".2", ".3" behind its id.
const divergences = new Map();
for (const divergence of report.divergences) {
  let id = divergence.id;
  for (let times = 2; divergences.has(id); times += 1) id = `${divergence.id}.${times}`;
  divergences.set(id, divergence);
}

// The badges of each entry in the texts, by the entry's id.
const badges = new Map();
for (const badge of all(".texts a.k")) {
  const id = badge.hash.slice(1);
  badges.set(id, [...(badges.get(id) ?? []), badge]);
}

// Small changes of wording are labelled here, not in the file.
all(".entries tr[id]").forEach(({ id }, at, { length }) => {
  const { a, b } = divergences.get(id);
  for (const badge of badges.get(id) ?? []) {
    if (!/^\d/.test(badge.ariaLabel)) {
      badge.ariaLabel = `${at + 1} of ${length}, ${badge.ariaLabel}: ${a.text.trim()} against ${b.text.trim()}`;
    }
  }
});

// "A: 98; B: 95 (independents)"
page.text = ({ id }) => {
  const divergence = divergences.get(id);
  const words = (side) => `${side.toUpperCase()}: ${divergence[side]?.text.trim().replace(/\s+/g, " ") ?? "silent"}`;
  return `${words("a")}; ${words("b")}${divergence.subject ? ` (${divergence.subject})` : ""}`;
};
page.label = (entry) => badges.get(entry.id)?.[0].getAttribute("aria-label") ?? entry.row.innerText;
page.chosen = (entry) => {
  all(".texts .now").forEach((badge) => badge.classList.remove("now"));
  badges.get(entry.id)?.forEach((badge) => badge.classList.add("now"));
};

const texts = one(".texts");
// In the texts a step goes to the next badge there: where the focus is, or else what fills the window, says where one is.
page.step = (by) => {
  const focused = document.activeElement;
  const inside = texts.contains(focused) || one(".panes")?.contains(focused)
    || (focused === document.body && one("#texts").getBoundingClientRect().top < innerHeight / 3);
  if (!inside) return false;
  const ids = [...badges.keys()].filter((id) => !badges.get(id)[0].hidden);
  const at = current ? ids.indexOf(current.id) : -1;
  const below = () => ids.findIndex((id) => badges.get(id)[0].getBoundingClientRect().top > 0);
  const next = ids[at < 0 ? Math.max(0, below()) : at + by];
  if (!next) say(by > 0 ? "That was the last one." : "That was the first one.");
  else show(next);
  return true;
};

// Goes to an entry in the texts; where they scroll each on its own, both do.
function show(id) {
  choose(entries.find((entry) => entry.id === id), false);
  const [first, ...others] = badges.get(id);
  first.focus({ preventScroll: true });
  [first, ...(one(".panes") ? others : [])].forEach((badge) => badge.scrollIntoView({ block: "center" }));
}

page.filtered = () => {
  const visible = new Set(shown().map((entry) => entry.id));
  badges.forEach((list, id) => list.forEach((badge) => { badge.hidden = !visible.has(id); }));
};

// Search goes through the texts, too: Enter leads to the next paragraph that has the words.
let hit = -1;
one("#search").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !query()) return;
  const hits = all("#texts p[dir]").filter((paragraph) => folded(paragraph.textContent).includes(query()));
  hit = hits.length ? (hit + 1) % hits.length : -1;
  all(".hit").forEach((paragraph) => paragraph.classList.remove("hit"));
  if (hits.length === 0) return say(`"${event.target.value}" stands in neither text.`);
  const fold = hits[hit].closest("details");
  if (fold) fold.open = true;
  hits[hit].classList.add("hit");
  hits[hit].scrollIntoView({ block: "center" });
  say(`${hit + 1} of ${hits.length} places in the texts`);
});

// One table scrolls both texts together. Apart, each gets a pane of its own, and what is in the cells moves there and back.
one("#together").addEventListener("change", (event) => {
  const cells = all(":scope > tbody > tr > td", texts);
  if (event.target.checked) {
    const parts = all(".panes .part");
    parts.forEach((part) => cells[Number(part.dataset.cell)].append(...part.childNodes));
    one(".panes").remove();
  } else {
    const panes = document.createElement("div");
    panes.className = "panes";
    for (const side of [0, 1]) {
      const pane = document.createElement("div");
      pane.tabIndex = 0;
      pane.setAttribute("role", "region");
      pane.setAttribute("aria-label", side === 0 ? "Text A" : "Text B");
      cells.forEach((cell, at) => {
        if (at % 2 !== side || !cell.hasChildNodes()) return;
        const part = document.createElement("div");
        part.className = `part ${cell.className}`;
        part.dataset.cell = at;
        part.append(...cell.childNodes);
        pane.append(part);
      });
      panes.append(pane);
    }
    texts.after(panes);
  }
  texts.hidden = !event.target.checked;
});

// A click on the map goes to the badge that stands nearest to that height of the texts.
one(".map")?.addEventListener("click", (event) => {
  const map = one(".map").getBoundingClientRect();
  const whole = texts.getBoundingClientRect();
  const height = whole.top + whole.height * (event.clientY - map.top) / map.height;
  const away = (id) => Math.abs(badges.get(id)[0].getBoundingClientRect().top - height);
  const ids = [...badges.keys()].filter((id) => !badges.get(id)[0].hidden);
  if (ids.length && !texts.hidden) show(ids.reduce((best, id) => (away(id) < away(best) ? id : best)));
});

// What "compare --format json" prints.
commands.json = () => download("comparison.json", "application/json", `${JSON.stringify(report)}\n`);

commands.csv = () => {
  const lines = [["id", "kind", "severity", "subject", "a", "b", "a value", "b value", "note"]];
  for (const [id, { kind, severity, subject, a, b, note }] of divergences) {
    lines.push([id, kind, `${severity}`, subject, a?.text, b?.text, a?.value, b?.value, note]);
  }
  download("differences.csv", "text/csv", lines.map((line) => `${line.map((words) => cell(words ?? "")).join(",")}\r\n`).join(""));
};
