"""Reads score files: model, clip, score and target or nontarget, set apart by tabs."""

import math
from pathlib import Path

LABELS = {"target": True, "nontarget": False}


class Unreadable(Exception):
    """A score file that cannot be used, and why."""


# What timbre evaluate keeps for each kind of curve. Ranks are those of scores that know everybody
# who is enrolled; nontargets of verification are scored as though their speaker were not.
FILES = {"det": "scores.tsv", "cmc": "known-impostors.tsv"}


def path_of(word, kind):
    """The score file of a word: itself, or the one for a kind of curve in such a folder."""
    path = Path(word)
    return path / FILES[kind] if path.is_dir() else path


def read(path):
    """The trials of a file: (model, clip, score, is target)."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}; check the path") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{path}: not text; expected a table of scores") from None
    trials = []
    for number, line in enumerate(lines, 1):
        fields = line.split("\t")
        if not line.strip() or (number == 1 and fields[2:3] == ["score"]):
            continue
        try:
            model, clip, score, label = fields[:4]
            trial = (model, clip, float(score), LABELS[label])
        except (ValueError, KeyError):
            trial = None
        if trial is None or math.isnan(trial[2]):
            raise Unreadable(
                f"{path}, line {number}: expected model, clip, score, and target or nontarget, "
                f"set apart by tabs, got {line!r}; correct the line"
            )
        trials.append(trial)
    if not any(trial[3] for trial in trials) or all(trial[3] for trial in trials):
        raise Unreadable(f"{path}: targets and nontargets expected; add what is missing")
    return trials
