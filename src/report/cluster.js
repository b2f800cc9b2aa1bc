// The page of a cluster: its rows are the entries, and a row is copied as its line of the apparatus.
const lines = new Map(all("[data-row]").map((line) => [line.dataset.row, line.textContent]));
page.text = (entry) => lines.get(entry.id) ?? entry.row.innerText;
page.label = (entry) => {
  const list = shown();
  return `${list.indexOf(entry) + 1} of ${list.length}, ${lines.get(entry.id) ?? ""}`;
};

commands.lines = () => copy([...lines.values()].join("\n"));

// Where a search or a filter leads to what all agree on, the fold opens.
start();
