#!/usr/bin/env bash
# benches/peers/run.sh CORPUS.jsonl TRUTH.jsonl: Variorum and its peers on one corpus, in turn; a table of time, memory
# and recall.
#
# PEERS  folder for the Python packages and the pairs (default: target/peers)
# RUNS   runs of each tool (default: 5)
# RUNS_DATASKETCH  runs of datasketch, which is slow (default: 1)
# TOOLS  which tools (default: "variorum gaoya rensa datasketch")
set -eu -o pipefail
[ $# = 2 ] || { echo "usage: $0 CORPUS.jsonl TRUTH.jsonl" >&2; exit 2; }
corpus=$(realpath "$1") truth=$(realpath "$2")
cd "$(dirname "$0")/../.."
export PEERS=${PEERS:-target/peers} PYTHONDONTWRITEBYTECODE=1

if [ ! -x target/release/variorum ]; then
  echo "$0: target/release/variorum is missing; run cargo build --release" >&2
  exit 2
fi
mkdir -p "$PEERS"
[ -x "$PEERS/python/bin/python" ] || python3 -m venv "$PEERS/python"
"$PEERS/python/bin/pip" install --quiet --disable-pip-version-check --requirement benches/peers/requirements.txt
exec "$PEERS/python/bin/python" benches/peers/measure.py "$corpus" "$truth"
