"""Which copies of a made corpus a run found, and which pairs of any corpus.

    python3 benches/recall.py --out DIR --truth truth.jsonl [--exact DIR2]
    python3 benches/recall.py --out DIR --oracle FILE

DIR holds the pairs.jsonl of a run: of `variorum scan -o DIR`, or of a peer. A pair without a relation counts as found.
With --exact the pairs of DIR2/pairs.jsonl that reach the Jaccard are looked up in DIR: DIR2 is the run of a method that
misses none. With --oracle the pairs of FILE, which the example oracle wrote, are looked up.

Files are read line by line; some 400 bytes a copy and 200 bytes an exact pair are held.
"""

import argparse
import collections
import json
import pathlib

COPY_RELATIONS = {None, "identical", "near", "version", "contains", "contained"}
"""Relations that put two documents into one copy cluster; None is a peer's pair."""


class Recall:
    """What the pairs of a run say about the copies of a corpus."""

    def __init__(self, truth_file):
        self.truth = {}  # copy to (base, kind)
        self.copies = collections.Counter()  # kind to number
        self.direct = set()  # copies whose pair with the base is there
        self.joined = set()  # copies with a pair with the base or another copy of it, of a copy relation
        self.overlapping = set()  # the same, or of the relation overlap
        self.strangers = collections.Counter()  # relation to pairs of documents of different bases
        for copy in read_lines(truth_file):
            self.truth[copy["id"]] = (copy["of"], copy["kind"])
            self.copies[copy["kind"]] += 1

    def base_of(self, document):
        return self.truth[document][0] if document in self.truth else document

    def add(self, pair):
        a, b, relation = pair["a"], pair["b"], pair.get("relation")
        if self.base_of(a) != self.base_of(b):
            self.strangers[relation] += 1
            return
        for document, other in ((a, b), (b, a)):
            if document not in self.truth:
                continue
            if self.base_of(document) == other:
                self.direct.add(document)
            if relation in COPY_RELATIONS:
                self.joined.add(document)
            if relation in COPY_RELATIONS or relation == "overlap":
                self.overlapping.add(document)

    def shares(self, found):
        """The share of the copies of each kind that are in `found`, and of all copies under "all"."""
        numbers = collections.Counter(self.truth[copy][1] for copy in found)
        shares = {kind: numbers[kind] / copies for kind, copies in self.copies.items()}
        return shares | {"all": len(found) / max(len(self.truth), 1)}


def read_lines(file):
    with open(file, "rb") as lines:
        yield from map(json.loads, lines)


def score(truth_file, folder):
    """The `Recall` of the pairs in `folder`."""
    recall = Recall(truth_file)
    for pair in read_lines(pathlib.Path(folder) / "pairs.jsonl"):
        recall.add(pair)
    return recall


def exact_pairs(folder, jaccard):
    """The pairs in `folder` that reach `jaccard`, each once and in order of the ids."""
    pairs = read_lines(pathlib.Path(folder) / "pairs.jsonl")
    return {key_of(pair) for pair in pairs if pair["jaccard"] >= jaccard}


def key_of(pair):
    return "\t".join(sorted((pair["a"], pair["b"])))


def table(header, rows):
    """A Markdown table: the first column to the left, the others to the right."""
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def share(value):
    """Four digits, and never 1.0000 for what is less than all."""
    return "1" if value == 1 else f"{min(value, 0.9999):.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--truth", metavar="FILE", help="the truth that the example corpus wrote")
    parser.add_argument("--out", required=True, metavar="DIR", help="folder with the pairs.jsonl of a run")
    parser.add_argument("--exact", metavar="DIR", help="folder with the pairs.jsonl of a method that misses none")
    parser.add_argument("--jaccard", type=float, default=0.7, help="least Jaccard of a pair of --exact (default: 0.7)")
    parser.add_argument("--oracle", metavar="FILE", help="the pairs that the example oracle wrote")
    arguments = parser.parse_args()
    if not arguments.truth and not arguments.oracle:
        parser.error("give --truth FILE or --oracle FILE")
    if arguments.truth:
        of_copies(arguments)
    if arguments.oracle:
        of_all_pairs(arguments)


def of_copies(arguments):
    recall = score(arguments.truth, arguments.out)
    direct, joined, overlapping = map(recall.shares, (recall.direct, recall.joined, recall.overlapping))
    rows = [
        [kind, f"{recall.copies[kind] or len(recall.truth):,}"]
        + [share(shares[kind]) for shares in (direct, joined, overlapping)]
        for kind in [*sorted(recall.copies), "all"]
    ]
    print(table(["kind", "copies", "pair with the base", "joined", "joined or overlap"], rows))
    print("\njoined: with the base or another copy of it, as identical, near, version, contains or contained")
    strangers = ", ".join(f"{number:,} {relation or 'pair'}" for relation, number in sorted(
        recall.strangers.items(), key=lambda item: (-item[1], item[0] or "")))
    print(f"pairs of documents that have no base in common: {strangers or 'none'}")

    if arguments.exact:
        exact = exact_pairs(arguments.exact, arguments.jaccard)
        missed = exact - {key_of(pair) for pair in read_lines(pathlib.Path(arguments.out) / "pairs.jsonl")}
        found = len(exact) - len(missed)
        print(f"pairs with a Jaccard of {arguments.jaccard} or more: {found:,} of {len(exact):,} found, "
              f"{share(found / max(len(exact), 1))}")


def of_all_pairs(arguments):
    found = {key_of(pair) for pair in read_lines(pathlib.Path(arguments.out) / "pairs.jsonl")}
    pairs = [(pair, key_of(pair) in found) for pair in read_lines(arguments.oracle)]
    kinds = {
        "Jaccard >= .5": lambda pair: pair["jaccard"] >= 0.5,
        "containment >= .6 both ways": lambda pair: min(pair["containment_3"]) >= 0.6,
        "containment >= .6 one way or both": lambda pair: max(pair["containment_3"]) >= 0.6,
        "the same, 30 words or more": lambda pair: max(pair["containment_3"]) >= 0.6 and min(pair["words"]) >= 30,
    }
    rows = []
    for kind, belongs in kinds.items():
        of_kind = [is_found for pair, is_found in pairs if belongs(pair)]
        rows.append([kind, f"{len(of_kind):,}", f"{sum(of_kind):,}", share(sum(of_kind) / max(len(of_kind), 1))])
    print(table(["pairs with", "all", "found", "share"], rows))


if __name__ == "__main__":
    main()
