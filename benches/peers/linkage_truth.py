"""Pairs of records in one cluster compared with pairs of one true person: the same count for every program.

usage: linkage_truth.py CLUSTERS.parquet PEOPLE.parquet

CLUSTERS has `id` and `person` as the program found them, PEOPLE has `unique_id` and the true `person`.
"""

import json
import sys

import duckdb

COUNT = """
with n_both as (select sum(n * (n - 1) / 2) as v from (select count(*) as n from found group by cluster, person)),
n_found as (select sum(n * (n - 1) / 2) as v from (select count(*) as n from found group by cluster)),
n_true as (select sum(n * (n - 1) / 2) as v from (select count(*) as n from found group by person))
select n_both.v, n_found.v, n_true.v from n_both, n_found, n_true
"""


def accuracy(con: duckdb.DuckDBPyConnection) -> dict:
    """Of a table or view `found` with a row for each record: `cluster` and `person`."""
    n_both, n_found, n_true = (float(n or 0) for n in con.execute(COUNT).fetchone())
    precision, recall = n_both / max(n_found, 1), n_both / max(n_true, 1)
    f1 = 2 * n_both / max(n_found + n_true, 1)
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4), "n_missed": int(n_true - n_both), "n_wrong": int(n_found - n_both)}


def main(clusters: str, people: str) -> None:
    con = duckdb.connect()
    con.execute(
        f"create view found as select f.person as cluster, t.person from '{clusters}' f "
        f"join '{people}' t on cast(t.unique_id as varchar) = f.id"
    )
    print(json.dumps(accuracy(con)))


if __name__ == "__main__":
    main(*sys.argv[1:])
