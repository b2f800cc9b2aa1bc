// What an editor settles: "checked" and "treat as equivalent", kept in the browser, exported as rules for --equivalences.
const documents = [report.a.id, report.b.id];
const rules = () => kept.read("rules") ?? [];
const same = (rule, other) => ["mark", "scope", "a", "b", "divergence", "kind", "subject"]
  .every((name) => rule[name] === other[name]) && String(rule.readings) === String(other.readings);

function rule(mark, scope, entry, note = "") {
  const { kind, subject, a, b } = divergences.get(entry.id);
  const made = { mark, scope };
  if (scope !== "everywhere") [made.a, made.b] = documents;
  if (scope === "here") made.divergence = entry.id;
  made.kind = kind;
  // Everywhere, a figure or a day is only equal to another for the same subject.
  if (scope === "everywhere" && (kind === "figure" || kind === "date")) made.subject = subject;
  made.readings = [a?.text ?? null, b?.text ?? null];
  if (note) made.note = note;
  return made;
}

// The kept rules that hold for an entry.
function holding(entry) {
  return rules().filter((held) => {
    const wanted = rule(held.mark, held.scope, entry);
    const fold = (readings) => readings.map((words) => folded(words ?? "").trim().replace(/\s+/g, " ")).sort().join("\n");
    return held.kind === wanted.kind && fold(held.readings) === fold(wanted.readings)
      && (held.scope === "everywhere" ? (held.subject ?? wanted.subject) === wanted.subject
        : held.a === wanted.a && held.b === wanted.b && (held.scope !== "here" || held.divergence === wanted.divergence));
  });
}

const scopes = { here: "here", pair: "in this pair", everywhere: "everywhere" };

function showMarks() {
  all(".mark").forEach((tag) => tag.remove());
  for (const entry of entries) {
    const held = holding(entry);
    entry.row.classList.toggle("settled", held.some((rule) => rule.mark === "equivalent"));
    for (const { mark, scope } of held) {
      const tag = document.createElement("span");
      tag.className = "tag mark";
      tag.textContent = mark === "checked" ? "checked" : `treated as equivalent ${scopes[scope]}`;
      entry.row.lastElementChild.append(" ", tag);
    }
  }
  const count = rules().length;
  one("[data-do=rules]").disabled = count === 0;
  one("#rules").textContent = count;
}

// Adds a rule, or takes back what it said before.
function toggle(made, words) {
  const before = rules();
  const rest = before.filter((other) => !same(other, made));
  const back = rest.length < before.length;
  kept.write("rules", back ? rest : [...rest, made]);
  showMarks();
  const warning = kept.refused ? ". This browser keeps nothing: export the rules before you close the page." : "";
  say(`${words}${back ? ": taken back" : ""}${warning}`);
}

commands.checked = () => current && toggle(rule("checked", "here", current), "Checked");

commands.equal = () => {
  if (!current) return;
  const { a, b } = divergences.get(current.id);
  if (!a || !b) return say("Only one version has it: there is nothing to treat as equivalent. It can be marked as checked.");
  one("#equal-what").textContent = page.text(current);
  // What holds already is taken back.
  const held = holding(current).filter((rule) => rule.mark === "equivalent");
  if (held.length > 0) {
    kept.write("rules", rules().filter((other) => !held.some((rule) => same(rule, other))));
    showMarks();
    return say("Treated as equivalent: taken back");
  }
  one("#equal").showModal();
};

commands.settle = () => {
  const scope = one("#equal input[name=scope]:checked").value;
  const note = one("#equal-note").value.trim();
  one("#equal").close();
  toggle(rule("equivalent", scope, current, note), `Treated as equivalent ${scopes[scope]}`);
  current.row.focus();
};

commands.rules = () => {
  download("equivalences.jsonl", "application/jsonl", rules().map((rule) => `${JSON.stringify(rule)}\n`).join(""));
};

start();
showMarks();
