#!/usr/bin/env bash
# The one door: build, check, test, bench. Installs what is missing on a Debian machine with Rust and Python.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  check [--profession NAME] [--kind KIND] "text"   check a post (all options of `thinktwice check`)
  rules [--json | --markdown]                      list packs and rules
  explain advertising/cure                       explain a rule
  sources [--unverified]                           list the cited standards
  lint                                             try every rule's examples, from the files
  learn                                            learn from the labelled posts what words weigh
  test                                             formatting, lints, and every test
  bench                                            what a check costs, beside the floor
  build                                            build the command line
TEXT
}

program() {
  cargo build --release --quiet
  target/release/thinktwice "$@"
}

command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs" >&2; exit 2; }

case "${1:-}" in
  build) cargo build --release ;;
  check | rules | explain | sources) program "$@" ;;
  lint) program --rules crate "$@" ;;
  learn)
    posts=tests/corpus
    program --rules crate learn "$posts"/later-*.jsonl --read-by-rule-writers "$posts"/tune-*.jsonl "$posts"/fresh-*.jsonl --out crate/weights.tsv
    ;;
  test)
    cargo fmt --check
    cargo clippy --release --all-targets --quiet -- -D warnings
    cargo test --release --quiet
    program --rules crate lint
    ;;
  bench) shift; cargo bench --bench check -- "$@" ;;
  "" | -h | --help | help) usage ;;
  *) echo "build.sh: there is no command '$1'" >&2; usage >&2; exit 2 ;;
esac
