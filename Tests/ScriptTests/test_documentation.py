"""Tests of what scripts/check-documentation compares, and of the documentation's reader of models.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import importlib.util
import json
import os
import re
import struct
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

from support.documentation.comparison import commands, is_same
from support.documentation.mentions import Program, faults
from support.documentation.session import Session

ARTICLE = ROOT / "Sources/Recognition/Timbre/Timbre.docc/OtherPrograms.md"
MODELS = ROOT / "Sources/Recognition/SpeakerIdentification/Models"
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
HELP = """#!/bin/sh
case "$*" in
help) echo "OPTIONS:\n  --version  Show.\n\nSUBCOMMANDS:\n  speak (default)  Speak.\n" ;;
*) echo "OPTIONS:\n  --loud  Speak loudly." ;;
esac
"""


class Comparison(unittest.TestCase):
    def test_commands_have_the_output_below_them(self):
        self.assertEqual(commands("$ a | b\none\n$ c\n"), [("a | b", "one\n"), ("c", "")])
        with self.assertRaises(ValueError):
            commands("one\n$ a\n")

    def test_numbers_may_differ_by_one_unit_of_the_last_digit(self):
        for shown, real, same in [
            ("score 27.74", "score 27.75", True), ("score 27.74", "score 27.76", False),
            ("score 27.74", "scores 27.74", False), ("12 clips", "13 clips", False),
            ("-3.5", "3.5", False), ("1.5e-3", "1.6e-3", True), ("1.5e-3", "1.7e-3", False),
            ("1000000.0", "1000000.9", True), ("1000000.0", "1000001.5", False),
            ("digest 6e999 9", "digest 6e999 9", True), ("digest 6e999", "digest 7e999", False),
        ]:
            self.assertEqual(is_same(shown, real), same, (shown, real))

    def test_blanks_and_points_in_time_do_not_count(self):
        self.assertTrue(is_same("a   b\n", "a b"))
        self.assertFalse(is_same("a\nb", "a b"))
        self.assertTrue(is_same("at 2026-12-01T19:18:43Z", "at 2027-01-02T00:00:00Z"))


class Mentions(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.article = Path(folder.name) / "Article.md"
        self.article.write_text("")
        program = Path(folder.name) / "timbre"
        program.write_text(HELP)
        program.chmod(0o755)
        self.program = Program(program)

    def faults(self, text):
        return list(faults(self.article, text, self.program, {"--times"}))

    def test_what_exists_is_no_fault(self):
        self.assertEqual(self.faults(
            "See <doc:Article>, [it](Article.md), [elsewhere](https://example.org), `scripts/test`, "
            "`timbre speak CLIP --loud`, `--times`, `timbre NAME` and `NumericCore/Matrix.swift`.\n\n"
            "    timbre speak --loud    # quite\n"), [])

    def test_what_is_missing_is_a_fault(self):
        for text, fault in [
            ("<doc:Nowhere>", "no article Nowhere in this catalogue"),
            ("[it](nowhere.md)", "the link nowhere.md leads nowhere"),
            ("`scripts/nothing`", "there is no scripts/nothing"),
            ("`NumericCore/Nothing.swift`", "there is no NumericCore/Nothing.swift in Sources"),
            ("`timbre sing`", "timbre has no command sing"),
            ("`timbre speak --times`", "no option --times: timbre speak --times"),
            ("`--softly`", "no option --softly: --softly"),
            ("    timbre speak --softly\n", "no option --softly: timbre speak --softly"),
        ]:
            self.assertEqual(self.faults(text), [fault])


class Sessions(unittest.TestCase):
    def test_a_session_goes_on_where_another_has_ended(self):
        os.environ["TIMBRE_GALLERY"] = "elsewhere"
        self.addCleanup(os.environ.pop, "TIMBRE_GALLERY")
        first = Session(Path("/bin/sh"))
        self.addCleanup(first.close)
        self.assertEqual(first.run("ls -d Corpora scripts"), "Corpora\nscripts\n")
        self.assertEqual(first.run("mkdir try; cd try; printf a > b; echo ~ $TIMBRE_GALLERY"), "/home/me\n")
        second = Session(Path("/bin/sh"), after=first)
        self.addCleanup(second.close)
        self.assertEqual(second.run("cat b; false"), "a")
        second.run("rm b")
        self.assertEqual(first.run("cat b; cat"), "a")


@unittest.skipUnless(importlib.util.find_spec("numpy"), "NumPy is not installed")
class Reader(unittest.TestCase):
    def test_shipped_models_are_read(self):
        blocks = PYTHON.findall(ARTICLE.read_text(encoding="utf-8"))
        self.assertEqual(len(blocks), 1)
        names = {}
        exec(blocks[0], names)
        models = sorted(MODELS.glob("*.safetensors"))
        self.assertEqual([path.stem for path in models], ["speech-16k", "telephone-8k"])
        for path in models:
            metadata, tensors = names["read"](path)
            self.assertEqual(metadata["format"], "timbre-background-model")
            bytes_ = path.read_bytes()
            (length,) = struct.unpack_from("<Q", bytes_)
            header = json.loads(bytes_[8 : 8 + length])
            del header["__metadata__"]
            self.assertEqual(set(tensors), set(header))
            for name, entry in header.items():
                start = 8 + length + entry["data_offsets"][0]
                code = {"F32": "f", "F64": "d"}[entry["dtype"]]
                first = struct.unpack_from("<" + code, bytes_, start)[0]
                self.assertEqual(list(tensors[name].shape), entry["shape"])
                self.assertEqual(tensors[name].flat[0], first)
            weights = tensors["0.weights"]
            self.assertEqual(tensors["0.means"].shape, (len(weights), 72))
            self.assertAlmostEqual(weights.sum(), 1, delta=1e-6)
            self.assertTrue((tensors["0.variances"] > 0).all())


if __name__ == "__main__":
    unittest.main()
