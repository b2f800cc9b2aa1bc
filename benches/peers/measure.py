"""Runs Variorum and the peers in turn and prints medians and ratios as Markdown; see run.sh.

A run is a whole process, from its start to its end: reading the file, finding the pairs, writing them. CPU seconds are
user and system time of all its threads, memory is the peak resident set; the operating system counts both.
"""

import os
import pathlib
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
import recall  # noqa: E402 (it stands one folder up)

PEERS = pathlib.Path(os.environ["PEERS"])
RUNS = int(os.environ.get("RUNS", "5"))
RUNS_OF = {"datasketch": int(os.environ.get("RUNS_DATASKETCH", "1"))}
TOOLS = os.environ.get("TOOLS", "variorum gaoya rensa datasketch").split()
FIRST = TOOLS[0]
"""Ratios are to this tool."""


class Cost(NamedTuple):
    """What a run took, or the medians of several."""

    cpu: float  # seconds
    wall: float  # seconds
    memory: float  # bytes


def command(tool, corpus):
    if tool == "variorum":
        return ["target/release/variorum", "scan", corpus, "-o", str(folder(tool))]
    return [sys.executable, str(HERE / f"with_{tool}.py"), corpus, str(folder(tool))]


def folder(tool):
    return PEERS / "pairs" / tool


def measure(tool, corpus):
    start = time.perf_counter()
    process = subprocess.Popen(command(tool, corpus), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    messages = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{tool}: exit code {process.returncode}\n{messages.decode(errors='replace')}")
    cost = Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss * 1024)
    print(f"{tool}: {cost.cpu:.1f} CPU s, {cost.wall:.1f} s, {cost.memory / 1e6:,.0f} MB", file=sys.stderr, flush=True)
    return cost


def count_lines(file):
    with open(file, "rb") as lines:
        return sum(1 for _ in lines)


def cost_table(medians, runs, documents):
    first = medians[FIRST]
    header = ["tool", "runs", "CPU s", "wall s", "documents per CPU s", "peak MB",
              f"CPU, {FIRST} = 1", f"memory, {FIRST} = 1"]
    rows = [
        [tool, str(runs[tool]), f"{cost.cpu:.1f}", f"{cost.wall:.1f}", f"{documents / cost.cpu:,.0f}",
         f"{cost.memory / 1e6:,.0f}", f"{cost.cpu / first.cpu:.2f}", f"{cost.memory / first.memory:.2f}"]
        for tool, cost in medians.items()
    ]
    return recall.table(header, rows)


def recall_table(truth, tools):
    shares = {}
    for tool in tools:
        found = recall.score(truth, folder(tool))
        shares[tool] = found.shares(found.overlapping)
    kinds = [*sorted(kind for kind in shares[FIRST] if kind != "all"), "all"]
    return recall.table(["kind of copy", *tools], [
        [kind, *(recall.share(shares[tool][kind]) for tool in tools)] for kind in kinds])


def main():
    corpus, truth = sys.argv[1:]
    costs = {tool: [] for tool in TOOLS}
    runs = {tool: RUNS_OF.get(tool, RUNS) for tool in TOOLS}
    for number in range(max(runs.values())):
        for tool in TOOLS:
            if number < runs[tool]:
                costs[tool].append(measure(tool, corpus))
    medians = {tool: Cost(*map(statistics.median, zip(*costs[tool]))) for tool in TOOLS}
    documents = count_lines(corpus)
    print(f"{documents:,} documents, {os.path.getsize(corpus) / 1e6:,.0f} MB; medians\n")
    print(cost_table(medians, runs, documents))
    print("\nShare of the copies with a pair that joins them to their base or to another copy of it\n"
          "(Variorum: identical, near, version, contains, contained, overlap; peers: any pair)\n")
    print(recall_table(truth, TOOLS))


if __name__ == "__main__":
    main()
