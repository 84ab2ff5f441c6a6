"""What a command is to do to a gallery, and whether what is found there is what it may leave."""

import re
from pathlib import Path

from harden.faults.clips import CORPUS
from harden.faults.promise import demand
from support.failure import USAGE, Failure

REPORTED = re.compile(rb"^timbre: (.*): enrolled for (.*)\n", re.MULTILINE)


class Change:
    """A command that does something wholly or not at all."""

    def __init__(self, words, before, after, gone=()):
        self.words, self.before, self.after, self.gone = words, before, after, gone

    def check(self, now, is_reported, messages=b""):
        """Whether `now` may be there once the command has said so much."""
        text = " ".join(map(str, self.words))
        demand(now in (self.before, self.after), f"half of {text} happened")
        demand(now == self.after or not is_reported, f"{text} was reported and is lost")

    def has_erased(self, now):
        """Whether something was removed: then nothing of it may be left."""
        return bool(self.gone) and now == self.after

    def traces(self, now):
        """What may be found in no file any more."""
        if not self.has_erased(now):
            return []
        # What another speaker has too stays, and a name may begin another one.
        left = set().union(*now.values())
        return [trace for trace in self.gone
                if trace not in left and not any(trace in name for name in now)
                and (len(trace) == 64 or "-" in trace)]


class Enrollment:
    """A command that enrols one clip after the other."""

    def __init__(self, clips, before, known, *options):
        """`clips` lists them, `known` has the digest of each."""
        self.before, self.known = before, known
        self.words = ["enroll", "--verbose", "--threads", "1", *options,
                      "--list", clips, "--root", CORPUS]

    def check(self, now, is_reported, messages):
        for name, recordings in self.before.items():
            demand(recordings <= now.get(name, set()), f"{name} lost a recording")
        for clip, name in REPORTED.findall(messages):
            digest = self.known.get((name.decode(), clip.decode()))
            demand(digest is not None, f"{clip.decode()} is not {name.decode()}'s")
            demand(digest in now.get(name.decode(), set()), f"{clip.decode()} was reported and is lost")

    def has_erased(self, now):
        return False

    def traces(self, now):
        return []


class Changes:
    """Changes as chance draws them, under names that tell how often somebody was renamed."""

    def __init__(self, chance):
        self.chance, self.renamed = chance, 0

    def draw(self, kind, before):
        """One that fits the gallery; names are taken of those who have recordings."""
        full = sorted(name for name, recordings in before.items() if recordings)
        if len(full) < 2:
            raise Failure(USAGE, f"nobody is left to {kind}; take more --speakers")
        first, second = self.chance.sample(full, 2)
        rest = {name: recordings for name, recordings in before.items() if name != first}
        if kind == "forget":
            recording = self.chance.choice(sorted(before[first]))
            after = rest | {first: before[first] - {recording}}
            return Change(["forget", first, recording], before, after, [recording])
        if kind == "remove":
            return Change(["speakers", "remove", first], before, rest, [first, *before[first]])
        if kind == "rename":
            self.renamed += 1
            other = f"{first.split('-')[0]}-{self.renamed}"
            return Change(["speakers", "rename", first, other], before,
                          rest | {other: before[first]}, [first])
        if kind == "merge":
            after = rest | {second: before[first] | before[second]}
            return Change(["speakers", "merge", first, second], before, after, [first])
        return Change(["identify", CORPUS / "clips/ada/probe-1.flac"], before, before)
