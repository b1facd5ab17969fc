"""Splink 5 on DuckDB: people linked and compared with the truth.

usage: linkage_splink.py PEOPLE.parquet THREADS [THRESHOLD]

Settings, stages and threshold are those of `splink_link.py` of the shared peers, which `linkage_splink.toml` says again
as a model of ours. Prints one line of JSON; `seconds` is without Python's start and without the count against the truth.
"""

import json
import logging
import sys
import time

import duckdb
import splink.comparison_library as cl
from linkage_truth import accuracy
from splink import Linker, SettingsCreator, block_on
from splink.internals.duckdb.database_api import DuckDBAPI

logging.getLogger("splink").setLevel(logging.ERROR)


def main(people: str, n_threads: str, threshold: str = "0.95") -> None:
    started = time.perf_counter()
    con = duckdb.connect()
    con.execute(f"set threads = {n_threads}")
    con.execute(f"create table people as select * from '{people}'")
    settings = SettingsCreator(
        link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("first_name", "surname"),
            block_on("dob", "surname"),
            block_on("dob", "first_name"),
            block_on("postcode", "surname"),
            block_on("postcode", "first_name"),
            block_on("postcode", "dob"),
        ],
        comparisons=[
            cl.JaroWinklerAtThresholds("first_name", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("surname", [0.92, 0.8]).configure(term_frequency_adjustments=True),
            cl.DamerauLevenshteinAtThresholds("dob", [1, 2]),
            cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
            cl.LevenshteinAtThresholds("address", [2, 5]),
        ],
        retain_matching_columns=False,
    )
    linker = Linker(DuckDBAPI(con).register("people"), settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob"), block_on("first_name", "surname", "postcode")], recall=0.6
    )
    training.estimate_u_using_random_sampling(max_pairs=1e6)
    training.estimate_parameters_using_expectation_maximisation(block_on("first_name", "surname"))
    training.estimate_parameters_using_expectation_maximisation(block_on("dob", "postcode"))
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        pairs, threshold_match_probability=float(threshold)
    )
    seconds = time.perf_counter() - started
    con.execute(
        f"create view found as select c.cluster_id as cluster, p.person from {clusters.physical_name} c "
        "join people p using (unique_id)"
    )
    print(json.dumps({"seconds": round(seconds, 2), **accuracy(con)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
