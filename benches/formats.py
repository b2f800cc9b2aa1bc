#!/usr/bin/env python3
"""What reading costs beside unpacking, and how much memory a large web archive takes.

  benches/formats.py --bin target/release/variorum [--megabytes 200] [--warc-megabytes 1000] [--pack] [--pages FOLDER]

JSON lines: CPU seconds (user and system, of the whole process) of `variorum read --skipped FILE`, which reads and parses every
line and prints nothing, over those of `zcat FILE` or `zstdcat FILE` to /dev/null; the least of nine runs each, in turns. Inside the clock:
start of the program, unpacking, decoding, parsing of the JSON, ids. Web archive: seconds, and the most memory that
`variorum read` holds. Pages: the slowest, and pages made to break a reader."""
import argparse, gzip, io, json, os, random, resource, subprocess, sys, tempfile, time


def cpu(*commands, runs=3):
    """The least CPU seconds of each command, which take turns."""
    least = [float("inf")] * len(commands)
    for _ in range(runs):
        for index, command in enumerate(commands):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            least[index] = min(least[index], spent)
    return least if len(commands) > 1 else least[0]


# Real articles beside the project, by what they are.
SETS = {"newspaper articles": ["c50", "bbc"], "briefs of agencies": ["reuters21578"]}


def json_lines(program, name, sources, plain, size):
    """Articles again and again, each time under other ids, farther apart than Zstandard looks back."""
    shared = f"{os.path.dirname(os.path.abspath(__file__))}/../../shared/data"
    articles = [json.loads(line) for source in sources for line in gzip.open(f"{shared}/{source}.jsonl.gz", "rt", encoding="utf8")]
    with open(plain, "w", encoding="utf8") as out:
        turn = count = 0
        while out.tell() < size:
            turn += 1
            for article in articles:
                out.write(json.dumps({**article, "id": f"{article['id']}-{turn}"}) + "\n")
            count += len(articles)
        print(f"{name}: {out.tell() / count / 1000:.1f} KB a line", flush=True)
    for ending, pack, unpack in ((".gz", ["gzip", "-kf"], "zcat"), (".zst", ["zstd", "-qkf"], "zstdcat")):
        subprocess.run([*pack, plain], check=True)
        alone, read = cpu([unpack, plain + ending], [program, "read", "--skipped", plain + ending], runs=9)
        print(f"{ending}: {unpack} {alone:.2f} s, read {read:.2f} s, ratio {read / alone:.2f}", flush=True)


def pages(program, folder):
    """The slowest page of a folder, in CPU seconds."""
    empty = cpu([program, "read", "/dev/null"])
    all_pages = sorted((cpu([program, "read", os.path.join(folder, name)]) - empty, name) for name in os.listdir(folder))
    print(f"{len(all_pages)} pages: the slowest takes {all_pages[-1][0]:.2f} s ({all_pages[-1][1]}), the median {all_pages[len(all_pages) // 2][0]:.3f} s")


def hostile(program, folder):
    """Pages made to break a reader: CPU seconds, and what is said of each."""
    head, story = "<!DOCTYPE html><html><head><title>Flood</title></head><body>", "<p>A flood killed 12 in Ruda on Friday, officials said.</p>"
    for name, page in (
        ("15 MB of paragraphs", head + story * (15_000_000 // len(story))),
        ("100,000 nested elements", head + "<div>" * 100_000 + story),
        ("1,000,000 paragraphs that are not closed", head + "<p>A flood" * 1_000_000),
        ("1,000,000 elements that are not closed", head + "<b>A flood" * 1_000_000),
        ("100,000 list items that are not closed", head + "<li>A flood" * 100_000),
        ("9,000 paragraphs", head + story * 9_000),
        ("an attribute of 10 MB", head + f'<div title="{"x" * 10_000_000}">' + story * 20),
        ("200,000 attributes", head + "<div " + " ".join(f"a{i}=1" for i in range(200_000)) + ">" + story * 20),
    ):
        path = f"{folder}/page.html"
        with open(path, "w") as out:
            out.write(page)
        said = subprocess.run([program, "read", path], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True).stderr
        print(f"{name}: {cpu([program, 'read', path]):.2f} s; {said.strip().replace(path, 'page') or 'read'}")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--bin", required=True)
    ap.add_argument("--megabytes", type=int, default=200)
    ap.add_argument("--warc-megabytes", type=int, default=1000)
    ap.add_argument("--pack", action="store_true", help="pack each record of the web archive by itself")
    ap.add_argument("--pages", help="a folder of pages (.html or .html.gz), each read by itself")
    a = ap.parse_args()
    here = os.path.dirname(os.path.abspath(__file__))
    with open(f"{here}/../data/wire/meridian-wire.jsonl", encoding="utf8") as handle:
        words = " ".join(json.loads(line)["text"] for line in handle).split()
    rng = random.Random(8)

    def story():
        # Phrases of the corpus in another order: packs as news does, some three to one.
        out = []
        while len(out) < 400:
            at = rng.randrange(len(words) - 12)
            out += words[at : at + rng.randrange(2, 7)]
        return " ".join(out)

    if a.pages:
        pages(a.bin, a.pages)
    with tempfile.TemporaryDirectory() as folder:
        if a.pages:
            hostile(a.bin, folder)
        for name, sources in SETS.items() if a.megabytes else ():
            json_lines(a.bin, name, sources, f"{folder}/f.jsonl", a.megabytes << 20)
        if not a.warc_megabytes:
            return
        warc = f"{folder}/f.warc"
        script = "<script>" + "var a=1;" * 10_000 + "</script>"
        with open(warc, "wb") as out:
            number = read = 0
            while read < a.warc_megabytes << 20:
                number += 1
                paragraphs = "".join(f"<p>{story()[:600]}.</p>" for _ in range(8))
                page = f"<html><head><title>Story {number}</title>{script}</head><body><article>{paragraphs}</article></body></html>".encode()
                block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
                head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
                record = head.encode() + block + b"\r\n\r\n"
                read += len(record)
                out.write(gzip.compress(record) if a.pack else record)
        start = time.time()
        child = subprocess.Popen([a.bin, "read", warc], stdout=subprocess.PIPE)
        lines = sum(1 for _ in child.stdout)
        _, code, used = os.wait4(child.pid, 0)
        print(
            f"warc of {read >> 20} MB ({os.path.getsize(warc) >> 20} MB on disk): {lines} of {number} pages, {used.ru_maxrss >> 10} MB at most, "
            f"{used.ru_utime + used.ru_stime:.0f} CPU s, {time.time() - start:.0f} s"
        )


if __name__ == "__main__":
    main()
