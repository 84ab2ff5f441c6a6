"""Tests of scripts/measure/plot: its curves against cases worked by hand, and the program itself.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.insert(0, str(SCRIPTS))

from measure.plotting import curves, scores  # noqa: E402

INSTALLED = SCRIPTS.parent / ".build" / "plot" / "installed"


def trials(targets, nontargets):
    return [("m", f"t{n}", score, True) for n, score in enumerate(targets)] + [
        ("m", f"n{n}", score, False) for n, score in enumerate(nontargets)
    ]


class Curves(unittest.TestCase):
    def test_detection_curve_by_hand(self):
        """Targets 0, 2, 3 and nontargets −1, 1, 1, 2 in levels −1, 0, 1, 2, 3."""
        points = curves.detection_curve(trials([3, 0, 2], [1, 2, -1, 1]))
        self.assertEqual(
            points,
            [(1, 0), (0.75, 0), (0.75, 1 / 3), (0.25, 1 / 3), (0, 2 / 3), (0, 1)],
        )
        # The hull's edge from (3/4, 0) to (1/4, 1/3): λ/3 = 3/4 − λ/2, so EER = 3/10.
        self.assertEqual(curves.convex_hull(points)[:3], [(1, 0), (0.75, 0), (0.25, 1 / 3)])
        self.assertAlmostEqual(curves.equal_error_rate(points), 0.3, delta=1e-15)

    def test_equal_error_rates_at_the_ends(self):
        for targets, nontargets, expected in [
            ([2, 3], [0, 1], 0), ([0, 0], [0], 0.5), ([0, 1], [2, 3], 0.5),
            ([float("inf")], [float("-inf")], 0), ([2, 3, 0.5], [-1, 0, 1], 1 / 6),
        ]:
            points = curves.detection_curve(trials(targets, nontargets))
            self.assertAlmostEqual(curves.equal_error_rate(points), expected, delta=1e-15)

    def test_hull_against_every_pair_of_points(self):
        """Two points suffice for every point of the hull: the lowest crossing of the diagonal."""
        state = 1
        for _ in range(40):
            numbers = []
            for _ in range(24):
                state = (1103515245 * state + 12345) % 2**31
                numbers.append((state >> 16) % 9)
            points = curves.detection_curve(trials([n + 2 for n in numbers[:10]], numbers[10:]))
            lowest = 1
            for ax, ay in points:
                for bx, by in points:
                    before, after = Fraction(ax) - Fraction(ay), Fraction(by) - Fraction(bx)
                    if before >= 0 and after >= 0:
                        share = before / (before + after) if before + after else 0
                        lowest = min(lowest, ay + share * (Fraction(by) - Fraction(ay)))
            self.assertAlmostEqual(curves.equal_error_rate(points), float(lowest), delta=1e-12)

    def test_matches_by_hand(self):
        """a is first, b ties with c and is thus second, c is third; x is a stranger."""
        table = {"1": ("a", [3, 1, 2]), "2": ("b", [0, 2, 2]), "3": ("c", [3, 2, 1]),
                 "4": ("x", [1, 1, 1])}
        cross = [
            (model, clip, score, model == speaker)
            for clip, (speaker, row) in table.items() for model, score in zip("abc", row)
        ]
        self.assertEqual(curves.cumulative_matches(cross), [1 / 3, 2 / 3, 1])
        self.assertIsNone(curves.cumulative_matches(cross[1:]))
        self.assertIsNone(curves.cumulative_matches(cross + [("d", "1", 0, True)]))


class Program(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.write("good.tsv", "model\tclip\tscore\tlabel\na\tx\t1\ttarget\na\ty\t0\tnontarget\n")

    def write(self, name, text):
        (Path(self.folder.name) / name).write_text(text, encoding="utf-8")

    def run_plot(self, *arguments):
        return subprocess.run(
            [SCRIPTS / "measure" / "plot", *arguments], cwd=self.folder.name, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )

    def test_faults_are_told_before_anything_is_installed(self):
        self.write("bad.tsv", "a\tx\t1\ttarget\na\ty\tnan\tnontarget\n")
        self.write("one.tsv", "a\tx\t1\ttarget\n")
        for arguments, status, message in [
            (["det", "--output", "f.pdf", "none.tsv"], 66,
             "none.tsv: No such file or directory; check the path"),
            (["det", "--output", "f.pdf", "bad.tsv"], 65,
             "bad.tsv, line 2: expected model, clip, score, and target or nontarget, set apart by "
             "tabs, got 'a\\ty\\tnan\\tnontarget'; correct the line"),
            (["det", "--output", "f.pdf", "one.tsv"], 65,
             "one.tsv: targets and nontargets expected; add what is missing"),
            (["cmc", "--output", "f.pdf", "good.tsv"], 65,
             "good.tsv: a single model; a CMC needs several"),
            (["det", "--output", "f.gif", "good.tsv"], 64,
             "--output: a file that ends in .pdf, .svg or .png expected, got f.gif"),
            (["det", "--output", "f.pdf"], 64, "name at least one score file; see --help"),
            (["roc", "--output", "f.pdf", "good.tsv"], 64,
             "det or cmc expected, got roc; see --help"),
        ]:
            done = self.run_plot(*arguments)
            self.assertEqual((done.returncode, done.stderr), (status, f"plot: {message}\n"))
            self.assertEqual(done.stdout, "")

    def test_names_and_folders(self):
        self.assertEqual(scores.path_of(self.folder.name, "det").name, "scores.tsv")
        self.assertEqual(scores.path_of(self.folder.name, "cmc").name, "known-impostors.tsv")
        self.assertEqual(scores.path_of("s.tsv", "cmc").name, "s.tsv")
        self.assertEqual(self.run_plot("--help").returncode, 0)

    @unittest.skipUnless(INSTALLED.exists(), "scripts/measure/plot has not yet installed matplotlib")
    def test_pictures_of_several_systems(self):
        self.write("other.tsv", "a\tx\t0\ttarget\na\ty\t1\tnontarget\n")
        for name, start in [("f.svg", b"<?xml"), ("f.png", b"\x89PNG"), ("f.pdf", b"%PDF")]:
            bytes_ = []
            for _ in range(2):
                done = self.run_plot("det", "--output", name, "first=good.tsv", "other.tsv")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                bytes_.append((Path(self.folder.name) / name).read_bytes())
            self.assertTrue(bytes_[0].startswith(start))
            self.assertEqual(bytes_[0], bytes_[1])
        self.assertIn("first (EER 0.00 %)", (Path(self.folder.name) / "f.svg").read_text("utf-8"))


if __name__ == "__main__":
    unittest.main()
