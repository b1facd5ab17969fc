"""The inductive miner of ours and of PM4Py at the same thresholds, both scored by PM4Py's token-based replay.

usage: journey_miner.py PROGRAM LOG...

PROGRAM is `totalplace`. Fitness is that of the log, precision that of escaping edges (Muñoz-Gama and Carmona 2010), both as
PM4Py measures them on either net. Ends with 1 if a figure of ours is lower than PM4Py's.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from journey_logs import pm4py, read

THRESHOLDS = [0.0, 0.2]
# Both figures are ratios of whole numbers; what is nearer than this is rounding.
NEAR = 1e-9


def scores(table, net) -> tuple[float, float]:
    fitness = pm4py.fitness_token_based_replay(table, *net)["log_fitness"]
    return fitness, pm4py.precision_token_based_replay(table, *net)


def ours(program: str, log: str, threshold: float):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ours.pnml"
        arguments = [program, "mine", log, "--json", "--pnml", str(path), "--noise", str(threshold)]
        run = subprocess.run(arguments, stdout=subprocess.DEVNULL, check=False)
        # 1 is done, with something to look at.
        if run.returncode not in (0, 1):
            sys.exit(f"`{' '.join(arguments)}` ended with status {run.returncode}")
        return pm4py.read_pnml(str(path))


def main(program: str, *logs: str) -> None:
    print(f"{'log':<24}{'threshold':>10}{'fitness':>10}{'PM4Py':>10}{'precision':>11}{'PM4Py':>10}  no worse")
    lower = 0
    for log in logs:
        table = read(log)
        for threshold in THRESHOLDS:
            theirs = scores(table, pm4py.discover_petri_net_inductive(table, noise_threshold=threshold))
            mine = scores(table, ours(program, log, threshold))
            holds = [theirs[at] <= mine[at] + NEAR for at in (0, 1)]
            lower += holds.count(False)
            words = "holds" if all(holds) else "does NOT hold"
            figures = f"{mine[0]:>10.4f}{theirs[0]:>10.4f}{mine[1]:>11.4f}{theirs[1]:>10.4f}"
            print(f"{Path(log).name:<24}{threshold:>10}{figures}  {words}", flush=True)
    sys.exit(1 if lower else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
