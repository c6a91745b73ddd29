#!/usr/bin/env bash
# The one door: build, check, test, bench. Installs what is missing on a Debian machine with Rust and Python.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  check [--profession NAME] [--kind KIND] "text"   check a post (all options of `thinktwice check`)
  rules [--json | --markdown]                      list packs and rules
  explain advertising/cure                         explain a rule
  sources [--unverified]                           list the cited standards
  lint                                             try every rule's examples, from the files
  learn                                            learn from the labelled posts what words weigh
  extension                                        build the extension into target/extension/chromium and …/firefox
  package                                          pack what the stores want, into target/packages
  pictures                                         make the stores' pictures, in target/store
  demo                                             the extension on a page with the real editors, in Chromium
  test                                             formatting, lints, types, and every test, in the browsers too
  fuzz [SECONDS]                                   tries inputs that nobody thought of, 1200 seconds for each target
  bench                                            what a check costs, beside the floor, and what typing costs in Chromium
  build                                            build the command line
TEXT
}

program() {
  # Rules that are read from files need no build, which they may not pass yet; only the program itself must be new.
  [[ " $* " == *" --rules "* && -z "$(find crate/src Cargo.lock -newer target/release/thinktwice 2>&1)" ]] || cargo build --release --quiet
  target/release/thinktwice "$@"
}

# npm packages of a folder, as its lock file has them.
packages() {
  if [ ! -e "$1/node_modules" ] || [ "$1/package-lock.json" -nt "$1/node_modules" ]; then
    (cd "$1" && npm ci --silent --no-fund --no-audit && touch node_modules)
  fi
}

# What the extension is built with.
tools() {
  command -v npm >/dev/null || { echo "Node is missing (20 or later): see https://nodejs.org" >&2; exit 2; }
  packages extension
  rustup target list --installed | grep -qx wasm32-unknown-unknown || rustup target add wasm32-unknown-unknown
  local version
  version=$(sed -n '/^name = "wasm-bindgen"$/{n;s/version = "\(.*\)"/\1/p}' Cargo.lock)
  if [ "$(target/tools/bin/wasm-bindgen --version 2>/dev/null)" != "wasm-bindgen $version" ]; then
    cargo install --quiet wasm-bindgen-cli --version "$version" --no-default-features --root target/tools --force
  fi
}

# Debian packages, one of which brings the program.
installed() {
  local program=$1
  shift
  [ -x "$program" ] && return
  [ "$(id -u)" = 0 ] || { echo "$program is missing: apt-get install $*" >&2; exit 2; }
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$@" >/dev/null
}

# The browser that tests and demo run in.
browser() {
  packages tests/browser
  installed "${CHROMIUM:-/usr/bin/chromium}" chromium fonts-dejavu-core fonts-noto-color-emoji
}

# The other browser that tests run in.
firefox() {
  packages tests/browser
  installed "${FIREFOX:-/usr/bin/firefox-esr}" firefox-esr openssl fonts-dejavu-core fonts-noto-color-emoji
}

# Every fuzz target for so many seconds. The inputs that led somewhere new are kept in target/fuzz, so that the next run goes on from
# there; a fault stays there as a file. The flags are those of `cargo fuzz`, which takes longer to install than all of this to build.
# No sanitizer: there is no unsafe code that one could watch, and so no nightly Rust is needed.
fuzz() {
  local seconds=$1 host name output flags
  host=$(rustc -vV | sed -n 's/^host: //p')
  flags="--cfg fuzzing -Cdebug-assertions -Cpasses=sancov-module -Cllvm-args=-simplifycfg-branch-fold-threshold=0"
  for name in level=4 inline-8bit-counters pc-table trace-compares; do flags+=" -Cllvm-args=-sanitizer-coverage-$name"; done
  # With a target, what builds the rules is not watched.
  RUSTFLAGS="$flags" cargo build --release --quiet --manifest-path crate/fuzz/Cargo.toml --target "$host" --target-dir target/fuzz/build
  for name in post words own_pack rule_files fold; do
    mkdir -p "target/fuzz/$name"
    output=$(nice -n 19 "target/fuzz/build/$host/release/$name" "target/fuzz/$name" "crate/fuzz/seeds/$name" \
      -max_total_time="$seconds" -max_len=4096 -timeout=20 -artifact_prefix="target/fuzz/$name-" -print_final_stats=1 -verbosity=0 2>&1) || {
      tail -n 40 <<<"$output" >&2
      return 1
    }
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' <<<"$output") inputs tried in $seconds s, without a fault"
  done
}

extension() {
  tools
  node extension/build.mjs
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
    cargo fmt --check --manifest-path crate/fuzz/Cargo.toml
    cargo clippy --release --all-targets --quiet -- -D warnings
    cargo test --release --quiet
    fuzz 15
    program --rules crate lint
    extension
    browser
    firefox
    (cd extension && npx prettier --check --log-level warn . ../tests/browser ../tests/bench ../tests/package)
    for part in . ../tests/browser ../tests/bench ../tests/package; do (cd extension && npx tsc --project "$part"); done
    (cd extension && npm run --silent lint)
    node --test tests/package/*.spec.mjs
    (cd tests/browser && npm test --silent)
    ;;
  extension) extension ;;
  package)
    extension
    shift
    node extension/package.mjs "$@"
    ;;
  pictures)
    extension
    browser
    node extension/store/pictures.mjs
    ;;
  demo)
    extension
    browser
    shift
    node extension/demo/demo.mjs "$@"
    ;;
  fuzz) fuzz "${2:-1200}" ;;
  bench)
    cargo bench --bench check --bench own_pack --bench hostile
    extension
    browser
    (cd tests/browser && npm run --silent build)
    node tests/bench/typing.mjs
    ;;
  "" | -h | --help | help) usage ;;
  *) echo "build.sh: there is no command '$1'" >&2; usage >&2; exit 2 ;;
esac
