"""Event logs as PM4Py reads them: a data frame with its own names for case, activity, moment and resource.

Nothing is read as missing that is only called so: a case of the sepsis log is named `NA`.
"""

import contextlib
import io
import os
import warnings

import pandas as pd

# Progress bars cost time and say nothing to a benchmark.
os.environ["TQDM_DISABLE"] = "1"
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    import pm4py

warnings.filterwarnings("ignore")

CASE, ACTIVITY, MOMENT, RESOURCE = "case:concept:name", "concept:name", "time:timestamp", "org:resource"
# Headings that are not PM4Py's own.
HEADINGS = {"case_id": CASE, "activity": ACTIVITY, "timestamp": MOMENT, "resource": RESOURCE}


def read(path: str, importer: str = "iterparse") -> pd.DataFrame:
    """`iterparse` is what PM4Py reads XES with by itself, `r4pm` is its optional importer written in Rust."""
    if ".xes" in path:
        return pm4py.read_xes(path, variant=importer)
    table = pd.read_csv(path, dtype=str, keep_default_na=False).rename(columns=HEADINGS)
    table[MOMENT] = pd.to_datetime(table[MOMENT], utc=True, format="ISO8601")
    return pm4py.format_dataframe(table, case_id=CASE, activity_key=ACTIVITY, timestamp_key=MOMENT)
