"""Person records for the linkage benchmark, as CSV beside the Parquet file that the generator writes.

usage: linkage_people.py GENERATOR N DIR [SEED]

GENERATOR is gen_people.py of the shared peers. Writes DIR/people-N.parquet and DIR/people-N.csv.
"""

import subprocess
import sys
from pathlib import Path

import pyarrow.csv as csv
import pyarrow.parquet as parquet


def main(generator: str, n_records: str, directory: str, seed: str = "7") -> None:
    out = Path(directory) / f"people-{n_records}.parquet"
    out.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, generator, n_records, str(out), seed], check=True, stdout=subprocess.DEVNULL)
    csv.write_csv(parquet.read_table(out), out.with_suffix(".csv"))
    print(out.with_suffix(".csv"))


if __name__ == "__main__":
    main(*sys.argv[1:])
