"""Splink 5 on the comparisons, blocking and training rules of a model of ours, and either's clusters compared with the truth.

usage: linkage_quality.py splink MODEL.toml SETTINGS.json TRUTH FILE...
       linkage_quality.py ours CLUSTERS.csv TRUTH FILE...

SETTINGS is what `totalplace link --write-splink` wrote of MODEL; what training found is taken out of it, and Splink
trains by itself. CLUSTERS has `source` (the name of a file without its ending), `id` and `person`; a record of the FILES
that is in none is alone. TRUTH says what of an id is the person: `febrl` (rec-12-dup-3 is person 12) or `id` (all of it).
"""

import csv
import json
import logging
import re
import sys
import tomllib
from pathlib import Path

import duckdb
import pandas as pd
from linkage_truth import accuracy

# People known to every source: as they were found, and in truth.
KNOWN = {"n_known_to_all": "cluster", "n_truly_known_to_all": "person"}
TRUTHS = {"febrl": lambda key: key.split("-")[1], "id": lambda key: key}
CODES = {letter: code for code, letters in {"1": "BFPV", "2": "CGJKQSXZ", "3": "DT", "4": "L", "5": "MN", "6": "R"}.items() for letter in letters}


def soundex(text):
    """DuckDB has none; H and W do not part equal codes."""
    letters = re.sub("[^A-Z]", "", str(text or "").upper())
    if not letters:
        return None
    code, last = letters[0], CODES.get(letters[0], "")
    for letter in letters[1:]:
        new = CODES.get(letter, "")
        if new and new != last:
            code += new
        if letter not in "HW":
            last = new
    return (code + "000")[:4]


def held_against_truth(rows) -> None:
    """Rows are a source, an id, a cluster and a true person."""
    found = pd.DataFrame(rows, columns=["source", "id", "cluster", "person"])
    con = duckdb.connect()
    con.register("found", found)
    said = accuracy(con)
    # A person is right where all their records are in one cluster that holds nobody else.
    sizes = found.groupby("cluster").size()
    people = found.groupby("person").agg(n=("id", "size"), n_clusters=("cluster", "nunique"), cluster=("cluster", "first"))
    right = (people.n_clusters == 1) & (people.cluster.map(sizes) == people.n)
    n_sources = found["source"].nunique()
    known = {key: int((found.groupby(by)["source"].nunique() == n_sources).sum()) for key, by in KNOWN.items()}
    print(json.dumps({**said, "n_people": len(people), "n_people_right": int(right.sum()), **known}))


def ours(clusters: str, truth: str, *files: str) -> None:
    with open(clusters, newline="", encoding="utf-8") as file:
        found = {(row["source"], row["id"]): row["person"] for row in csv.DictReader(file)}
    keys = [(Path(path).stem, key) for path in files for key in read(path)["unique_id"]]
    held_against_truth([(*key, found.get(key, f"alone {key}"), TRUTHS[truth](key[1])) for key in keys])


def read(path: str) -> pd.DataFrame:
    table = pd.read_csv(path, dtype=str, skipinitialspace=True, keep_default_na=False)
    table.columns = [column.strip() for column in table.columns]
    table = table.map(lambda text: text.strip() or None)
    table = table.rename(columns={table.columns[0]: "unique_id"})
    for column in ("given_name", "givenname", "surname"):
        if column in table:
            table[f"soundex({column})"] = table[column].map(soundex)
    return table


def sql_of(rule: list[str]) -> str:
    def side(expression: str, table: str) -> str:
        if expression.startswith("substr("):
            column, start, length = (part.strip() for part in expression[7:-1].split(","))
            return f'substr({table}."{column}", {start}, {length})'
        return f'{table}."{expression}"'

    return " AND ".join(f"{side(part, 'l')} = {side(part, 'r')}" for part in rule)


def splink(model: str, settings: str, truth: str, *files: str) -> None:
    from splink import Linker
    from splink.internals.duckdb.database_api import DuckDBAPI

    logging.getLogger("splink").setLevel(logging.ERROR)
    model = tomllib.loads(Path(model).read_text(encoding="utf-8"))
    settings = json.loads(Path(settings).read_text(encoding="utf-8"))
    settings.pop("probability_two_random_records_match", None)
    for comparison in settings["comparisons"]:
        for level in comparison["comparison_levels"]:
            level.pop("m_probability", None)
            level.pop("u_probability", None)
    settings["blocking_rules_to_generate_predictions"] = [
        {"blocking_rule": sql_of(rule), "sql_dialect": "duckdb"} for rule in model["blocking"]
    ]
    settings["retain_matching_columns"] = False
    con = duckdb.connect()
    api = DuckDBAPI(con)
    names = [Path(file).stem.replace("-", "_") for file in files]
    tables = [api.register(read(file), dataset_display_name=name) for name, file in zip(names, files)]
    linker = Linker(tables if len(tables) > 1 else tables[0], settings, log_level=logging.ERROR)
    prior = model["prior"]
    linker.training.estimate_probability_two_random_records_match([sql_of(r) for r in prior["rules"]], recall=prior["recall"])
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in model["training"]["rules"]:
        linker.training.estimate_parameters_using_expectation_maximisation(sql_of(rule))
    thresholds = model.get("thresholds", {})
    pairs = linker.inference.predict(threshold_match_probability=thresholds.get("keep", 0.5))
    link = thresholds.get("link", 0.95)
    # Splink's own one-to-one clusters (`cluster_using_single_best_links`) were still at work after nine minutes on the
    # five agencies, in 7 GB; these are connected components.
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold_match_probability=link)
    rows = con.execute(f"select * from {clusters.physical_name}").fetch_df()
    source = rows["source_dataset"] if "source_dataset" in rows else [""] * len(rows)
    ids = rows["unique_id"].astype(str)
    held_against_truth([(s, i, c, TRUTHS[truth](i)) for s, i, c in zip(source, ids, rows["cluster_id"])])


if __name__ == "__main__":
    {"ours": ours, "splink": splink}[sys.argv[1]](*sys.argv[2:])
