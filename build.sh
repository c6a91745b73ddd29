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
  soak                                             hours of use in Chromium, compressed: what is left behind
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
    cargo clippy --release --all-targets --quiet -- -D warnings
    cargo test --release --quiet
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
  soak)
    extension
    browser
    shift
    (cd tests/browser && npm run --silent build && node soak.mjs "$@")
    ;;
  bench)
    cargo bench --bench check --bench own_pack
    extension
    browser
    (cd tests/browser && npm run --silent build)
    node tests/bench/typing.mjs
    ;;
  "" | -h | --help | help) usage ;;
  *) echo "build.sh: there is no command '$1'" >&2; usage >&2; exit 2 ;;
esac
