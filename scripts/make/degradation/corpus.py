"""A corpus under its conditions: one corpus folder for each."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from make.degradation.audio import read, write
from make.degradation.clip import Clip
from make.degradation.conditions import conditions
from make.degradation.folder import fingerprint, make_folder
from make.degradation.lists import read_list, write_list
from make.degradation.noise import Babble
from support.failure import BAD_DATA, Failure

ROOT = Path(__file__).resolve().parents[3]
CORPORA = Path(os.environ.get("TIMBRE_CORPORA", ROOT / "Corpora"))
BABBLE = CORPORA / "librispeech-background" / "background.tsv"
EVALUATED = ("probe", "unknown")


class DegradedCorpus:
    """A corpus' folder, the names of the lists to degrade (None: probe and unknown, as far as there
    are such), the seed, and the list of whose clips babble is made (None: the default)."""

    def __init__(self, folder, names=None, seed=1, babble=None):
        if names is None:
            names = [name for name in EVALUATED if name == "probe" or (folder / f"{name}.tsv").exists()]
        self.lists = {name: read_list(folder / f"{name}.tsv") for name in names}
        self.rows = [row for rows in self.lists.values() for row in rows]
        check_targets(self.rows)
        enrolled = folder / "enroll.tsv"
        self.enrolled = read_list(enrolled) if "enroll" not in names and enrolled.exists() else None
        self.seed = seed
        self.babble = Babble(babble or BABBLE)
        self.conditions = conditions(self.babble)

    def make(self, condition, folder):
        """Makes the folder of a condition, unless it is there already; says which."""
        inputs = [row.path for row in self.rows]
        if condition.startswith("babble"):
            inputs += [row.path for row in self.babble.rows]
        mark = fingerprint([condition, self.seed, self.lists, self.enrolled], inputs)
        return make_folder(folder, mark, lambda draft: self.fill(draft, self.conditions.get(condition)))

    def fill(self, folder, degrade):
        """Writes a condition's clips and lists."""
        rows = {row.path: row for row in self.rows}
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            lines = dict(zip(rows, pool.map(lambda row: self.line(folder, row, degrade), rows.values())))
        for name, listed in self.lists.items():
            write_list(folder / f"{name}.tsv", [lines[row.path] | {"speaker": row.speaker} for row in listed])
        if self.enrolled is not None:
            write_list(folder / "enroll.tsv",
                       [{"speaker": row.speaker, "clip": str(row.path)} for row in self.enrolled])

    def line(self, folder, row, degrade):
        """Degrades one clip, or leaves it where it is; gives its line of the list."""
        samples, rate = read(row.path)
        place, facts = row.path, {}
        if degrade is not None:
            try:
                samples, rate, facts = degrade(Clip(row.speaker, row.name, samples, rate, self.seed))
            except Failure as error:
                raise Failure(error.code, f"{row.path}: {error}")
            place = row.target
            write(folder / place, samples, rate)
        return {"speaker": row.speaker, "clip": str(place), "source": str(row.path),
                "seconds": f"{len(samples) / rate:.3f}", "sample_rate": str(rate), **facts}


def check_targets(rows):
    """Degraded clips lie below the condition's folder, and no two in the same place."""
    sources = {}
    for row in rows:
        if ".." in row.target.parts:
            raise Failure(BAD_DATA, f"{row.name}: expected a clip's path without ..")
        other = sources.setdefault(row.target, row.path)
        if other != row.path:
            raise Failure(BAD_DATA, f"{row.path} and {other} would both become {row.target}")
