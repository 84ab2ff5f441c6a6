"""Tests of scripts/measure/check-calibration: what it counts on held-out clips, worked by hand.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import contextlib
import importlib.machinery
import importlib.util
import io
import random
import tempfile
import unittest
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure" / "check-calibration"


def load_script():
    loader = importlib.machinery.SourceFileLoader("check_calibration", str(SCRIPT))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


check = load_script()

# Ada's second clip sounds more like bob; zoe is a stranger.
OWN = {"a1": {"ada": 3.0, "bob": 0.0}, "a2": {"ada": 1.0, "bob": 2.0}, "b1": {"ada": -1.0, "bob": 1.5}}
OTHERS = {"a1": {"bob": 0.5}, "a2": {"bob": 2.5}, "b1": {"ada": -0.5}, "z1": {"ada": 1.0, "bob": 2.0}}
CLIPS = [("ada", "a1"), ("ada", "a2"), ("bob", "b1"), ("zoe", "z1")]


class KnownGallery:
    """Answers with the scores above; strangers and those left out with the others'."""

    def __init__(self):
        self.without = []

    def scores(self, clips):
        return {clip: (OTHERS if speaker == "zoe" else OWN)[clip] for speaker, clip in clips}

    def scores_without(self, speaker, clips):
        self.without.append(speaker)
        return {clip: OTHERS[clip] for _, clip in clips}

    def identify(self, clips):
        scores = self.scores(clips)
        return {clip: {"decision": "match" if max(scores[clip].values()) >= 1.5 else "unknown"}
                for _, clip in clips}


def calibration(threshold, unit, slope=1.0, offset=0.0):
    return {"threshold": threshold, "per": unit, "slope": slope, "offset": offset}


class CheckCalibrationTests(unittest.TestCase):
    def setUp(self):
        self.gallery = KnownGallery()
        groups = check.by_speaker(CLIPS)
        with contextlib.redirect_stderr(io.StringIO()):
            self.held_out = check.HeldOut(
                self.gallery, {name: groups[name] for name in ("ada", "bob")}, {"zoe": groups["zoe"]})

    def test_everybody_enrolled_is_left_out_once(self):
        self.assertEqual(self.gallery.without, ["ada", "bob"])

    def test_identification_counts_wrong_names_as_misses(self):
        # Below any threshold a2 is bob's: one miss of three. All four clips get a name at -1.
        self.assertEqual(self.held_out.rates(CLIPS, calibration(-1, "identification")), (1 / 3, 1))
        # At 2 ada's first is recognised; bob for a2, and for the stranger, are false alarms.
        self.assertEqual(self.held_out.rates(CLIPS, calibration(2, "identification")), (2 / 3, 2 / 4))

    def test_comparison_counts_every_pair(self):
        # At 1 all three own scores suffice; of the five others 2.5, 1 and 2 do.
        self.assertEqual(self.held_out.rates(CLIPS, calibration(1, "comparison")), (0, 3 / 5))

    def test_evidence_goes_through_the_map(self):
        # Scores of 2 or more reach 2 s + 1 >= 5.
        self.assertEqual(
            self.held_out.rates(CLIPS, calibration(5, "comparison", 2, 1)), (2 / 3, 2 / 5))

    def test_a_program_that_decides_otherwise_is_found_out(self):
        self.held_out.check_decisions(self.gallery, CLIPS, calibration(1.5, "identification"))
        with self.assertRaises(check.Failure):
            self.held_out.check_decisions(self.gallery, CLIPS, calibration(1.6, "identification"))

    def test_halves_share_nobody(self):
        speakers = [f"s{number}" for number in range(7)]
        for seed in range(5):
            first, second = check.halves(speakers, random.Random(seed))
            self.assertEqual((len(first), len(second)), (4, 3))
            self.assertEqual(sorted(first + second), speakers)

    def test_the_table_says_where_an_interval_did_not_hold(self):
        predicted = {"threshold": 1, "miss_rate": 0.2, "miss_rate_low": 0.1, "miss_rate_high": 0.3,
                    "false_alarm_rate": 0.01, "false_alarm_rate_low": 0, "false_alarm_rate_high": 0.04}
        rows = [(predicted, (0.1, 0.05)), (predicted, (0.31, 0.04))]
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            self.assertEqual(check.table(0.01, "identification", rows), 0.5)
        lines = output.getvalue().splitlines()
        self.assertIn("| 1 | 1.00 | 20.00 % | 10.0–30.0 % | 10.00 % | 1.00 % | 0.0–4.0 % "
                      "| 5.00 % **outside** |", lines)
        self.assertIn("31.00 % **outside**", lines[-4])
        self.assertTrue(lines[-2].startswith("misses: within the interval in 1 of 2 splits"))

    def test_lists_are_read_by_their_header(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "probe.tsv"
            path.write_text("clip\tnote\tspeaker\na.wav\tx\tada\n", encoding="utf-8")
            self.assertEqual(check.listed(path), [("ada", "a.wav")])


if __name__ == "__main__":
    unittest.main()
