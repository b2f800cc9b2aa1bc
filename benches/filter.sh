#!/usr/bin/env bash
# What the tests of the filter do in small, in large: benches/filter.sh kills | full | speed CORPUS [PROGRAM] | peer CORPUS [PROGRAM]
#   kills   kill -9 at 200 moments; the verdicts after a restart are those of an undisturbed run, the index is whole
#   full    an index on a disk of 1.5 MB (a tmpfs, so root only): told, and all that was answered is there when there is room again
#   speed   documents a second, memory, and the size of the index
#   peer    the filter and the crate incrededup in turn on one corpus, RUNS times (default: 3); PEERS is where that is built
set -eu -o pipefail
cd "$(dirname "$0")/.."
what=${1:-} corpus=${2:-} program=$(realpath "${3:-target/release/variorum}")

kills() {
  VARIORUM_KILLS=200 cargo test --release --test all -- filter::after_a_kill --show-output | grep "kill -9\|test result"
}

full() {
  folder=$(mktemp -d)
  mount -t tmpfs -o size=1500k none "$folder"
  trap 'umount "$folder"; rmdir "$folder"' EXIT
  feed=$(mktemp)
  cat data/wire/*.jsonl >"$feed"
  for round in 1 2 3 4 5 6 7 8; do sed "s/\"id\": \"/&$round-/; s/ the / the$round /g" data/wire/*.jsonl >>"$feed"; done
  out=$(mktemp)
  if "$program" filter --annotate --set matching.block_documents=16 --index "$folder/index" "$feed" >"$out"; then
    echo "FAILED: the disk was never full"; exit 1
  fi
  answered=$(wc -l <"$out")
  mount -o remount,size=200m "$folder"
  "$program" index verify "$folder/index"
  again=$(mktemp)
  "$program" filter --annotate --set matching.block_documents=16 --index "$folder/index" "$feed" >"$again"
  head -n "$answered" "$again" | cmp - "$out" && echo "full disk: $answered of $(wc -l <"$feed") lines were answered before, all the same after"
}

speed() {
  index=$(mktemp -d)/index
  /usr/bin/time -f "%e s, %U s user, %S s system, %M KB" "$program" filter --annotate --index "$index" "$corpus" >/dev/null
  wc -l -c <"$corpus"
  "$program" index compact "$index"
  time "$program" index info "$index" >/dev/null
}

peer() {
  root=$(realpath -m "${PEERS:-target/peers}/incrededup") folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  [ -x "$root/bin/incrededup" ] || cargo install --quiet --locked incrededup@0.3.1 --root "$root"
  # It reads a database, whose making is outside the clock.
  python3 - "$corpus" "$folder/corpus.sqlite" <<'PYTHON'
import json, sqlite3, sys, uuid
with open(sys.argv[1]) as corpus, sqlite3.connect(sys.argv[2]) as database:
    database.execute("CREATE TABLE documents (id TEXT PRIMARY KEY, content TEXT NOT NULL, content_len INTEGER NOT NULL, filename TEXT, is_parent INTEGER)")
    texts = (json.loads(line)["text"] for line in corpus)
    rows = ((str(uuid.UUID(int=number)), text, len(text)) for number, text in enumerate(texts))
    database.executemany("INSERT INTO documents (id, content, content_len) VALUES (?, ?, ?)", rows)
PYTHON
  for run in $(seq "${RUNS:-3}"); do
    cp "$folder/corpus.sqlite" "$folder/run.sqlite"
    /usr/bin/time -f "incrededup: %e s, %U s user, %S s system, %M KB" "$root/bin/incrededup" --sqlite "$folder/run.sqlite" \
      --data-dir "$folder/peer$run" --threshold 0.7 >"$folder/log" 2>&1 || echo "incrededup failed: $(tail -n 3 "$folder/log")"
    grep -i "duplicates\|^incrededup: " "$folder/log" | tail -n 3
    /usr/bin/time -f "variorum filter: %e s, %U s user, %S s system, %M KB" \
      "$program" filter --annotate --index "$folder/index$run" "$corpus" >/dev/null
    du -sk "$folder/peer$run" "$folder/index$run" | sed "s|$folder/||"
    rm -rf "$folder/peer$run" "$folder/index$run"
  done
}

case $what in
  kills | full | speed | peer) "$what" ;;
  *) sed -n 2,6p "$0"; exit 2 ;;
esac
