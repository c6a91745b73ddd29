#!/usr/bin/env bash
# The one door: build, check, test, bench. Installs what is missing on a Debian machine with Rust and Python.
set -euo pipefail
cd "$(dirname "$0")"

# The cargo-deny that is used.
DENY=0.20.2

usage() {
  cat <<'TEXT'
usage: ./build.sh COMMAND

  check [--profession NAME] [--kind KIND] "text"   check a post (all options of `thinktwice check`)
  rules [--json | --markdown]                      list packs and rules
  explain advertising/cure                         explain a rule
  sources [--unverified]                           list the cited standards
  lint                                             try every rule's examples, from the files
  learn                                            learn from the labelled posts what words weigh, and what passages are about
  extension                                        build the extension into target/extension/chromium and …/firefox
  package                                          pack what the stores want, into target/packages
  pictures                                         make the stores' pictures, in target/store
  demo                                             the extension on a page with the real editors, in Chromium
  test                                             formatting, lints, types, and every test, in the browsers too
  audit                                            licences and sources of all crates, and known weaknesses of crates and npm packages
  soak                                             hours of use in Chromium, compressed: what is left behind
  fuzz [SECONDS]                                   tries inputs that nobody thought of, 1200 seconds for each target
  bench [engine | typing | side-by-side]           what a check costs, beside the floor; what typing costs in Chromium; and both
                                                   beside other tools. All, or one of them
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

# What the crates are, by crate/deny.toml.
crates() {
  if [ "$(target/tools/bin/cargo-deny --version 2>/dev/null)" != "cargo-deny $DENY" ]; then
    cargo install --quiet cargo-deny --version "$DENY" --locked --root target/tools --force
  fi
  # Every crate of the lock file is looked at, those for other systems too. Beyond that, nobody is asked.
  cargo fetch --locked --quiet
  deny --offline check --allow duplicate licenses bans sources &&
    deny --offline --no-default-features --target wasm32-unknown-unknown --exclude-dev check bans
}

deny() {
  target/tools/bin/cargo-deny --locked --manifest-path crate/Cargo.toml --config crate/deny.toml "$@"
}

# What is known against crates and npm packages. Exit status 1: something is known; 2: somebody could not be asked.
audit() {
  local status=0 unasked=() folder answer known
  crates || status=1
  if answer=$(deny fetch db 2>&1); then
    deny --offline check advisories || status=1
  else
    unasked+=("crates: ${answer##*$'\n'}")
  fi
  for folder in extension tests/browser; do
    known=0
    answer=$(cd "$folder" && npm audit --json 2>&1) || known=1
    if [[ $answer != *'"auditReportVersion"'* ]]; then
      unasked+=("$folder: ${answer%%$'\n'*}")
    elif [ $known = 1 ]; then
      status=1
      (cd "$folder" && npm audit) || true
    fi
  done
  if [ ${#unasked[@]} -gt 0 ]; then
    echo "NOT asked for known weaknesses, for who lists them cannot be reached from here:" >&2
    printf '  %s\n' "${unasked[@]}" >&2
    [ $status = 1 ] || status=2
  fi
  return $status
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

# For what the browser asks above the page: a screen, and what presses keys there.
screen() {
  installed /usr/bin/Xvfb xvfb
  installed /usr/bin/xdotool xdotool
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
  # The fuzzer is written in C++.
  command -v c++ >/dev/null || installed /usr/bin/c++ g++
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

# The tools that the engine is measured beside: nothing else wants them.
others() {
  local here=tests/bench/side-by-side venv=target/side-by-side/venv
  packages $here
  if [ ! -e $venv/installed ] || [ $here/requirements.txt -nt $venv/installed ]; then
    python3 -m venv --clear $venv || { echo "Python cannot make environments: apt-get install python3-venv" >&2; exit 2; }
    $venv/bin/pip install --quiet --disable-pip-version-check --requirement $here/requirements.txt
    touch $venv/installed
  fi
}

bench() {
  local part
  for part in $1; do
    case "$part" in
      engine) cargo bench --bench check --bench own_pack --bench hostile ;;
      typing)
        extension
        browser
        (cd tests/browser && npm run --silent build)
        node tests/bench/typing.mjs
        ;;
      side-by-side)
        cargo build --release --quiet --bins --example side_by_side
        extension
        browser
        others
        node tests/bench/side-by-side/run.mjs
        (cd extension && npx prettier --write --log-level warn ../tests/bench/SIDE-BY-SIDE.md)
        ;;
      *) echo "build.sh: there is no benchmark '$part'" >&2; usage >&2; exit 2 ;;
    esac
  done
}

command -v cargo >/dev/null || { echo "Rust is missing: see https://rustup.rs" >&2; exit 2; }

case "${1:-}" in
  build) cargo build --release ;;
  check | rules | explain | sources) program "$@" ;;
  lint) program --rules crate "$@" ;;
  learn)
    posts=tests/corpus
    program --rules crate learn "$posts"/later-*.jsonl --read-by-rule-writers "$posts"/tune-*.jsonl "$posts"/fresh-*.jsonl --out crate/weights.tsv --company crate/company.tsv
    program --rules crate themes "$posts"/later-*.jsonl "$posts"/tune-*.jsonl "$posts"/fresh-*.jsonl --out crate/themes.tsv
    ;;
  test)
    cargo fmt --check
    cargo fmt --check --manifest-path crate/fuzz/Cargo.toml
    cargo clippy --release --all-targets --quiet -- -D warnings
    cargo test --release --quiet
    fuzz 6
    program --rules crate lint
    extension
    browser
    screen
    firefox
    (cd extension && npx prettier --check --log-level warn . ../tests/browser ../tests/bench ../tests/package)
    for part in . ../tests/browser ../tests/bench ../tests/package; do (cd extension && npx tsc --project "$part"); done
    (cd extension && npm run --silent lint)
    node --test tests/package/*.spec.mjs
    (cd tests/browser && npm test --silent)
    ;;
  audit) audit ;;
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
  soak)
    extension
    browser
    shift
    (cd tests/browser && npm run --silent build && node soak.mjs "$@")
    ;;
  bench) bench "${2:-engine typing side-by-side}" ;;
  "" | -h | --help | help) usage ;;
  *) echo "build.sh: there is no command '$1'" >&2; usage >&2; exit 2 ;;
esac
