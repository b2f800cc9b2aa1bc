#!/usr/bin/env python3
"""The service under load: benches/serve.py latency | overload | kills | feed CORPUS [options]

  latency   POST /v1/admit of single items at a constant rate from some connections; times count from when an item was due
  overload  as many as go from many connections: only 201, 429 and 503, and all that was acknowledged is there after a kill -9
  kills     kill -9 at random moments of a feed, again and again; all that was acknowledged is there, the index is whole
  feed      a feed of which each third item or so is a copy, admitted and checked at once; memory on the way, and at the end the
            verdicts of copies. Then the same feed without checks: the answers must be the same, byte for byte

CORPUS is JSON lines with "id" and "text" (cargo run --release --example corpus). Only Python's own library is used."""
import argparse, hashlib, http.client, json, os, random, re, signal, subprocess, sys, tempfile, threading, time


class Service:
    def __init__(self, program, index):
        self.index = index
        command = [program, "serve", "--index", index, "--listen", "127.0.0.1:0"]
        began = time.monotonic()
        self.child = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True)
        line = self.child.stderr.readline()
        self.opened = time.monotonic() - began
        found = re.search(r"http://([\d.]+):(\d+)", line)
        if not found:
            sys.exit("the service did not start: " + line + self.child.stderr.read())
        self.host, self.port = found[1], int(found[2])
        threading.Thread(target=lambda: [None for _ in self.child.stderr], daemon=True).start()

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def memory(self):
        with open(f"/proc/{self.child.pid}/status") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read())[1]) // 1024

    def end(self, how=signal.SIGTERM):
        self.child.send_signal(how)
        self.child.wait()


def ask(connection, method, path, body=None):
    connection.request(method, path, body, {"content-type": "application/json"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def lines(path, skip, count):
    with open(path, "rb") as corpus:
        for number, line in enumerate(corpus):
            if number >= skip + count:
                return
            if number >= skip:
                yield line


def filled(arguments, folder):
    """The path of an index of the first documents of the corpus."""
    index = os.path.join(folder, "index")
    feed = subprocess.Popen([arguments.program, "filter", "--index", index], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for line in lines(arguments.corpus, 0, arguments.documents):
        feed.stdin.write(line)
    feed.stdin.close()
    if feed.wait():
        sys.exit("the index could not be filled")
    return index


def items_after(arguments):
    """What is sent to an index of the first documents of the corpus."""
    items = list(lines(arguments.corpus, arguments.documents, arguments.items))
    if not items:
        sys.exit(f"{arguments.corpus} has no documents after the first {arguments.documents}: give a longer one, or fewer with --documents")
    return items


def quantile(times, share):
    return 1000 * sorted(times)[min(len(times) - 1, int(share * len(times)))]


def load(service, items, connections, rate):
    """Sends items from some connections, each when it is due; gives times and statuses, and the ids that were acknowledged."""
    times, statuses, acknowledged, lock = [], {}, [], threading.Lock()
    start, queue = time.monotonic() + 0.2, iter(enumerate(items))

    def work():
        connection = service.connect()
        while True:
            with lock:
                number, line = next(queue, (None, None))
            if line is None:
                return
            due = start + number / rate if rate else time.monotonic()
            time.sleep(max(0, due - time.monotonic()))
            try:
                status, answer = ask(connection, "POST", "/v1/admit", line)
            except (OSError, http.client.HTTPException):
                status, answer, connection = 0, b"", service.connect()
            took = time.monotonic() - due
            with lock:
                times.append(took)
                statuses[status] = statuses.get(status, 0) + 1
                if status in (200, 201):
                    acknowledged.append(json.loads(answer)["id"])

    threads = [threading.Thread(target=work) for _ in range(connections)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return times, statuses, acknowledged


def missing(service, ids):
    connection = service.connect()
    return [one for one in ids if ask(connection, "GET", f"/v1/documents/{one}")[0] != 200]


def latency(arguments, folder):
    service = Service(arguments.program, filled(arguments, folder))
    print(f"opened an index of {arguments.documents} documents in {service.opened:.2f} s, {service.memory()} MB")
    items = items_after(arguments)
    times, statuses, _ = load(service, items, arguments.connections, arguments.rate)
    print(f"{len(times)} items, {arguments.rate}/s, {arguments.connections} connections: "
          f"p50 {quantile(times, .5):.1f} ms, p99 {quantile(times, .99):.1f} ms, longest {1000 * max(times):.0f} ms; {statuses}")
    service.end()


def overload(arguments, folder):
    index = filled(arguments, folder)
    service = Service(arguments.program, index)
    items = items_after(arguments)
    _, statuses, acknowledged = load(service, items, 300, None)
    service.end(signal.SIGKILL)
    service = Service(arguments.program, index)
    lost = missing(service, acknowledged)
    service.end()
    print(f"300 connections: {statuses}; {len(acknowledged)} acknowledged, {len(lost)} lost after a kill -9")
    if lost or set(statuses) - {200, 201, 429, 503}:
        sys.exit("FAILED")


def kills(arguments, folder):
    index, dice = os.path.join(folder, "index"), random.Random(20240209)
    acknowledged, sent, mid = [], 0, 0
    for _ in range(arguments.kills):
        service = Service(arguments.program, index)
        items = list(lines(arguments.corpus, sent, 64))
        sent += len(items)
        timer = threading.Timer(dice.random() * 0.5, service.end, [signal.SIGKILL])
        timer.start()
        _, _, told = load(service, items, 8, None)
        timer.join()
        mid += 0 < len(told) < len(items)
        acknowledged += told
    verify = subprocess.run([arguments.program, "index", "verify", index], stdout=subprocess.DEVNULL)
    service = Service(arguments.program, index)
    lost = missing(service, acknowledged)
    service.end()
    print(f"kill -9 of a service: {arguments.kills} times, {mid} in the middle of a feed; {len(acknowledged)} items acknowledged, "
          f"{len(lost)} lost; verify {'is content' if verify.returncode == 0 else 'FAILED'}")
    if lost or verify.returncode:
        sys.exit("FAILED")


def feed(arguments, folder):
    told, verdicts = fed(arguments, os.path.join(folder, "index"), True)
    alone, _ = fed(arguments, os.path.join(folder, "alone"), False)
    print(f"verdicts of the copies: {verdicts}; {'the same' if told == alone else 'FAILED: not the same'} without checks beside them")
    if told != alone:
        sys.exit(1)


def fed(arguments, index, checks):
    """Admits the corpus with its copies, in batches, with checks beside them or without; gives a hash of all answers, and how
    often each verdict was told of a copy."""
    service, dice = Service(arguments.program, index), random.Random(7)
    stop, checked = threading.Event(), [0]
    known, verdicts, answers = [], {}, hashlib.sha256()

    def check():
        connection = service.connect()
        while not stop.is_set():
            if known:
                status, _ = ask(connection, "POST", "/v1/check", known[-1])
                checked[0] += status == 200
            time.sleep(0.01)

    checker = threading.Thread(target=check)
    if checks:
        checker.start()
    connection, batch, sent, began = service.connect(), [], 0, time.monotonic()
    for line in lines(arguments.corpus, 0, arguments.items):
        item = json.loads(line)
        if known and dice.random() < 0.3:
            item = json.loads(dice.choice(known))
            item["id"] += f"-again-{sent}"
        else:
            known = (known + [line])[-1000:]
        batch.append(json.dumps(item))
        sent += 1
        if len(batch) == 500:
            status, answer = ask(connection, "POST", "/v1/admit", "[" + ",".join(batch) + "]")
            if status not in (200, 201):
                sys.exit(f"FAILED: {status} {answer[:200]}")
            answers.update(answer)
            for sent_item, verdict in zip(batch, json.loads(answer)):
                if "-again-" in json.loads(sent_item)["id"]:
                    verdicts[verdict["verdict"]] = verdicts.get(verdict["verdict"], 0) + 1
            batch = []
            if sent % (arguments.items // 10) < 500:
                print(f"{sent} items, {sent / (time.monotonic() - began):.0f}/s, {service.memory()} MB, {checked[0]} checked", flush=True)
    stop.set()
    if checks:
        checker.join()
    service.end()
    return answers.hexdigest(), verdicts


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["latency", "overload", "kills", "feed"])
    parser.add_argument("corpus")
    parser.add_argument("--program", default="target/release/variorum")
    parser.add_argument("--documents", type=int, default=200_000, help="documents in the index before (default 200,000)")
    parser.add_argument("--items", type=int, default=5_000, help="items that are sent (default 5,000)")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--rate", type=float, default=100, help="items a second (default 100)")
    parser.add_argument("--kills", type=int, default=200)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        globals()[arguments.what](arguments, folder)


main()
