"""Writes trials.json in this folder: scores, and what NumPy makes of them; see README.md."""

import json
import pathlib

import numpy as np

ENROLLED, COHORT = 6, 7
VARIANTS = [
    ("none", None), ("nearest", 1), ("nearest", 3), ("nearest", 50),
    ("t-nearest", 1), ("t-nearest", 3), ("z", None), ("t", None),
    ("zt", None), ("s", None), ("adaptive-s", 3), ("adaptive-s", 50),
]

rng = np.random.default_rng(20)
voices = ENROLLED + COHORT
# Models and clips have levels and spreads of their own, which is what normalising is about.
level, spread = rng.normal(size=voices), rng.uniform(0.5, 2, size=voices)
by_model = level[:, None] + spread[:, None] * rng.normal(size=(voices, voices))
of_clip = 0.3 + level + spread * rng.normal(size=voices)


def standardize(x, values):
    return (x - np.mean(values)) / np.std(values)


def largest(values, count):
    return np.flip(np.sort(values))[:count]


def normalize(name, count, model, allowed):
    """One trial; `allowed` is a mask of the voices that may be others."""
    others = allowed.copy()
    others[model] = False
    t_side, z_side = of_clip[others], by_model[model, others]
    z = standardize(of_clip[model], z_side)
    t = standardize(of_clip[model], t_side)
    if name == "none":
        return of_clip[model]
    if name == "nearest":
        return of_clip[model] - np.mean(largest(t_side, count))
    if name == "t-nearest":
        return (of_clip[model] - np.mean(largest(t_side, count))) / np.std(t_side)
    if name == "z":
        return z
    if name == "t":
        return t
    if name == "s":
        return (z + t) / 2
    if name == "adaptive-s":
        return np.mean([
            standardize(of_clip[model], largest(z_side, count)),
            standardize(of_clip[model], largest(t_side, count))])
    if name == "zt":
        # Rows and columns of the others, without the diagonal.
        square = np.ma.masked_array(
            by_model[np.ix_(others, others)], mask=np.eye(others.sum(), dtype=bool))
        z_of_others = (t_side - square.mean(axis=1)) / square.std(axis=1)
        return standardize(z, np.asarray(z_of_others))
    raise ValueError(name)


cases = []
for name, count in VARIANTS:
    for source, first, last in [
        ("background", ENROLLED, voices), ("gallery", 0, ENROLLED), ("both", 0, voices)]:
        for absent in (None, 2):
            allowed = np.zeros(voices, dtype=bool)
            allowed[first:last] = True
            if absent is not None:
                allowed[absent] = False
            cases.append({
                "normalization": name, "count": count, "source": source, "absent": absent,
                "expected": [
                    float(normalize(name, count, model, allowed)) for model in range(ENROLLED)]})
text = json.dumps({
    "enrolled": ENROLLED, "scores": of_clip.tolist(), "impostorScores": by_model.tolist(),
    "cases": cases}, indent=1)
(pathlib.Path(__file__).parent / "trials.json").write_text(text + "\n")
