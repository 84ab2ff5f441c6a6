"""Commands that are killed at random moments."""

import signal
import subprocess
import tempfile
import time

from harden.faults.changes import Changes, Enrollment
from harden.faults.clips import CORPUS
from harden.faults.gallery import Gallery
from harden.faults.promise import demand

KINDS = ["enroll", "enroll", "forget", "remove", "rename", "merge", "identify", "identify"]


class Kills:
    """A gallery whose commands are killed, beside one that nothing disturbed."""

    def __init__(self, gallery, reference, clips, chance):
        self.gallery, self.clips, self.chance = gallery, clips, chance
        self.known = reference.clip_digests()
        self.statistics = {digest: statistics for recordings in reference.statistics().values()
                           for digest, statistics in recordings.items()}
        self.changes = Changes(chance)
        # How long a command of a kind takes, in seconds.
        self.durations = {}
        self.killed = self.finished = 0

    def step(self):
        before = self.gallery.state()
        kind = self.chance.choice(KINDS)
        if kind == "enroll" or sum(map(bool, before.values())) < 4:
            kind, change = "enroll", Enrollment(self.clips, before, self.known)
        else:
            change = self.changes.draw(kind, before)
        status, messages = self.run_and_kill(kind, change.words)
        if not self.gallery.path.exists():
            demand(b"enrolled for" not in messages, "something was reported, and there is no gallery")
            return
        self.gallery.check_files()
        now = self.gallery.state()
        change.check(now, status == 0, messages)
        self.gallery.check_statistics(self.statistics)
        demand(self.gallery.names() == set(now), "the program sees others than the database has")
        if change.has_erased(now):
            self.gallery.check_models()
        self.gallery.check_files(change.traces(now))

    def run_and_kill(self, kind, words):
        limit = 1.2 * self.durations.get(kind, 1.0)
        begin = time.monotonic()
        with tempfile.TemporaryFile() as errors:
            process = self.gallery.start(*words, errors=errors)
            try:
                process.communicate(timeout=self.chance.uniform(0, limit))
                self.durations[kind] = time.monotonic() - begin
                self.finished += 1
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.communicate()
                self.durations[kind] = 1.05 * self.durations.get(kind, limit)
                self.killed += 1
            errors.seek(0)
            return process.returncode, errors.read()


def kill(timbre, folder, clips, count, chance):
    """Kills `count` commands; says how it went."""
    everybody = ["enroll", "--quiet", "--threads", "1", "--list", clips, "--root", CORPUS]
    reference = Gallery(timbre, folder / "reference")
    begin = time.monotonic()
    reference.run(*everybody)
    gallery = Gallery(timbre, folder / "killed")
    kills = Kills(gallery, reference, clips, chance)
    kills.durations["enroll"] = time.monotonic() - begin
    while kills.killed < count:
        kills.step()
    # What is left is removed, and all enrolled again: the same answers to the last bit.
    names = sorted(gallery.names())
    if names:
        gallery.run("speakers", "remove", *names)
    gallery.run(*everybody)
    answers = [each.run("identify", "--json", "--quiet", "--list", clips, "--root", CORPUS)
               for each in (gallery, reference)]
    demand(answers[0] == answers[1] and answers[0], "the gallery answers otherwise than before")
    return (f"{kills.killed} commands killed, {kills.finished} finished before; "
            "every promise was kept")
