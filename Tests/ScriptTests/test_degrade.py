"""Tests of scripts/make/degrade: what it made is measured, in plain Python, on clips of known content.

Run: python3 -m unittest discover -s Tests/ScriptTests
"""

import array
import csv
import hashlib
import math
import random
import subprocess
import sys
import tempfile
import unittest
import wave
from pathlib import Path

DEGRADE = Path(__file__).resolve().parents[2] / "scripts" / "make" / "degrade"
RATE = 16000
# Silence, speech, silence, in seconds.
PAUSE, SPEECH = 0.3, 0.6
# Talkers of the babble, each a tone of its own. The last is a speaker of the corpus.
TALKERS = {f"talker{number}": 300 * number for number in range(1, 11)} | {"ada": 3300}
OTHERS_AT_ONCE = 8


def write_wav(path, samples, rate=RATE, channels=1):
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(array.array("h", (round(32768 * value) for value in samples)).tobytes())


def read_wav(path):
    """Samples, full scale 1, and their rate."""
    with wave.open(str(path)) as file:
        assert (file.getnchannels(), file.getsampwidth()) == (1, 2)
        data = array.array("h", file.readframes(file.getnframes()))
        return [value / 32768 for value in data], file.getframerate()


def tone(frequency, seconds, amplitude, rate=RATE):
    return [amplitude * math.sin(2 * math.pi * frequency * t / rate) for t in range(round(seconds * rate))]


def spoken(seed):
    """Coloured noise at a level of its own, between pauses that are 50 dB softer."""
    chance = random.Random(seed)
    level, value, speech = 0.02 * (1 + seed % 3), 0.0, []
    for _ in range(round(SPEECH * RATE)):
        value = 0.8 * value + chance.gauss(0, level)
        speech.append(value)
    room = [chance.gauss(0, level * 10 ** (-50 / 20) / 0.6) for _ in range(2 * round(PAUSE * RATE))]
    return room[::2] + speech + room[1::2]


def amplitude(samples, frequency, rate):
    """Of the part of this frequency, over whole periods of 100 Hz and its multiples."""
    count = len(samples) - len(samples) % (rate // 100)
    angle = 2 * math.pi * frequency / rate
    cosine = sum(samples[t] * math.cos(angle * t) for t in range(count))
    sine = sum(samples[t] * math.sin(angle * t) for t in range(count))
    return 2 / count * math.hypot(cosine, sine)


def power(samples):
    return math.fsum(value * value for value in samples) / len(samples)


def decibels(ratio):
    return 10 * math.log10(ratio)


def correlation(a, b):
    return sum(x * y for x, y in zip(a, b)) / math.sqrt(sum(x * x for x in a) * sum(y * y for y in b))


def write_list(path, rows):
    path.write_text("speaker\tclip\n" + "".join(f"{speaker}\t{clip}\n" for speaker, clip in rows))


def read_list(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def run(*arguments):
    return subprocess.run(
        [sys.executable, DEGRADE, *map(str, arguments)], capture_output=True, text=True)


def checksums(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*.wav"))}


class Corpus:
    """A corpus and talkers for its babble, in a temporary folder."""

    clips = {
        "clips/ada/one.wav": spoken(1), "clips/ada/two.wav": spoken(2), "clips/bo/three.wav": spoken(3),
        "clips/bo/tone.wav": tone(1000, 1, 0.25),
        "clips/bo/tones.wav": [sum(values) for values in zip(
            tone(100, 1, 0.2), tone(1000, 1, 0.2), tone(3000, 1, 0.2), tone(5000, 1, 0.2))],
        "clips/bo/click.wav": [0.0] * 800 + [0.45] + [0.0] * 799,
        "clips/cy/click.wav": [0.0] * 800 + [0.45] + [0.0] * 799,
        "clips/cy/loud.wav": tone(440, 0.5, 0.98),
    }
    probes = ["clips/ada/one.wav", "clips/ada/two.wav", "clips/bo/three.wav", "clips/bo/tone.wav",
              "clips/bo/tones.wav", "clips/bo/click.wav"]
    strangers = ["clips/cy/click.wav", "clips/cy/loud.wav"]

    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.root = Path(self.temporary.name).resolve()
        self.folder, self.output = self.root / "corpus", self.root / "output"
        for name, samples in self.clips.items():
            write_wav(self.folder / name, samples)
        write_list(self.folder / "enroll.tsv", [("ada", "clips/ada/two.wav")])
        write_list(self.folder / "probe.tsv", [(name.split("/")[1], name) for name in self.probes])
        write_list(self.folder / "unknown.tsv", [(name.split("/")[1], name) for name in self.strangers])
        for index, (talker, frequency) in enumerate(TALKERS.items()):
            write_wav(self.root / "babble" / f"{talker}.wav", tone(frequency, 0.35, 0.03 * (index + 1)))
        self.babble = self.root / "babble" / "talkers.tsv"
        write_list(self.babble, [(talker, f"{talker}.wav") for talker in TALKERS])

    def degrade(self, *arguments, output=None):
        return run(self.folder, "--output", output or self.output, "--babble", self.babble, *arguments)


class ConditionTests(unittest.TestCase):
    """All conditions of one run."""

    @classmethod
    def setUpClass(cls):
        cls.corpus = Corpus()
        cls.addClassCleanup(cls.corpus.temporary.cleanup)
        done = cls.corpus.degrade()
        if done.returncode != 0:
            raise AssertionError(done.stderr)

    def made(self, condition, name):
        return read_wav(self.corpus.output / condition / name)[0]

    def noise(self, condition, name):
        """What was added to a clip."""
        clean = read_wav(self.corpus.folder / name)[0]
        noisy = self.made(condition, name)
        self.assertEqual(len(noisy), len(clean))
        return [y - x for x, y in zip(clean, noisy)]

    def line(self, condition, name, kind="probe"):
        return next(line for line in read_list(self.corpus.output / condition / f"{kind}.tsv")
                    if line["clip"].endswith(name))

    def test_signal_to_noise_ratio_is_that_over_speech(self):
        begin, end = round(PAUSE * RATE), round((PAUSE + SPEECH) * RATE)
        for kind in ("white", "babble"):
            for wanted in (20, 10, 5):
                for name in self.corpus.probes[:3]:
                    speech = read_wav(self.corpus.folder / name)[0][begin:end]
                    noise = self.noise(f"{kind}-{wanted}db", name)[begin:end]
                    # 16-bit samples round the noise, by far less than 0.01 dB.
                    self.assertAlmostEqual(decibels(power(speech) / power(noise)), wanted, delta=0.01)

    def test_noise_goes_on_in_pauses(self):
        for condition in ("white-10db", "babble-10db"):
            noise = self.noise(condition, "clips/ada/one.wav")
            pause = power(noise[: round(PAUSE * RATE)])
            self.assertAlmostEqual(decibels(pause / power(noise)), 0, delta=1)

    def test_white_noise_is_white(self):
        noise = self.noise("white-5db", "clips/ada/one.wav")
        for lag in (1, 2, 7, 100):
            # Of 19200 independent samples: standard deviation 0.007.
            self.assertAlmostEqual(correlation(noise[lag:], noise[:-lag]), 0, delta=0.035)

    def test_every_clip_has_noise_of_its_own(self):
        for kind in ("white", "babble"):
            one, two = (self.noise(f"{kind}-5db", f"clips/ada/{name}.wav") for name in ("one", "two"))
            self.assertLess(abs(correlation(one, two)), 0.9)

    def test_levels_of_noise_differ_in_nothing_else(self):
        for kind in ("white", "babble"):
            soft, loud = (self.noise(f"{kind}-{level}db", "clips/bo/three.wav") for level in (20, 5))
            self.assertGreater(correlation(soft, loud), 0.9999)

    def test_babble_is_eight_others_equally_loud(self):
        for name in self.corpus.probes[:3]:
            noise = self.noise("babble-5db", name)
            levels = {talker: amplitude(noise, frequency, RATE) for talker, frequency in TALKERS.items()}
            heard = sorted(levels.values())[-OTHERS_AT_ONCE:]
            # A talker's tone is cut where its clip begins again, which costs some of its height.
            self.assertLess(heard[-1] / heard[0], 1.3)
            self.assertLess(sorted(levels.values())[-OTHERS_AT_ONCE - 1], heard[0] / 10)
            if name.startswith("clips/ada"):
                self.assertLess(levels["ada"], heard[0] / 10)

    def test_telephone_passes_its_band_alone(self):
        samples, rate = read_wav(self.corpus.output / "telephone" / "clips/bo/tones.wav")
        self.assertEqual((rate, len(samples)), (8000, 8000))
        middle = samples[1600:6400]
        for frequency in (1000, 3000):
            # 5000 Hz would turn up at 3000 Hz.
            self.assertAlmostEqual(amplitude(middle, frequency, rate), 0.2, delta=0.004)
        self.assertLess(amplitude(middle, 100, rate), 0.002)

    def test_telephone_samples_are_the_nearest_of_mu_law(self):
        # ITU-T G.711, table 2a, as 14-bit numbers: eight segments of sixteen steps.
        levels = sorted(sign * (((2 * step + 33) << segment) - 33)
                        for segment in range(8) for step in range(16) for sign in (1, -1))
        samples, rate = read_wav(self.corpus.output / "telephone" / "clips/bo/tone.wav")
        wanted = [8192 * value for value in tone(1000, 1, 0.25, rate)]
        errors = []
        for made, true in list(zip(samples, wanted))[1600:6400]:
            nearest = min(levels, key=lambda level: abs(level - true))
            between = min(abs(level - nearest) for level in levels if level != nearest)
            self.assertIn(round(8192 * made), levels)
            self.assertLess(abs(8192 * made - true), 0.52 * between + 8)
            errors.append(8192 * made - true)
        ratio = decibels(power(wanted[1600:6400]) / power(errors))
        # A tone of 1 kHz at 8 kHz meets but few levels, so the theory's 38 dB holds roughly.
        self.assertTrue(33 < ratio < 45, ratio)

    def test_codecs_keep_their_bit_rate_and_most_of_the_sound(self):
        # An MP3 begins with the 1105 samples of its encoder's and decoder's delay.
        for codec, bounds, delay in (("mp3", (31, 36), 1105), ("opus", (13, 24), 0)):
            for name in self.corpus.probes[:3]:
                clean = read_wav(self.corpus.folder / name)[0]
                likeness = correlation(clean, self.made(codec, name)[delay:])
                self.assertTrue(0.8 < likeness < 0.9999, (codec, likeness))
                rate = float(self.line(codec, name)["kilobits_per_second"])
                self.assertTrue(bounds[0] < rate < bounds[1], (codec, rate))

    def test_response_decays_by_its_reverberation_time(self):
        for name, kind in (("clips/bo/click.wav", "probe"), ("clips/cy/click.wav", "unknown")):
            line = self.line("reverberant", name, kind)
            stated = float(line["rt60_seconds"])
            self.assertTrue(0.3 <= stated <= 0.8)
            response = self.made("reverberant", name)[800:]
            remaining, decay = 0.0, []
            for value in reversed(response):
                remaining += value * value
                decay.append(remaining)
            # Schroeder's curve from the end of single reflections on, extrapolated from 30 dB.
            decay = decay[::-1][800:]
            begin = next(t for t, left in enumerate(decay) if decibels(left / decay[0]) < -5)
            end = next(t for t, left in enumerate(decay) if decibels(left / decay[0]) < -35)
            self.assertAlmostEqual(2 * (end - begin) / RATE / stated, 1, delta=0.08)

    def test_direct_sound_has_its_share(self):
        for name, kind in (("clips/bo/click.wav", "probe"), ("clips/cy/click.wav", "unknown")):
            response = self.made("reverberant", name)[800:]
            ratio = decibels(response[0] ** 2 / sum(value * value for value in response[1:]))
            stated = float(self.line("reverberant", name, kind)["direct_to_reverberant_decibels"])
            self.assertAlmostEqual(ratio, stated, delta=0.1)

    def test_every_clip_has_a_room_of_its_own(self):
        lines = read_list(self.corpus.output / "reverberant" / "probe.tsv")
        self.assertEqual(len({line["rt60_seconds"] for line in lines}), len(lines))

    def test_another_session_is_drawn_for_each_clip(self):
        for kind in ("probe", "unknown"):
            for line in read_list(self.corpus.output / "other-session" / f"{kind}.tsv"):
                self.assertIn(line["noise"], ("white", "speech-shaped", "babble"))
                self.assertTrue(8 <= float(line["signal_to_noise_decibels"]) <= 35)
        clicks = [self.made("other-session", f"clips/{speaker}/click.wav") for speaker in ("bo", "cy")]
        self.assertEqual([len(click) for click in clicks], [1600, 1600])
        self.assertLess(abs(correlation(*clicks)), 0.99)

    def test_the_voice_is_still_there_in_another_session(self):
        samples = self.made("other-session", "clips/bo/tone.wav")
        # With noise 8 dB below it a tone has 0.86 of the power.
        self.assertGreater(amplitude(samples, 1000, RATE) ** 2 / 2 / power(samples), 0.8)

    def test_shortened_clips_begin_with_their_speech(self):
        name = "clips/ada/one.wav"
        clean, _ = read_wav(self.corpus.folder / name)
        begin = round(PAUSE * RATE)
        for condition, seconds in (("first-0.5s", 0.5), ("first-1s", 0.9), ("first-5s", 0.9)):
            self.assertEqual(self.made(condition, name), clean[begin : begin + round(seconds * RATE)])
            self.assertEqual(float(self.line(condition, name)["seconds"]), seconds)

    def test_what_would_clip_is_made_softer(self):
        samples = self.made("white-5db", "clips/cy/loud.wav")
        self.assertLess(max(map(abs, samples)), 0.995)
        self.assertAlmostEqual(max(map(abs, samples)), 0.99, delta=0.001)

    def test_lists_name_degraded_probes_and_clean_enrolment(self):
        for condition in ("white-20db", "telephone", "first-1s"):
            folder = self.corpus.output / condition
            for kind, names in (("probe", self.corpus.probes), ("unknown", self.corpus.strangers)):
                lines = read_list(folder / f"{kind}.tsv")
                self.assertEqual([line["clip"] for line in lines], names)
                self.assertEqual([line["speaker"] for line in lines], [name.split("/")[1] for name in names])
                self.assertEqual([line["source"] for line in lines],
                                 [str(self.corpus.folder / name) for name in names])
            self.assertEqual(read_list(folder / "enroll.tsv"), [
                {"speaker": "ada", "clip": str(self.corpus.folder / "clips/ada/two.wav")}])

    def test_clean_is_lists_alone(self):
        folder = self.corpus.output / "clean"
        self.assertEqual(checksums(folder), {})
        self.assertEqual([line["clip"] for line in read_list(folder / "probe.tsv")],
                         [str(self.corpus.folder / name) for name in self.corpus.probes])

    def test_same_seed_same_bytes(self):
        conditions = ["white-10db", "babble-10db", "reverberant", "other-session", "opus", "mp3"]
        again, other = self.corpus.root / "again", self.corpus.root / "other"
        for output, seed in ((again, 1), (other, 2)):
            done = self.corpus.degrade("--condition", *conditions, "--seed", seed, output=output)
            self.assertEqual(done.returncode, 0, done.stderr)
        for condition in conditions:
            first = checksums(self.corpus.output / condition)
            self.assertEqual(len(first), len(self.corpus.clips))
            self.assertEqual(checksums(again / condition), first)
            changed = [name for name, sum in checksums(other / condition).items() if sum != first[name]]
            self.assertEqual(len(changed), 0 if condition in ("opus", "mp3") else len(first))


class FolderTests(unittest.TestCase):
    """Settings, folders and failures."""

    def setUp(self):
        self.corpus = Corpus()
        self.addCleanup(self.corpus.temporary.cleanup)

    def degrade(self, *arguments, code=0):
        done = self.corpus.degrade("--condition", "white-5db", *arguments)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stderr

    def replace_probes(self, *names):
        write_list(self.corpus.folder / "probe.tsv", [("bo", name) for name in names])

    def test_makes_nothing_twice(self):
        self.assertIn("white-5db: made", self.degrade())
        self.assertIn("white-5db: there already", self.degrade())
        before = checksums(self.corpus.output)
        self.assertIn("white-5db: made", self.degrade("--seed", "2"))
        self.assertNotEqual(checksums(self.corpus.output), before)
        write_wav(self.corpus.folder / "clips/ada/one.wav", spoken(4) + spoken(5))
        self.assertIn("white-5db: made", self.degrade("--seed", "2"))

    def test_degrades_the_lists_that_are_named(self):
        write_list(self.corpus.folder / "background.tsv", [("bo", "clips/bo/three.wav")])
        self.degrade("--lists", "enroll,background")
        folder = self.corpus.output / "white-5db"
        self.assertEqual(sorted(path.name for path in folder.glob("*.tsv")), ["background.tsv", "enroll.tsv"])
        self.assertEqual(read_list(folder / "enroll.tsv")[0]["clip"], "clips/ada/two.wav")
        self.assertEqual(set(checksums(folder)), {"clips/ada/two.wav", "clips/bo/three.wav"})

    def test_takes_other_rates_and_channels(self):
        both = [value for pair in zip(tone(1000, 1, 0.3, 44100), tone(1000, 1, 0.1, 44100)) for value in pair]
        write_wav(self.corpus.folder / "clips/stereo.wav", both, 44100, channels=2)
        write_wav(self.corpus.folder / "clips/narrow.wav", tone(1000, 1, 0.2, 8000), 8000)
        self.replace_probes("clips/stereo.wav", "clips/narrow.wav")
        self.degrade("telephone", "mp3", "babble-5db")
        for name in ("stereo", "narrow"):
            samples, rate = read_wav(self.corpus.output / "telephone" / f"clips/{name}.wav")
            self.assertEqual((rate, len(samples)), (8000, 8000))
            self.assertAlmostEqual(amplitude(samples[1600:6400], 1000, rate), 0.2, delta=0.004)
        narrow, rate = read_wav(self.corpus.output / "babble-5db" / "clips/narrow.wav")
        levels = sorted(amplitude(narrow, frequency, rate) for frequency in TALKERS.values())
        self.assertLess(levels[-OTHERS_AT_ONCE - 1], levels[-OTHERS_AT_ONCE] / 10)

    def test_leaves_folders_of_others_alone(self):
        mine = self.corpus.output / "white-5db" / "thesis.txt"
        mine.parent.mkdir(parents=True)
        mine.write_text("mine")
        self.assertIn("was not made here", self.degrade(code=73))
        self.assertEqual(mine.read_text(), "mine")

    def test_leaves_nothing_half_made(self):
        self.replace_probes("clips/bo/three.wav", "clips/bo/gone.wav")
        self.assertIn("clips/bo/gone.wav: no such clip", self.degrade(code=66))
        self.assertEqual(list(self.corpus.output.iterdir()), [])

    def test_refuses_silence(self):
        write_wav(self.corpus.folder / "clips/silence.wav", [0.0] * RATE)
        self.replace_probes("clips/silence.wav")
        self.assertIn("clips/silence.wav: the clip holds no speech", self.degrade(code=65))

    def test_refuses_what_is_not_audio(self):
        (self.corpus.folder / "clips/notes.wav").write_text("no audio")
        self.replace_probes("clips/notes.wav")
        self.assertIn("clips/notes.wav: not an audio file", self.degrade(code=65))

    def test_refuses_two_clips_in_one_place(self):
        self.replace_probes("clips/bo/three.wav", "clips/bo/three.flac")
        self.assertIn("would both become clips/bo/three.wav", self.degrade(code=65))

    def test_refuses_paths_that_lead_out(self):
        self.replace_probes("../clips/bo/three.wav")
        self.assertIn("../clips/bo/three.wav: expected a clip's path without ..", self.degrade(code=65))

    def test_tells_of_a_list_that_is_not_there(self):
        self.assertIn("enrol.tsv: no such list", self.degrade("--lists", "enrol", code=66))

    def test_tells_of_a_list_without_header(self):
        (self.corpus.folder / "probe.tsv").write_text("bo\tclips/bo/three.wav\n")
        self.assertIn("probe.tsv:1: expected a header", self.degrade(code=65))

    def test_babble_needs_enough_others(self):
        write_list(self.corpus.babble, [(talker, f"{talker}.wav") for talker in list(TALKERS)[:7]])
        self.assertIn("babble needs 8 clips of others", self.degrade("babble-5db", code=65))

    def test_tells_of_wrong_usage(self):
        self.assertIn("no condition pink-5db", self.degrade("pink-5db", code=64))
        self.assertEqual(run(self.corpus.folder).returncode, 64)


if __name__ == "__main__":
    unittest.main()
