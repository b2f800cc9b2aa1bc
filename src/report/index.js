// The first page: all stories of all parts, sorted and searched without going to another page.
const LISTED = 200;
const stories = JSON.parse(one("#data")?.textContent ?? "null")?.map(
  ([href, size, title, severities, documents, sources, first, last, worst, lines]) => (
    { href, size, title, severities, documents, sources, first, last, worst, lines,
      words: folded([title, sources, ...lines].join("\n")) }
  ));
const given = one("#given");
const found = one("#found");
let listed = LISTED;

const orders = {
  severity: () => 0,
  newest: (x, y) => y.last.localeCompare(x.last),
  oldest: (x, y) => (x.first || "9").localeCompare(y.first || "9"),
  size: (x, y) => y.documents - x.documents,
  title: (x, y) => x.title.localeCompare(y.title),
  source: (x, y) => x.sources.localeCompare(y.sources),
};

function element(name, className, ...content) {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...content);
  return made;
}

const isolated = (words) => element("bdi", "", words);

function story({ href, size, title, severities, documents, sources, first, last, worst, lines }, words) {
  const link = element("a", "", isolated(title));
  link.href = href;
  const counts = severities.flatMap((count, at) => {
    const to = ["to correct", "to decide", "of style"][at];
    return count ? [element("span", `sev s${3 - at}`, `${count} ${to}`), " "] : [];
  });
  const days = first === last || !last ? first : `${first} to ${last}`;
  const about = element("p", "small", ...counts, `${documents} ${size}${days ? ` · ${days}` : ""}`);
  if (sources) about.append(" · ", isolated(sources));
  const item = element("li", "", element("h3", "", link), about);
  const said = words ? lines.filter((line) => folded(line).includes(words)).slice(0, 4) : [];
  const at = worst ? `${href}#${worst}` : href;
  for (const line of said.length || !lines.length || !worst ? said : [lines[0]]) {
    const to = element("a", "", isolated(line));
    to.href = said.length && line !== lines[0] ? href : at;
    item.append(element("p", "worst", to));
  }
  item.id = `s-${href.replace(/\W/g, "")}`;
  return item;
}

function list() {
  const words = query();
  const order = one("#order").value;
  const plain = !words && order === "severity";
  given.hidden = !plain;
  found.hidden = plain;
  if (plain) {
    found.replaceChildren();
    say("");
  } else {
    const fitting = stories.filter((story) => story.words.includes(words)).sort(orders[order]);
    const items = element("ul", "stories entries", ...fitting.slice(0, listed).map((fits) => story(fits, words)));
    const heading = element("h2", "", words ? `Stories with “${one("#search").value.trim()}” ` : "All stories ");
    heading.append(element("span", "number", String(fitting.length)));
    found.replaceChildren(heading, items);
    if (fitting.length > listed) {
      const more = element("button", "", `Show more (${fitting.length - listed})`);
      more.type = "button";
      more.dataset.do = "more";
      found.append(more);
    }
    say(`${fitting.length} stories`);
  }
  collect();
  choose(undefined);
}

commands.more = () => {
  listed += LISTED;
  list();
};

start();
if (stories) {
  one("#search").removeEventListener("input", filter);
  one("#search").addEventListener("input", () => { listed = LISTED; list(); });
  one("#order").addEventListener("change", list);
}
page.chosen = (entry) => one("a", entry.row)?.focus({ preventScroll: true });
