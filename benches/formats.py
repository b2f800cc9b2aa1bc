#!/usr/bin/env python3
"""What reading costs beside unpacking, and how much memory a large web archive takes.

  benches/formats.py --bin target/release/variorum [--megabytes 200] [--warc-megabytes 1000] [--pack] [--pages FOLDER]

JSON lines: CPU seconds (user and system, of the whole process) of `variorum read --skipped FILE`, which reads and parses every
line and prints nothing, over those of `zcat FILE` or `zstdcat FILE` to /dev/null; the least of three runs each. Inside the clock:
start of the program, unpacking, decoding, parsing of the JSON, ids. Web archive: seconds, and the most memory that
`variorum read` holds. Pages: the slowest, and pages made to break a reader."""
import argparse, gzip, io, json, os, random, resource, subprocess, sys, tempfile, time


def cpu(command):
    least = None
    for _ in range(3):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        least = spent if least is None else min(least, spent)
    return least


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
        plain = f"{folder}/f.jsonl"
        with open(plain, "w", encoding="utf8") as out:
            number = 0
            while out.tell() < a.megabytes << 20:
                number += 1
                out.write(json.dumps({"id": str(number), "title": f"Story {number}", "url": f"https://a.example/{number}", "published": "2031-05-14T10:00:00Z", "text": story()}) + "\n")
        for ending, pack, unpack in () if not a.megabytes else ((".gz", ["gzip", "-k"], "zcat"), (".zst", ["zstd", "-q", "-k"], "zstdcat")):
            subprocess.run([*pack, plain], check=True)
            alone, read = cpu([unpack, plain + ending]), cpu([a.bin, "read", "--skipped", plain + ending])
            print(f"{ending}: {unpack} {alone:.2f} s, read {read:.2f} s, ratio {read / alone:.2f}", flush=True)
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
