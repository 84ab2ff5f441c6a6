#!/usr/bin/env python3
"""EM for Gaussian mixtures of data with missing cells, from the textbook and in plain NumPy.

usage: make.py    (writes table.csv, generated.json and shells.json beside itself)

The equations are those of Ghahramani and Jordan, "Supervised learning from incomplete data via an
EM approach" (1994): each row is completed under each component by its conditional mean, and the
conditional covariance is added to the missing block.
"""

import json
from pathlib import Path

import numpy as np

HERE = Path(__file__).resolve().parent
SHELLS = HERE / "../../../Sources/GaussianMixtures/GaussianMixtures.docc/Resources/shells.csv"


def e_step(x, weights, means, covariances):
    """Per component: responsibilities, completed rows and summed conditional covariances; log p."""
    count, width = len(weights), x.shape[1]
    joint = np.empty((len(x), count))
    completed = np.empty((count, len(x), width))
    extra = np.zeros((count, len(x), width, width))
    for n, row in enumerate(x):
        o, m = np.flatnonzero(~np.isnan(row)), np.flatnonzero(np.isnan(row))
        for k in range(count):
            inner = covariances[k][np.ix_(o, o)]
            deviation = row[o] - means[k][o]
            solved = np.linalg.solve(inner, deviation)
            joint[n, k] = np.log(weights[k]) - 0.5 * (
                len(o) * np.log(2 * np.pi) + np.linalg.slogdet(inner)[1] + deviation @ solved)
            completed[k, n, o] = row[o]
            if len(m):
                cross = covariances[k][np.ix_(m, o)]
                completed[k, n, m] = means[k][m] + cross @ solved
                extra[k, n][np.ix_(m, m)] = covariances[k][np.ix_(m, m)] - cross @ np.linalg.solve(
                    inner, cross.T)
    top = joint.max(axis=1, keepdims=True)
    total = top[:, 0] + np.log(np.exp(joint - top).sum(axis=1))
    return np.exp(joint - total[:, None]), completed, extra, total


def m_step(gamma, completed, extra, diagonal):
    weights = gamma.mean(axis=0)
    means, covariances = [], []
    for k in range(gamma.shape[1]):
        share = gamma[:, k] / gamma[:, k].sum()
        mean = share @ completed[k]
        centred = completed[k] - mean
        covariance = (share[:, None] * centred).T @ centred + np.einsum(
            "n,nij->ij", share, extra[k])
        means.append(mean)
        covariances.append(np.diag(np.diag(covariance)) if diagonal else covariance)
    return weights, np.array(means), np.array(covariances)


def em(x, parameters, iterations, diagonal, tolerance=None):
    """Parameters after every iteration, and the mean log-likelihood that each one saw."""
    x = x[~np.isnan(x).all(axis=1)]
    history, bounds = [], []
    for _ in range(iterations):
        gamma, completed, extra, total = e_step(x, *parameters)
        bounds.append(total.mean())
        parameters = m_step(gamma, completed, extra, diagonal)
        history.append(parameters)
        if tolerance is not None and len(bounds) > 1 and bounds[-1] - bounds[-2] < tolerance:
            break
    return history, bounds


def numbers(parameters):
    weights, means, covariances = parameters
    return {"weights": weights.tolist(), "means": means.tolist(), "covariances": covariances.tolist()}


def generated():
    chance = np.random.default_rng(20)
    labels = chance.choice(2, size=80, p=[0.6, 0.4])
    shape = np.array([[[1, 0.6, 0], [0.6, 2, 0.3], [0, 0.3, 0.5]],
                      [[0.5, -0.2, 0.1], [-0.2, 1, 0], [0.1, 0, 1.5]]])
    centre = np.array([[0, 0, 0], [2, -2, 1]])
    x = np.array([chance.multivariate_normal(centre[k], shape[k]) for k in labels]).round(4)
    x[chance.uniform(size=x.shape) < 0.2] = np.nan
    x[17] = np.nan
    lines = [",".join("" if np.isnan(v) else repr(float(v)) for v in row) for row in x]
    (HERE / "table.csv").write_text("\n".join(lines) + "\n")
    start = (np.array([0.5, 0.5]), np.array([[-1.0, 0.5, 0], [1.5, -1, 0.5]]),
             np.array([np.diag([1.0, 2, 1])] * 2))
    result = {"start": numbers(start)}
    for name in ["full", "diagonal"]:
        history, bounds = em(x, start, 20, name == "diagonal")
        result[name] = {"bounds": bounds} | {
            str(i): numbers(history[i - 1]) for i in [1, 5, 20]}
    (HERE / "generated.json").write_text(json.dumps(result, indent=1) + "\n")


def shells():
    x = np.genfromtxt(SHELLS, delimiter=",", skip_header=1, usecols=(0, 1))
    complete = x[~np.isnan(x).any(axis=1)]
    chance = np.random.default_rng(21)
    spread = np.array([np.cov(complete.T)] * 3)
    best = None
    for _ in range(30):
        means = complete[chance.choice(len(complete), 3, replace=False)]
        try:
            history, bounds = em(x, (np.full(3, 1 / 3), means, spread), 500, False, 1e-7)
        except np.linalg.LinAlgError:
            continue  # A component has collapsed; there is no floor here.
        collapsed = min(np.linalg.eigvalsh(c)[0] for c in history[-1][2]) < 1e-3
        if not collapsed and (best is None or bounds[-1] > best[1]):
            best = (history[-1], bounds[-1])
    history, bounds = em(x, best[0], 3000, False, 0)
    one = em(x, (np.ones(1), complete.mean(axis=0)[None], spread[:1]), 200, False)[0][-1]
    (HERE / "shells.json").write_text(json.dumps(
        {"bound": bounds[-1], "three": numbers(history[-1]), "one": numbers(one)}, indent=1) + "\n")


if __name__ == "__main__":
    generated()
    shells()
