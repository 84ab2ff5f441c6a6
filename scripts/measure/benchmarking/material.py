"""What is measured on: frames and clips that anybody can make again, the same for every program."""

import json
import struct
import wave
from pathlib import Path

import numpy

FRAMES, DIMENSION = 500_000, 60
LONG_SECONDS, SHORT_CLIPS, SHORT_SECONDS, RATE = 600, 2_000, 0.5, 16_000


def frames(model, path):
    """Frames drawn from the first 60 columns of a shipped model's first mixture, as float32: they
    overlap as speech does, where some tens of 512 components share a frame."""
    if not path.exists():
        tensors = safetensors(model)
        weights = tensors["0.weights"]
        means, variances = (tensors[name][:, :DIMENSION] for name in ("0.means", "0.variances"))
        chance = numpy.random.default_rng(1)
        chosen = chance.choice(len(weights), FRAMES, p=weights / weights.sum())
        noise = chance.standard_normal((FRAMES, DIMENSION))
        (means[chosen] + noise * numpy.sqrt(variances[chosen])).astype("<f4").tofile(path)
    return path


def safetensors(path):
    """The tensors of a safetensors file by name."""
    data = Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    kinds = {"F32": "<f4", "F64": "<f8"}
    return {
        name: numpy.frombuffer(data[start + entry["data_offsets"][0]:start + entry["data_offsets"][1]],
                               kinds[entry["dtype"]]).reshape(entry["shape"])
        for name, entry in json.loads(data[8:start]).items() if name != "__metadata__"}


def clips(folder):
    """One long clip and many short ones of noise whose loudness rises and falls."""
    long, short = folder / "long.wav", folder / "short"
    if not long.exists():
        write(long, noise(0, LONG_SECONDS))
    short.mkdir(exist_ok=True)
    paths = [short / f"{number:04}.wav" for number in range(SHORT_CLIPS)]
    for number, path in enumerate(paths):
        if not path.exists():
            write(path, noise(number + 1, SHORT_SECONDS))
    return long, paths


def clip(folder, seconds):
    """A clip of a length in seconds."""
    path = folder / f"{seconds}-seconds.wav"
    if not path.exists():
        write(path, noise(0, seconds))
    return path


def noise(seed, seconds):
    chance = numpy.random.default_rng(seed)
    count = int(seconds * RATE)
    loudness = 0.5 + 0.5 * numpy.sin(2 * numpy.pi * 2 * numpy.arange(count) / RATE)
    return 3000 * loudness * chance.standard_normal(count)


def write(path, samples):
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(numpy.clip(samples, -32768, 32767).astype("<i2").tobytes())
