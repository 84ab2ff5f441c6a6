"""The curves of an evaluation, from trials (model, clip, score, is target)."""

from collections import defaultdict
from itertools import groupby


def detection_curve(trials):
    """(P_fa, P_miss) for every threshold that makes a difference, from the lowest up.

    A trial is accepted when its score reaches the threshold; trials of equal score are taken
    together.
    """
    targets = sum(is_target for *_, is_target in trials)
    nontargets = len(trials) - targets
    missed, accepted = 0, nontargets
    points = [(1.0, 0.0)]
    ordered = sorted(trials, key=lambda trial: trial[2])
    for _, level in groupby(ordered, key=lambda trial: trial[2]):
        for *_, is_target in level:
            if is_target:
                missed += 1
            else:
                accepted -= 1
        points.append((accepted / nontargets, missed / targets))
    return points


def convex_hull(points):
    """The lower left convex hull of a detection curve, in its order."""
    hull = []
    for x, y in points:
        # The last point is dropped while it lies on or above the line from the one before it.
        while len(hull) > 1:
            (ax, ay), (bx, by) = hull[-2:]
            if (bx - ax) * (y - ay) - (by - ay) * (x - ax) < 0:
                break
            hull.pop()
        hull.append((x, y))
    return hull


def equal_error_rate(points):
    """Where the convex hull of a detection curve meets P_miss = P_fa (Brümmer and de Villiers,
    "The BOSARIS toolkit", 2011)."""
    hull = convex_hull(points)
    for (ax, ay), (bx, by) in zip(hull, hull[1:]):
        before, after = ax - ay, by - bx
        if before >= 0 and after >= 0:
            share = before / (before + after) if before + after else 0
            return ay + share * (by - ay)
    return hull[-1][1]


def cumulative_matches(trials):
    """The share of clips whose own model is among the first 1, 2, … of all models.

    Ties count against the system; clips of strangers are left aside. None where not every clip was
    compared with every model, or a clip has several models of its own.
    """
    scores = defaultdict(list)
    own = {}
    for model, clip, score, is_target in trials:
        scores[clip].append((model, score))
        if is_target:
            if clip in own:
                return None
            own[clip] = score
    models = {model for model, *_ in trials}
    if any(len(list_) != len(models) or len({m for m, _ in list_}) != len(models)
           for list_ in scores.values()):
        return None
    counts = [0] * len(models)
    for clip, score in own.items():
        counts[sum(other >= score for _, other in scores[clip]) - 1] += 1
    total, shares = 0, []
    for count in counts:
        total += count
        shares.append(total / len(own))
    return shares
