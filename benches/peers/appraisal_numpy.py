"""NumPy as an analyst would use it by hand for the worked example of the appraisal: 100,000 draws, vectorised.

The same model as `reference/proposals/early-help.toml`: the same inputs with the same ranges and shapes, the same
correlations by a Gaussian copula, the same discounting, and the value of perfect information of each input by bins.
Prints one line of JSON; `seconds` leaves out the start of Python and the import of NumPy.

usage: appraisal_numpy.py N_DRAWS [N_PROPOSALS]
"""

import json
import sys
import time

import numpy as np
from scipy.special import betaincinv, ndtr

YEARS = 5
STANDARD = 1.035 ** -np.arange(YEARS)
HEALTH = 1.015 ** -np.arange(YEARS)
N_BINS = 100

# Inputs that are drawn: name, low, value, high, shape.
INPUTS = [
    ("engagement", 0.45, 0.60, 0.75, "triangular"),
    ("retention", 0.60, 0.75, 0.85, "triangular"),
    ("lead_workers", 0.9, 1.0, 1.3, "triangular"),
    ("care_affected", 0.15, 0.20, 0.25, "triangular"),
    ("care_impact", 0.10, 0.25, 0.40, "triangular"),
    ("care_deadweight", 0.10, 0.20, 0.40, "triangular"),
    ("asb_affected", 2.5, 4.0, 6.0, "triangular"),
    ("asb_impact", 0.25, 0.40, 0.55, "triangular"),
    ("ae_affected", 1.0, 2.0, 3.0, "triangular"),
    ("ae_impact", 0.05, 0.20, 0.35, "triangular"),
    ("work_affected", 0.35, 0.50, 0.65, "triangular"),
    ("work_impact", 0.05, 0.20, 0.35, "triangular"),
    ("work_deadweight", 0.25, 0.40, 0.60, "triangular"),
    ("depression_affected", 0.25, 0.40, 0.55, "triangular"),
    ("depression_impact", 0.10, 0.25, 0.40, "triangular"),
    ("care_fiscal", 35_000, 50_000, 65_000, "triangular"),
    ("asb_fiscal", 350, 600, 850, "pert"),
]
CORRELATIONS = [("engagement", "retention", 0.5), ("engagement", "care_impact", 0.3)]


def quantile(u, low, mode, high, shape):
    width = high - low
    if shape == "pert":
        a, b = 1 + 4 * (mode - low) / width, 1 + 4 * (high - mode) / width
        return low + width * betaincinv(a, b, u)
    below = low + np.sqrt(u * width * (mode - low))
    above = high - np.sqrt((1 - u) * width * (high - mode))
    return np.where(u * width < mode - low, below, above)


def annuity(lag, years, drop_off, factors):
    return sum((1 - drop_off) ** k * factors[lag + k] for k in range(years) if lag + k < YEARS)


def simulate(n_draws, seed):
    generator = np.random.default_rng(seed)
    names = [name for name, *_ in INPUTS]
    matrix = np.identity(len(INPUTS))
    for first, second, value in CORRELATIONS:
        i, j = names.index(first), names.index(second)
        matrix[i, j] = matrix[j, i] = value
    scores = generator.standard_normal((n_draws, len(INPUTS))) @ np.linalg.cholesky(matrix).T
    uniforms = ndtr(scores)
    x = {name: quantile(uniforms[:, i], *rest) for i, (name, *rest) in enumerate(INPUTS)}

    people = 200 * x["engagement"] * x["retention"]
    cost = 1.1 * ((300_000 * x["lead_workers"] + 150_000) + (150_000 * x["lead_workers"] + 75_000) * STANDARD[1])
    council_cost = 1.1 * x["lead_workers"] * (300_000 + 150_000 * STANDARD[1])
    police_cost, icb_cost = (1.1 * (a + b * STANDARD[1]) for a, b in ((60_000, 30_000), (90_000, 45_000)))

    care = people * x["care_affected"] * x["care_impact"] * (1 - x["care_deadweight"]) * 0.75
    care = care * x["care_fiscal"] * annuity(1, 3, 0.25, STANDARD)
    asb = people * x["asb_affected"] * x["asb_impact"] * 0.75 * 0.90 * x["asb_fiscal"] * annuity(0, 3, 0, STANDARD)
    ae = people * x["ae_affected"] * x["ae_impact"] * 0.50 * 0.85 * 200 * annuity(0, 3, 0, STANDARD)
    work = people * x["work_affected"] * x["work_impact"] * (1 - x["work_deadweight"]) * 0.75
    work = work * annuity(1, 3, 0.20, STANDARD)
    depression = people * x["depression_affected"] * x["depression_impact"] * 0.80 * 0.60
    depression = depression * 7_000 * annuity(0, 3, 0, HEALTH)

    fiscal = care + asb + ae + 10_000 * work
    npv = fiscal + 6_000 * work + depression - cost
    nets = {
        "council": care + 0.4 * asb - council_cost,
        "police": 0.6 * asb - police_cost,
        "icb": ae - icb_cost,
        "dwp": 10_000 * work,
    }
    return {
        "npv": np.percentile(npv, [10, 50, 90]),
        "fiscal": np.percentile(fiscal - cost, [10, 50, 90]),
        "bcr": np.percentile(1 + npv / cost, [10, 50, 90]),
        "fiscal_bcr": np.percentile(fiscal / cost, [10, 50, 90]),
        "bodies": {body: (np.percentile(net, [10, 50, 90]), np.mean(net > 0)) for body, net in nets.items()},
        "chance": np.mean(npv > 0),
        "knowing": knowing(npv, uniforms, n_draws),
    }


def knowing(npv, uniforms, n_draws):
    """The value of perfect information of each input, by equally likely bins."""
    n_bins = int(np.clip(n_draws // 500, 1, N_BINS))
    bins = np.minimum((uniforms * n_bins).astype(int), n_bins - 1)
    before = max(npv.sum(), 0)
    sums = [np.bincount(bins[:, i], weights=npv, minlength=n_bins) for i in range(bins.shape[1])]
    return [(np.maximum(s, 0).sum() - before) / n_draws for s in sums]


def main(n_draws: int, n_proposals: int) -> None:
    started = time.perf_counter()
    for _ in range(n_proposals):
        drawn = simulate(n_draws, 2009)
    seconds = time.perf_counter() - started
    p10, p50, p90 = (round(value) for value in drawn["npv"])
    result = {"n_proposals": n_proposals, "n_draws": n_draws, "p10": p10, "p50": p50, "p90": p90}
    print(json.dumps(result | {"chance": round(float(drawn["chance"]), 5), "seconds": round(seconds, 4)}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if 2 < len(sys.argv) else 1)
