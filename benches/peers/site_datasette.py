"""Datasette beside ours: the same lines, the same questions, one reader, both in turn.

Each question is a page of fifty rows in the same order, the count of all that meet it, and how they part by body,
service and treatment. SQLite has an index for each column that is asked about, as an expert would give it.

usage: site_datasette.py load TABLES DATABASE
       site_datasette.py compare OURS THEIRS RUNS
"""

import json
import re
import sqlite3
import statistics
import sys
import time
import urllib.request
from pathlib import Path

FACETS = "_facet=body_id&_facet=service&_facet=treatment&_sort_desc=amount&_size=50"


def load(tables, database):
    if Path(database).exists():
        return
    import duckdb

    started = time.perf_counter()
    rows = duckdb.connect().execute(
        f"""SELECT s.line_id, s.body_id, CAST(l.date AS VARCHAR), strftime(l.date, '%Y-%m'), l.payee, CAST(s.amount AS DOUBLE),
        s.counterparty_id, s.treatment, s.attribution, s.service, l.department, l.service, l.file_id, l.row
        FROM '{tables}/spend.parquet' s JOIN '{tables}/ledger_line.parquet' l USING (line_id)"""
    )
    beside = Path(database).with_suffix(".new")
    beside.unlink(missing_ok=True)
    connection = sqlite3.connect(beside)
    connection.executescript(
        """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
        CREATE TABLE lines (line_id INTEGER PRIMARY KEY, body_id TEXT, date TEXT, month TEXT, payee TEXT, amount REAL,
        counterparty_id TEXT, treatment TEXT, attribution TEXT, service TEXT, department TEXT, heading TEXT, file_id TEXT, row INTEGER);"""
    )
    while chunk := rows.fetchmany(50_000):
        connection.executemany("INSERT INTO lines VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", chunk)
    for column in ["body_id", "month", "payee", "amount", "treatment", "service"]:
        connection.execute(f"CREATE INDEX by_{column} ON lines ({column})")
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()
    beside.rename(database)
    print(f"Datasette: the same lines put into SQLite with six indexes in {time.perf_counter() - started:.0f} s")


def asked(address):
    started = time.perf_counter()
    with urllib.request.urlopen(address, timeout=300) as answer:
        body = answer.read().decode()
    return time.perf_counter() - started, body


def questions(theirs_lines):
    """Filters of both, most of them chosen from what the tables hold."""
    _, body = asked(f"{theirs_lines}.json?{FACETS}&_shape=objects")
    facets = json.loads(body)["facet_results"]
    values = {name: [result["value"] for result in facet["results"]] for name, facet in facets.items()}
    (body1, body2), service = values["body_id"][:2], values["service"][0]
    month = json.loads(asked(f"{theirs_lines}.json?_facet=month&_size=0")[1])["facet_results"]["month"]["results"][1]["value"]
    return [
        ("every line", "", ""),
        ("one body", f"body={body1}", f"body_id={body1}"),
        ("another body, one month", f"body={body2}&month={month}", f"body_id={body2}&month={month}"),
        ("one service", f"service={service}", f"service={service}"),
        ("transfers", "treatment=transfer", "treatment=transfer"),
        ("words in the payee", "q=care", "payee__contains=care"),
        ("at least 25,000", "min=25000", "amount__gte=25000"),
        ("a body, words, an amount", f"body={body1}&q=ltd&min=1000", f"body_id={body1}&payee__contains=ltd&amount__gte=1000"),
    ]


def n_lines_of_ours(page):
    return int(re.search(r'class="page-lede">\s*<a class="figure[^>]*data-lines="(\d+)"', page).group(1))


def n_lines_of_theirs(page):
    return int(re.search(r"([\d,]+)\s+rows?\b", page).group(1).replace(",", ""))


def compare(ours, theirs, n_runs):
    lines = f"{theirs}lines/lines"
    print(f"One reader, filter, facets and fifty rows as a page: median of {n_runs}, ours and Datasette in turn")
    print(f"{'':<28}{'lines':>12}{'ours':>12}{'ours again':>12}{'Datasette':>12}{'ratio':>10}")
    ratios = []
    for name, our_query, their_query in questions(lines):
        _, page = asked(f"{ours}rows?{our_query}")
        _, their_page = asked(f"{lines}?{their_query}&{FACETS}")
        counts = n_lines_of_ours(page), n_lines_of_theirs(their_page)
        if counts[0] != counts[1]:
            print(f"NOT THE SAME LINES: ours {counts[0]}, Datasette {counts[1]}")
        times = ([], [])
        for run in range(n_runs):
            # A largest amount that no line is above: ours keeps answers, and has none to this.
            fresh = f"max={10**9 + run}"
            times[0].append(asked(f"{ours}rows?{'&'.join(filter(None, [our_query, fresh]))}")[0])
            times[1].append(asked(f"{lines}?{their_query}&{FACETS}")[0])
        again = asked(f"{ours}rows?{our_query}")[0]
        ours_ms, theirs_ms = (1000 * statistics.median(values) for values in times)
        ratios.append(theirs_ms / ours_ms)
        print(f"{name:<28}{counts[0]:>12,}{ours_ms:>9.1f} ms{1000 * again:>9.1f} ms{theirs_ms:>9.1f} ms{ratios[-1]:>10.1f}")
    print(f"ratio of medians, Datasette / ours, over the questions: {min(ratios):.1f} to {max(ratios):.1f}, median {statistics.median(ratios):.1f}")


match sys.argv[1:]:
    case ["load", tables, database]:
        load(tables, database)
    case ["compare", ours, theirs, n_runs]:
        compare(ours, theirs, int(n_runs))
    case _:
        sys.exit(__doc__)
