"""Tests of scripts/measure/evaluate-conditions with a program in timbre's place that notes how it was called.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import array
import json
import math
import subprocess
import sys
import tempfile
import unittest
import wave
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "measure" / "evaluate-conditions"
REPORT = {
    "closed_set": {"count": 2, "top1": 0.9567, "top1_low": 0.934, "top1_high": 0.981},
    "verification": {"eer": 0.0338, "eer_low": 0.0229, "eer_high": 0.114},
    "open_set": {"unknown_count": 1, "fnir_at_fpir_10": 0.5},
}
PROGRAM = """#!{python}
import json, sys
with open({calls!r}, "a") as file:
    file.write(json.dumps(sys.argv[1:]) + "\\n")
print(open({report!r}).read())
sys.exit({code})
"""


class EvaluateConditionsTests(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.root = Path(temporary.name).resolve()
        self.corpus, self.work = self.root / "corpus", self.root / "work"
        self.calls, self.report = self.root / "calls", self.root / "report.json"
        self.write_corpus(16000)
        self.write_program(0)

    def write_corpus(self, rate):
        self.corpus.mkdir(exist_ok=True)
        samples = [round(8000 * math.sin(0.3 * t)) for t in range(3 * rate // 2)]
        for name in ("a", "b", "c"):
            with wave.open(str(self.corpus / f"{name}.wav"), "wb") as file:
                file.setnchannels(1)
                file.setsampwidth(2)
                file.setframerate(rate)
                file.writeframes(array.array("h", samples).tobytes())
        for kind, names in (("enroll", "a"), ("probe", "ab"), ("unknown", "c")):
            lines = "".join(f"{name}\t{name}.wav\n" for name in names)
            (self.corpus / f"{kind}.tsv").write_text("speaker\tclip\n" + lines)

    def write_program(self, code, report=REPORT):
        program = self.root / "timbre"
        self.report.write_text(json.dumps(report) if report else "")
        program.write_text(PROGRAM.format(
            python=sys.executable, calls=str(self.calls), report=str(self.report), code=code))
        program.chmod(0o755)

    def run_script(self, *arguments, code=0):
        """The table's rows without head and time, and what was said."""
        done = subprocess.run(
            [sys.executable, SCRIPT, self.root / "timbre", self.corpus, "--work", self.work, *arguments],
            capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stderr)
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in done.stdout.splitlines()]
        return [row[:-1] for row in rows[2:]], done.stderr

    def called(self):
        return [json.loads(line) for line in self.calls.read_text().splitlines()]

    def test_each_row_has_the_figures_of_its_condition(self):
        rows, _ = self.run_script("--condition", "clean", "first-1s", "telephone")
        figures = ["95.7 % (93–98)", "3.4 % (2.3–11)", "50.0 %"]
        self.assertEqual(rows, [
            ["clean", "speech-16k", "3", "1.5", *figures],
            ["clean", "telephone-8k", "3", "1.5", *figures],
            ["first-1s", "speech-16k", "3", "1.0", *figures],
            ["telephone", "telephone-8k", "3", "1.5", *figures]])
        self.assertEqual([call[1:4] for call in self.called()], [
            [str(self.work / condition), "--model", model] for condition, model in (
                ("clean", "speech-16k"), ("clean", "telephone-8k"), ("first-1s", "speech-16k"),
                ("telephone", "telephone-8k"))])

    def test_a_narrowband_corpus_has_the_telephone_model_alone(self):
        self.write_corpus(8000)
        rows, _ = self.run_script("--condition", "clean", "opus", "--telephone-model", "my/own.safetensors")
        self.assertEqual([row[:2] for row in rows], [["clean", "own"], ["opus", "own"]])

    def test_leaves_out_what_shortens_nothing(self):
        rows, said = self.run_script("--condition", "first-2s", "first-1s")
        self.assertEqual([row[0] for row in rows], ["first-1s"])
        self.assertIn("first-2s: left out", said)

    def test_options_and_lists_reach_timbre(self):
        (self.corpus / "unknown.tsv").rename(self.corpus / "strangers.tsv")
        (self.corpus / "probe.tsv").rename(self.corpus / "short.tsv")
        self.run_script("--condition", "opus", "--lists", "short,strangers", "--exact", "--threads", "1")
        folder = self.work / "opus"
        self.assertEqual(self.called(), [[
            "evaluate", str(folder), "--model", "speech-16k", "--json", "--quiet", "--exact", "--threads", "1",
            "--probe", str(folder / "short.tsv"), "--unknown", str(folder / "strangers.tsv")]])

    def test_says_how_many_clips_could_be_used(self):
        self.write_program(65, REPORT | {"closed_set": REPORT["closed_set"] | {"count": 1}})
        rows, _ = self.run_script("--condition", "opus")
        self.assertEqual(rows[0][2], "2 of 3")

    def test_a_corpus_without_strangers_has_no_open_set(self):
        (self.corpus / "unknown.tsv").unlink()
        self.write_program(0, {key: REPORT[key] for key in ("closed_set", "verification")})
        rows, _ = self.run_script("--condition", "opus")
        self.assertEqual((rows[0][2], rows[0][-1]), ("2", ""))

    def test_a_failure_of_timbre_is_its_own(self):
        self.write_program(70, None)
        rows, said = self.run_script("--condition", "opus", code=70)
        self.assertEqual(rows, [])
        self.assertIn("timbre evaluate failed", said)


if __name__ == "__main__":
    unittest.main()
