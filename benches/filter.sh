#!/usr/bin/env bash
# What the tests of the filter do in small, in large: benches/filter.sh kills | full | speed CORPUS [PROGRAM]
#   kills   kill -9 at 200 moments; the verdicts after a restart are those of an undisturbed run, the index is whole
#   full    an index on a disk of 1.5 MB (a tmpfs, so root only): told, and all that was answered is there when there is room again
#   speed   documents a second, memory, and the size of the index
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

case $what in
  kills | full | speed) "$what" ;;
  *) sed -n 2,5p "$0"; exit 2 ;;
esac
