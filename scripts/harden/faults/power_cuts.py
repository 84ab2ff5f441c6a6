"""Cuts the power under commands that change a gallery, as far as a record of their system calls can."""

import copy
import shutil
import subprocess

from harden.faults import system_calls
from harden.faults.changes import Change, Changes, Enrollment
from harden.faults.clips import CORPUS
from harden.faults.gallery import Gallery
from harden.faults.promise import demand
from harden.faults.replay import Replay

# Of the background model.
COMPONENTS = 16
# Each of the commands that write, and identifying, which keeps the models that it made.
KINDS = ["enroll", "identify", "rename", "forget", "identify", "export", "remove", "import", "merge",
         "backup", "enroll", "identify", "compact", "remove", "identify", "enroll"]
# Beside what was exported or backed up, nothing else is left by a command that has ended.
FILES = {"gallery.sqlite", "gallery.sqlite-wal", "gallery.sqlite-shm", "gallery.sqlite-models"}


class PowerCuts:
    """A gallery whose commands are recorded, and what disks may hold of it."""

    def __init__(self, timbre, folder, model, clips, chance):
        self.timbre, self.folder, self.model, self.clips, self.chance = timbre, folder, model, clips, chance
        self.root = folder / "disk"
        self.root.mkdir()
        # The program makes this folder, too.
        self.gallery = Gallery(timbre, self.root / "house")
        self.replay = Replay(self.root)
        self.changes = Changes(chance)
        reference = Gallery(timbre, folder / "reference")
        reference.run(*Enrollment(clips, {}, {}, "--model", model).words)
        self.known = reference.clip_digests()
        self.statistics = {digest: statistics for recordings in reference.statistics().values()
                           for digest, statistics in recordings.items()}
        # What is there after the commands so far: speakers, other files, traces of what is gone.
        self.state, self.products, self.gone = {}, {}, []
        self.exported = {}
        self.cut = 0

    def run(self, kind, count):
        """Runs a command, and cuts the power `count` times while it runs."""
        change = self.change(kind)
        trace = self.folder / "trace"
        status, output, errors = system_calls.record(self.gallery.command(*change.words), trace)
        text = errors.decode()
        demand(status in (0, 1, 65), f"timbre {kind} ended in {status}: {text}")
        with trace.open() as lines:
            calls = list(system_calls.calls(lines))
        trace.unlink()
        after = self.copy("after").state()
        product = self.product(kind)
        self.cut_power(change, calls, count, product)
        demand(sorted(self.replay.said) == sorted(output + errors), f"the record of timbre {kind} has gaps")
        change.check(after, True, errors)
        self.gone += change.traces(after)
        self.state, self.products = after, self.products | product

    def change(self, kind):
        """The next command of a kind."""
        if kind == "enroll":
            return Enrollment(self.clips, self.state, self.known, "--model", self.model)
        if kind == "export":
            self.exported = self.state
            return Change(["speakers", "export", "--file", self.gallery.folder / "export"], self.state, self.state)
        if kind == "import":
            names = self.exported.keys() | self.state.keys()
            after = {name: self.exported.get(name, set()) | self.state.get(name, set()) for name in names}
            return Change(["speakers", "import", self.gallery.folder / "export"], self.state, after)
        if kind == "backup":
            return Change(["speakers", "backup", self.gallery.folder / "backup"], self.state, self.state)
        if kind == "compact":
            return Change(["speakers", "compact"], self.state, self.state)
        return self.changes.draw(kind, self.state)

    def product(self, kind):
        """The file that a command wrote beside the gallery."""
        if kind not in ("export", "backup"):
            return {}
        return {kind: (self.gallery.folder / kind).read_bytes()}

    def copy(self, name):
        """The gallery in another folder, because a look at it leaves files there."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.gallery.folder, place)
        return Gallery(self.timbre, place)

    def cut_power(self, change, calls, count, product):
        """Repeats a command's calls, and looks at what is there when the power fails in between."""
        self.replay.begin()
        rehearsal = copy.deepcopy(self.replay)
        touching = [index for index, call in enumerate(calls) if rehearsal.run(call)]
        moments = self.chance.choices([-1, *touching], k=count)
        for index in [-1, *range(len(calls))]:
            if index >= 0:
                self.replay.run(calls[index])
            for _ in range(moments.count(index)):
                self.check(change, index == max(touching, default=-1), product)
                self.cut += 1

    def check(self, change, is_over, product):
        """Makes one state that the disk may have now, and demands everything that was promised."""
        place = self.folder / "cut"
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        self.replay.disk.write_state(place, self.chance)
        gallery = Gallery(self.timbre, place / "house")
        said = self.replay.said
        if not gallery.path.exists():
            demand(not self.state and not said, "the gallery is gone")
            return
        names = gallery.names()
        now = gallery.state()
        demand(names == set(now), "the program sees others than the database has")
        change.check(now, is_over or bool(said), said)
        gallery.check_statistics(self.statistics)
        if change.has_erased(now):
            gallery.check_models()
        products = self.products | product
        gallery.check_files(absent(self.gone, now) + change.traces(now), holders=products)
        for name, content in products.items():
            found = gallery.folder / name
            is_needed = name in self.products or is_over or bool(said)
            demand(found.exists() or not is_needed, f"{name} was reported and is lost")
            demand(not found.exists() or found.read_bytes() == content, f"half of {name} is there")
        if is_over:
            left = {path.name for path in gallery.folder.iterdir()} - FILES - set(products)
            demand(not left, f"{', '.join(left)} is left")
        if any(now.values()):
            self.check_answers(gallery)

    def check_answers(self, gallery):
        """Whether the file of models says what the gallery's statistics do."""
        question = ["identify", "--json", "--quiet", CORPUS / "clips/ada/probe-1.flac",
                    CORPUS / "clips/bruno/probe-2.flac"]
        answer = gallery.run(*question)
        (gallery.folder / "gallery.sqlite-models").unlink(missing_ok=True)
        demand(answer == gallery.run(*question), "models that were stored answer otherwise than new ones")


def absent(traces, now):
    """Those of what was removed that did not come back."""
    return [trace for trace in traces
            if not any(trace in name or trace in recordings for name, recordings in now.items())]


def cut_power(timbre, folder, clips, kinds, count, chance):
    """Cuts the power `count` times in a sequence of commands; says how it went."""
    model = folder / "model.safetensors"
    # A small one, as there is much to write and to check.
    subprocess.run([timbre, "train", "--quiet", "--components", str(COMPONENTS), "--output", model,
                    *sorted((CORPUS / "clips").glob("*/enroll-1.flac"))], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    cuts = PowerCuts(timbre, folder, model, clips, chance)
    for index, kind in enumerate(kinds):
        cuts.run(kind, count * (index + 1) // len(kinds) - count * index // len(kinds))
    return f"power cut {cuts.cut} times in {len(kinds)} commands; every promise was kept"
