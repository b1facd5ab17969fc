#!/usr/bin/env bash
# Fifty readers at once on a place that is being served: pages, then rows by ever new filters.
#
#   benches/load/run.sh http://127.0.0.1:8080 [SECONDS]
#
# Needs wrk (Debian package) and curl. SECONDS is for each of the two runs, at most 20.
set -euo pipefail

site=${1:?the address of a running server, such as http://127.0.0.1:8080}
site=${site%/}
seconds=${2:-20}
((seconds <= 20)) || { echo "at most 20 seconds" >&2; exit 2; }
command -v wrk >/dev/null || { echo "wrk is missing: apt-get install wrk" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT

# The links of a page, as addresses from the site's first page.
links() {
  { curl -fsS "$site/$1" | grep -o 'href="[^"#]*' || true; } | sed -e 's/^href="//' -e 's/&#38;/\&/g' -e 's/&amp;/\&/g' -e 's#^\(\.\./\)*##' -e 's#^\./##'
}

# Pages: what the overview and the lists lead to.
for page in "" bodies services themes payees doubts data; do
  echo "$page"
  links "$page"
done | grep -vE '^(rows|assets/|tables/|embed/|[a-z]+:|feed\.xml)' | sort -u > "$lists/pages"

# Conditions: what the page of rows offers to narrow by, and some of each other kind. Kinds of transfer
# and rules are left out: with another part of the account no line can have both, and that is refused.
links rows | sed -n 's/^rows?\([^&=]*=[^&]*\)$/\1/p' | grep -E '^(body|part|service|month|counterparty)=' | sort -u > "$lists/conditions"
{
  printf 'q=%s\n' care school ltd council trust hous transport energy legal nurs
  printf 'min=%s\n' 500 1000 25000 100000 -100
  printf 'sort=%s\n' smallest latest earliest source
  printf 'page=%s\n' 2 3 7
} >> "$lists/conditions"

run() {
  printf '%s (%s addresses or conditions): ' "$1" "$(wc -l < "$lists/$2")"
  wrk --threads 2 --connections 50 --duration "${seconds}s" --timeout 10s --script "$here/urls.lua" "$site" -- "$1" "$lists/$2" | grep '^p50'
}

run pages pages
run filters conditions
