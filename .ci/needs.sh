# The tools that the project needs. `./demo` and `./test` read this file: each function checks whether a tool is there; if
# not, it installs the tool where it may (with apt-get, as root) and says so, or else says what to install and ends. Nothing
# else in the project installs anything on a machine.

say() { printf '%s\n' "$*" >&2; }
stop() { say "$@"; exit 2; }

may_install() { command -v apt-get > /dev/null && [ "$(id -u)" = 0 ]; }
install() { apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" >&2; }

need_cargo() {
    command -v cargo > /dev/null || stop "cargo is missing: install Rust from https://rustup.rs, open a new terminal, then run $1 again"
}

# Parquet's zstd is written in C; everything else is Rust.
need_cc() {
    command -v cc > /dev/null && return
    may_install || stop "a C compiler is missing: install gcc or clang, then run $1 again"
    say "installing gcc (apt-get): the compression in Parquet files is written in C"
    install gcc libc6-dev
}

# The pages are built with npm.
need_npm() {
    command -v npm > /dev/null && return
    may_install || stop "npm is missing: install Node.js 20 or later from https://nodejs.org, then run $1 again"
    say "installing nodejs and npm (apt-get): they bundle the pages' styles and scripts"
    install nodejs npm
}

# The tests open every page in a browser.
need_chromium() {
    [ -x "${CHROMIUM:-/usr/bin/chromium}" ] && return
    may_install || stop "chromium is missing: install it, or say where it is with CHROMIUM=/path, then run $1 again"
    say "installing chromium and a font (apt-get): the tests open the pages in a browser"
    install chromium fonts-liberation
}

need_nextest() {
    cargo nextest --version > /dev/null 2>&1 && return
    say "installing cargo-nextest, which runs the tests side by side (a few minutes, once)"
    cargo install cargo-nextest --locked
}
