"""DuckDB as an expert would use it by hand for the count of four known councils.

Each body's ledger files are read with their columns named by hand, the amount is cast, the lines are
grouped by payee and file, and both the lines and the groups are written to Parquet. Prints one line of
JSON; `seconds` leaves out the start of Python and the import of DuckDB.

usage: count_duckdb.py SOURCES OUT THREADS
"""

import json
import sys
import time
from pathlib import Path

import duckdb

# Body, files, amount, payee: what a person finds by opening one file of each body.
BODIES = [
    ("gateshead", "gateshead/*.csv", "Amount", "Supplier ID(T)"),
    ("newcastle", "newcastle/*.csv", "Total (excludes VAT)", "Supplier Name"),
    ("north-tyneside", "north-tyneside/*.csv", "Net Amount", "Supplier (Beneficiary) Name"),
    ("darlington", "darlington/*.csv", "Invoice Line Value (net of VAT)", "Supplier"),
]

READ = """
    SELECT '{body}' AS body_id, filename, "{payee}" AS payee,
           try_cast(replace(replace("{amount}", ',', ''), '£', '') AS decimal(18, 2)) AS amount
    FROM read_csv('{files}', all_varchar = true, union_by_name = true, filename = true, ignore_errors = true)
"""


def main(sources: Path, out: Path, threads: int) -> None:
    started = time.perf_counter()
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    reads = [
        READ.format(body=body, files=sources / files, amount=amount, payee=payee)
        for body, files, amount, payee in BODIES
    ]
    connection.execute("CREATE TABLE line AS " + " UNION ALL ".join(reads))
    connection.execute(
        "CREATE TABLE by_payee AS SELECT body_id, filename, payee, count(*) AS n_lines, sum(amount) AS amount "
        "FROM line GROUP BY ALL"
    )
    connection.execute(f"COPY line TO '{out / 'line.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    connection.execute(f"COPY by_payee TO '{out / 'by_payee.parquet'}' (FORMAT parquet, COMPRESSION zstd)")
    seconds = time.perf_counter() - started
    # What was counted is looked up after the clock has stopped.
    n_lines, amount = connection.execute("SELECT count(amount), sum(amount) FROM line").fetchone()
    print(json.dumps({"n_lines": n_lines, "amount": str(amount), "seconds": round(seconds, 3)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
