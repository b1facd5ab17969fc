"""PM4Py on one event log: import, directly-follows graph, variants, hand-offs and waits between steps.

usage: journey_pm4py.py LOG [IMPORTER]

Prints one line of JSON; `seconds` is without Python's start and without the import of PM4Py.
"""

import json
import sys
import time

from journey_logs import ACTIVITY, CASE, RESOURCE, pm4py, read


def main(log: str, *importer: str) -> None:
    started = time.perf_counter()
    table = read(log, *importer)
    imported = time.perf_counter()
    edges, _, _ = pm4py.discover_dfg(table)
    variants = pm4py.get_variants(table)
    # A log that does not say who did something has no hand-offs.
    if RESOURCE in table:
        pm4py.discover_handover_of_work_network(table)
    waits, _, _ = pm4py.discover_performance_dfg(table)
    seconds = time.perf_counter() - started
    said = {
        "seconds": round(seconds, 4),
        "import_seconds": round(imported - started, 4),
        "n_cases": int(table[CASE].nunique()),
        "n_events": len(table),
        "n_activities": int(table[ACTIVITY].nunique()),
        "n_variants": len(variants),
        "edges": sorted([first, second, int(n)] for (first, second), n in edges.items()),
        "n_waits": len(waits),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main(*sys.argv[1:])
