#!/usr/bin/env python3
"""Hostile corpora: makes each, runs `variorum scan` on it, and tells time, memory and whether the answer is right.

    python3 benches/hostile.py [--bin target/release/variorum] [NAME ...]

The corpora are made from a fixed seed in a temporary folder and are gone afterwards. Ends with 1 when an answer is wrong.
"""

import argparse
import json
import pathlib
import random
import resource
import subprocess
import sys
import tempfile
import time

WORDS = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in ("a", "e", "io", "u") for c in ("ndal", "rit", "sk", "von", "mer", "lla")]


def text(dice, words):
    """A text of so many words, in sentences of twelve."""
    out = []
    for place in range(words):
        word = dice.choice(WORDS) + dice.choice(WORDS)
        out.append(word.capitalize() if place % 12 == 0 else word + "." * (place % 12 == 11))
    return " ".join(out)


def one_text(dice):
    """One text 100,000 times: one cluster of all."""
    same = text(dice, 300)
    return (same for _ in range(100_000)), lambda found: found["copy_clusters"] == 1 and found["duplicates"] == 99_999


def notice(dice):
    """100,000 texts that share a notice of 40 words: no cluster."""
    shared = text(dice, 40)
    return (f"{text(dice, 120)}\n{shared}" for _ in range(100_000)), lambda found: found["duplicates"] == 0


def empty(dice):
    """20,000 texts without a word between two with one: two documents, nothing lost."""
    texts = [text(dice, 50), *(". . ." for _ in range(20_000)), text(dice, 50)]
    return iter(texts), lambda found: found["documents"] == 20_002 and found["duplicates"] == 0 and found["pairs"] == 0


def long(dice):
    """One article of 200 MB beside a part of it: read, and the part found in it."""
    parts = [text(dice, 1_000) for _ in range(300)]
    whole = "\n".join(dice.choice(parts) + " " + text(dice, 10) for _ in range(17_000))
    return iter([whole, parts[7], text(dice, 300)]), lambda found: found["documents"] == 3 and found["pairs"] == 1


def short(dice):
    """10,000 documents of three words: equal ones are one cluster, others are not joined."""
    texts = [" ".join(dice.choice(WORDS) for _ in range(3)) for _ in range(10_000)]
    same = len(texts) - len(set(texts))
    return iter(texts), lambda found: found["duplicates"] == same


CORPORA = {"one-text": one_text, "notice": notice, "empty": empty, "long": long, "short": short}


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--bin", default="target/release/variorum", help="the program")
    arguments.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(CORPORA)} (default: all)")
    arguments = arguments.parse_args()
    wrong = 0
    for name in arguments.names or CORPORA:
        with tempfile.TemporaryDirectory() as folder:
            folder = pathlib.Path(folder)
            texts, is_right = CORPORA[name](random.Random(1))
            with open(folder / "corpus.jsonl", "w", encoding="utf-8") as out:
                for number, one in enumerate(texts):
                    out.write(json.dumps({"id": f"d{number}", "text": one}) + "\n")
            size = (folder / "corpus.jsonl").stat().st_size
            began, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
            command = [arguments.bin, "scan", folder / "corpus.jsonl", "-o", folder / "out"]
            run = subprocess.run(["/usr/bin/time", "-f", "%M", *command], capture_output=True, text=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            peak = int(run.stderr.split()[-1]) / 1024
            right = run.returncode == 0 and is_right(json.load(open(folder / "out" / "summary.json")))
            wrong += not right
            print(
                f"{name:9} {size / 1e6:6.1f} MB of input  {cpu:6.1f} s CPU  {time.monotonic() - began:6.1f} s wall "
                f"{peak:6.0f} MB peak  {'right' if right else 'WRONG'}",
                flush=True,
            )
            if not right:
                found = json.load(open(folder / "out" / "summary.json")) if run.returncode == 0 else {}
                found.pop("settings", None)
                print(f"  exit {run.returncode}: {found} {run.stderr[-300:]}")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
