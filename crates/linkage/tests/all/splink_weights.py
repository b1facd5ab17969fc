"""Match weights as Splink 5 finds them, by settings and records that this program wrote.

usage: splink_weights.py SETTINGS.json RECORDS.csv WEIGHT_MIN

Prints a line for every pair of at least that weight: both ids in order, and the weight.
"""

import json
import logging
import sys

import duckdb
from splink import Linker
from splink.internals.duckdb.database_api import DuckDBAPI

logging.getLogger("splink").setLevel(logging.ERROR)


def main(settings_path: str, records: str, weight_min: str) -> None:
    con = duckdb.connect()
    con.execute(
        "create table records as select * from read_csv(?, all_varchar = true, allow_quoted_nulls = false)", [records]
    )
    with open(settings_path, encoding="utf-8") as file:
        settings = json.load(file)
    linker = Linker(DuckDBAPI(con).register("records"), settings, log_level=logging.ERROR)
    pairs = linker.inference.predict(threshold_match_weight=float(weight_min))
    rows = con.execute(f"select unique_id_l, unique_id_r, match_weight from {pairs.physical_name}").fetchall()
    for left, right, weight in rows:
        print(f"{min(left, right)},{max(left, right)},{weight!r}")


main(*sys.argv[1:])
