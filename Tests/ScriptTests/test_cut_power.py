"""Tests of scripts/harden/cut-power: what a trace says, what a disk may hold, and a few cuts.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))
sys.dont_write_bytecode = True
from harden.faults.disk import Disk, File, Folder, pieces
from harden.faults.replay import Replay
from harden.faults.system_calls import Call, calls


def text(data):
    return "".join(f"\\x{byte:02x}" for byte in data)


class Traces(unittest.TestCase):
    def test_only_what_succeeded_is_told(self):
        lines = ['7 openat(AT_FDCWD, "\\x61", O_RDONLY) = -1 ENOENT (No such file or directory)',
                 '7 pwrite64(5, "\\x00\\x2c\\x20", 3, 4096) = 2', "7 +++ exited with 0 +++"]
        self.assertEqual(list(calls(lines)),
                         [Call("pwrite64", ["5", b"\x00, ", "3", "4096"], 2, 0)])

    def test_threads_are_told_apart(self):
        """A sync covers what was written before it began, not what was written meanwhile."""
        lines = ["7 fsync(5 <unfinished ...>", '8 pwrite64(5, "\\x61", 1, 0) = 1',
                 "7 <... fsync resumed>)  = 0", '8 openat(AT_FDCWD, "\\x62", O_RDONLY <unfinished ...>',
                 "7 close(5 <unfinished ...>", "8 <... openat resumed>) = 5", "7 <... close resumed>) = 0"]
        found = list(calls(lines))
        self.assertEqual([(call.name, call.began) for call in found],
                         [("pwrite64", 0), ("fsync", 0), ("close", 2), ("openat", 2)])
        self.assertEqual(found[3].arguments, ["AT_FDCWD", b"b", "O_RDONLY"])


class Disks(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.chance = random.Random(1)

    def states(self, disk, path, count=200):
        """All that is found at a path after so many cuts."""
        found = set()
        for _ in range(count):
            target = self.folder / "state"
            target.mkdir()
            disk.write_state(target, self.chance)
            place = target / path
            found.add(place.read_bytes() if place.is_file() else place.is_dir() or None)
            shutil.rmtree(target)
        return found

    def contents(self, file, count=500):
        return {bytes(file.content(self.chance)) for _ in range(count)}

    def file(self, *pending):
        file = File(0o600)
        file.pending = [(time, offset, data) for time, (offset, data) in enumerate(pending, 1)]
        return file

    def test_unsynced_writes_come_in_any_order(self):
        file = self.file((0, b"a"), (1, b"b"))
        self.assertEqual(self.contents(file), {b"", b"a", b"ab", b"\0b"})
        file.synchronize(1)
        self.assertEqual(self.contents(file), {b"a", b"ab"})
        file.synchronize(2)
        self.assertEqual(self.contents(file), {b"ab"})

    def test_sizes_are_written_too(self):
        file = self.file((0, b"abc"), (1, None))
        self.assertEqual(self.contents(file), {b"", b"\0", b"a", b"abc"})
        file.synchronize(9)
        self.assertEqual(self.contents(file), {b"a"})

    def test_writes_tear_between_sectors(self):
        self.assertEqual([(start, len(data)) for start, data in pieces(500, bytes(600), 512)],
                         [(500, 12), (512, 512), (1024, 76)])
        old, new = b"a" * 4096, b"b" * 4096
        file = self.file((0, old), (0, new))
        file.synchronize(1)
        found = self.contents(file)
        self.assertLessEqual({old, new}, found)
        self.assertGreater(len(found), 20)
        for content in found:
            sectors = [content[start:start + 512] for start in range(0, 4096, 512)]
            self.assertTrue(all(sector in (old[:512], new[:512]) for sector in sectors))

    def test_names_are_what_they_were_since_their_folder_was_synced(self):
        disk = Disk()
        old, new = self.file((0, b"old")), self.file((0, b"new"))
        old.synchronize(1)
        new.synchronize(1)
        disk.put("a", old)
        self.assertEqual(self.states(disk, "a"), {None, b"old"})
        disk.synchronize("")
        disk.put("b", new)
        disk.rename("b", "a")
        self.assertEqual(self.states(disk, "a"), {b"old", b"new"})
        self.assertEqual(self.states(disk, "b"), {None, b"new"})
        disk.synchronize("")
        self.assertEqual(self.states(disk, "a"), {b"new"})
        disk.put("a", None)
        self.assertEqual(self.states(disk, "a"), {None, b"new"})

    def test_a_folder_takes_along_what_lies_in_it(self):
        disk, file = Disk(), self.file()
        disk.put("house", Folder())
        disk.put("house/a", file)
        disk.synchronize("house")
        self.assertEqual(self.states(disk, "house/a"), {None, b""})
        disk.synchronize("")
        self.assertEqual(self.states(disk, "house/a"), {b""})

    def test_two_names_are_one_file(self):
        disk = Disk()
        disk.put("a", self.file((0, b"x")))
        disk.put("b", disk.at("a"))
        disk.synchronize("")
        disk.write_state(self.folder, self.chance)
        self.assertTrue(os.path.samefile(self.folder / "a", self.folder / "b"))

    def test_calls_are_repeated(self):
        replay = Replay(self.folder)
        path = os.fsencode(self.folder / "a")
        trace = [Call("openat", ["AT_FDCWD", path, "O_RDWR|O_CREAT", "0600"], 3, 0),
                 Call("write", ["3", b"abc", "3"], 2, 1), Call("write", ["3", b"c", "1"], 1, 2),
                 Call("pwrite64", ["3", b"x", "1", "0"], 1, 3), Call("fsync", ["3"], 0, 3),
                 Call("write", ["2", b"done", "4"], 4, 5), Call("close", ["3"], 0, 6),
                 Call("openat", ["AT_FDCWD", os.fsencode(self.folder), "O_RDONLY|O_DIRECTORY"], 3, 7),
                 Call("fsync", ["3"], 0, 8)]
        self.assertEqual([replay.run(call) for call in trace],
                         [True, True, True, True, True, True, False, False, True])
        self.assertEqual(replay.said, b"done")
        self.assertEqual(self.states(replay.disk, "a"), {b"abc", b"xbc"})
        replay.run(Call("rename", [path, os.fsencode(self.folder / "b")], 0, 9))
        self.assertEqual(self.states(replay.disk, "b"), {None, b"abc", b"xbc"})


@unittest.skipUnless("TIMBRE_PROGRAM" in os.environ, "TIMBRE_PROGRAM names no program")
class Program(unittest.TestCase):
    def test_a_few_cuts_break_no_promise(self):
        done = subprocess.run(
            [ROOT / "scripts/harden/cut-power", "--cuts", "6", "--speakers", "2", "--commands", "enroll,rename,remove",
             "--timbre", os.environ["TIMBRE_PROGRAM"]], capture_output=True, text=True)
        if done.returncode == 69:
            self.skipTest(done.stderr.strip())
        self.assertEqual(done.returncode, 0, done.stderr)


if __name__ == "__main__":
    unittest.main()
