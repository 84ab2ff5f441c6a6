"""Clips to enrol: the synthetic corpus' lists, and as many more as are asked for."""

import array
import math
import wave
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[3] / "Corpora/synthetic"


def listed(path):
    """Speaker and clip of each line."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[:2] for line in lines[1:]]


def write_list(path, pairs):
    lines = [f"{speaker}\t{clip}" for speaker, clip in pairs]
    path.write_text("speaker\tclip\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return path


def write_first_speakers(path, count):
    """A list of the first speakers' enrolment clips."""
    pairs = listed(CORPUS / "enroll.tsv")
    names = sorted({name for name, _ in pairs})[:count]
    return write_list(path, [(name, clip) for name, clip in pairs if name in names])


def write_clips(folder, count, pitch, chance):
    """Clips of one second of the same voice."""
    folder.mkdir()
    samples = voice(20, pitch, chance)
    # The same audio twice would be refused.
    for number, start in enumerate(chance.sample(range(len(samples) - 16000), count)):
        with wave.open(str(folder / f"{number:04}.wav"), "wb") as clip:
            clip.setparams((1, 2, 16000, 0, "NONE", ""))
            clip.writeframes(samples[start:start + 16000].tobytes())


def voice(seconds, pitch, chance):
    """Something that is taken for speech: syllables of a buzz whose formants wander."""
    rate, samples, phase = 16000, array.array("h"), 0.0
    formants = [500.0, 1500.0, 2500.0]
    for index in range(seconds * rate):
        if index % 1600 == 0:
            formants = [value * chance.uniform(0.9, 1.1) for value in (500.0, 1500.0, 2500.0)]
            loudness = chance.choice([0.02, 0.5, 1.0])
        phase += 2 * math.pi * pitch / rate
        value = sum(math.sin(formant / pitch * phase) for formant in formants) / 3
        value *= 0.6 + 0.4 * math.sin(phase)
        samples.append(int(12000 * loudness * value + chance.uniform(-20, 20)))
    return samples
