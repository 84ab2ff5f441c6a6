"""A gallery as its files show it, and the program that changes it."""

import json
import sqlite3
import stat
import struct
import subprocess
from contextlib import closing, contextmanager
from pathlib import Path

from harden.faults.promise import demand
from support.failure import INTERNAL, Failure

ROOT = Path(__file__).resolve().parents[3]
PAGE, PLACES, ENTRY = 4096, 64, 32


def built_program():
    build = subprocess.run([ROOT / "scripts" / "build"], stdout=subprocess.PIPE, text=True)
    if build.returncode != 0:
        raise Failure(INTERNAL, "the program cannot be built")
    return Path(build.stdout.strip())


class Gallery:
    """A gallery in a folder of its own, which the program makes."""

    def __init__(self, timbre, folder):
        self.timbre, self.folder = timbre, folder
        self.path = folder / "gallery.sqlite"

    def command(self, *words):
        return [str(word) for word in (self.timbre, *words, "--gallery", self.path)]

    def start(self, *words, errors=subprocess.PIPE, **options):
        return subprocess.Popen(
            self.command(*words), stdout=subprocess.PIPE, stderr=errors, **options)

    def run(self, *words):
        process = self.start(*words)
        output, errors = process.communicate()
        # A clip that is enrolled already is refused, and that is no failure here.
        demand(process.returncode in (0, 1, 65),
               f"timbre {words[0]} ended in {process.returncode}: {errors.decode()}")
        return output.decode()

    @contextmanager
    def database(self):
        with closing(sqlite3.connect(f"file:{self.path}?mode=ro", uri=True)) as database:
            try:
                yield database
            except sqlite3.DatabaseError as error:
                demand(False, f"the database is damaged: {error}")

    def statistics(self):
        """Of every speaker, the recordings' statistics by their digests."""
        speakers = {}
        if not self.path.exists():
            return speakers
        with self.database() as database:
            demand(database.execute("PRAGMA integrity_check").fetchall() == [("ok",)],
                   "the database is damaged")
            for (name,) in database.execute("SELECT name FROM speaker"):
                speakers[name] = {}
            for name, digest, statistics in database.execute(
                    "SELECT speaker.name, digest, statistics FROM recording "
                    "JOIN speaker ON speaker.id = speaker_id"):
                speakers[name][digest] = statistics
        return speakers

    def state(self):
        """Of every speaker, the recordings' digests."""
        return digests(self.statistics())

    def clip_digests(self):
        """The digests by speaker and name of the clip."""
        with self.database() as database:
            return {(speaker, clip): digest for speaker, clip, digest in database.execute(
                "SELECT speaker.name, recording.name, digest FROM recording "
                "JOIN speaker ON speaker.id = speaker_id")}

    def names(self):
        """Who is enrolled, as the program says."""
        lines = self.run("speakers", "list", "--json").splitlines()
        return {json.loads(line)["speaker"] for line in lines}

    def check_statistics(self, right):
        """Whether every recording is as an undisturbed enrolment makes it."""
        for name, recordings in self.statistics().items():
            for digest, statistics in recordings.items():
                demand(right.get(digest) == statistics, f"{name} has half a recording")

    def check_models(self):
        """Whether all in the file of models are of somebody who is enrolled, or of the cohort."""
        path = self.folder / "gallery.sqlite-models"
        if not path.exists():
            return
        content = path.read_bytes()
        parameters, compact, essentials = struct.unpack_from("<3Q", content, 48)
        start = PAGE + padded(essentials)
        group = PAGE + padded(PLACES * compact) + padded(PLACES * 4 * parameters)
        found = {struct.unpack_from("<q", content, offset + ENTRY * place)[0]
                 for offset in range(start, len(content), group) for place in range(PLACES)}
        with self.database() as database:
            known = {revision for (revision,) in database.execute("SELECT revision FROM speaker")}
        demand(all(0 <= revision <= 4096 or revision in known for revision in found),
               "a model of something that was removed is left")

    def check_files(self, gone=(), holders=()):
        """Whether nobody else can read the files, and none but the holders has a trace of what is gone."""
        for path in self.folder.iterdir():
            demand(stat.S_IMODE(path.stat().st_mode) == 0o600, f"others can read {path.name}")
            content = b"" if path.name in holders else path.read_bytes()
            for trace in gone:
                demand(trace.encode() not in content, f"{path.name} still holds {trace}")


def digests(statistics):
    return {name: set(recordings) for name, recordings in statistics.items()}


def padded(size):
    return (size + PAGE - 1) // PAGE * PAGE
