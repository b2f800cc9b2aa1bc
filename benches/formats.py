#!/usr/bin/env python3
"""What reading costs beside unpacking, and how much memory a large web archive takes.

  benches/formats.py --bin target/release/variorum [--megabytes 200] [--warc-megabytes 1000]

JSON lines: CPU seconds (user and system, of the whole process) of `variorum read --skipped FILE`, which reads and parses every
line and prints nothing, over those of `zcat FILE` or `zstdcat FILE` to /dev/null; the least of three runs each. Inside the clock:
start of the program, unpacking, decoding, parsing of the JSON, ids. Web archive: the most memory that `variorum read` holds."""
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


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--bin", required=True)
    ap.add_argument("--megabytes", type=int, default=200)
    ap.add_argument("--warc-megabytes", type=int, default=1000)
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

    with tempfile.TemporaryDirectory() as folder:
        plain = f"{folder}/f.jsonl"
        with open(plain, "w", encoding="utf8") as out:
            number = 0
            while out.tell() < a.megabytes << 20:
                number += 1
                out.write(json.dumps({"id": str(number), "title": f"Story {number}", "url": f"https://a.example/{number}", "published": "2031-05-14T10:00:00Z", "text": story()}) + "\n")
        for ending, pack, unpack in ((".gz", ["gzip", "-k"], "zcat"), (".zst", ["zstd", "-q", "-k"], "zstdcat")):
            subprocess.run([*pack, plain], check=True)
            alone, read = cpu([unpack, plain + ending]), cpu([a.bin, "read", "--skipped", plain + ending])
            print(f"{ending}: {unpack} {alone:.2f} s, read {read:.2f} s, ratio {read / alone:.2f}", flush=True)
        if not a.warc_megabytes:
            return
        warc = f"{folder}/f.warc"
        script = "<script>" + "var a=1;" * 10_000 + "</script>"
        with open(warc, "wb") as out:
            number = 0
            while out.tell() < a.warc_megabytes << 20:
                number += 1
                paragraphs = "".join(f"<p>{story()[:600]}.</p>" for _ in range(8))
                page = f"<html><head><title>Story {number}</title>{script}</head><body><article>{paragraphs}</article></body></html>".encode()
                block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
                head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/{number}\r\nWARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http\r\nContent-Length: {len(block)}\r\n\r\n"
                out.write(head.encode() + block + b"\r\n\r\n")
        start = time.time()
        child = subprocess.Popen([a.bin, "read", warc], stdout=subprocess.PIPE)
        lines, most = 0, 0
        for _ in child.stdout:
            lines += 1
            if lines % 100 == 0:
                with open(f"/proc/{child.pid}/status") as status:
                    most = max([most] + [int(line.split()[1]) for line in status if line.startswith("VmHWM")])
        child.wait()
        print(f"warc of {os.path.getsize(warc) >> 20} MB: {lines} of {number} pages, {most >> 10} MB at most, {time.time() - start:.0f} s")


if __name__ == "__main__":
    main()
