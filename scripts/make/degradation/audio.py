"""Clips as samples: one row of floats, full scale 1, and their rate in Hz."""

import math

import numpy
import soundfile

from support.failure import BAD_DATA, NO_INPUT, Failure

FULL_SCALE = 0.99


def read(path):
    """A clip's samples, the mean of its channels, and their rate."""
    if not path.is_file():
        raise Failure(NO_INPUT, f"{path}: no such clip; scripts/fetch-corpus fetches a corpus' audio")
    try:
        samples, rate = soundfile.read(path, dtype="float64", always_2d=True)
    except soundfile.LibsndfileError as error:
        raise Failure(BAD_DATA, f"{path}: not an audio file that can be read: {error.error_string}")
    if not len(samples):
        raise Failure(BAD_DATA, f"{path}: the clip is empty")
    return samples.mean(axis=1), rate


def write(path, samples, rate):
    """Writes 16-bit WAV; what would be louder than full scale is made softer as a whole."""
    peak = numpy.abs(samples).max()
    if peak > FULL_SCALE:
        samples = samples * (FULL_SCALE / peak)
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, samples, rate, subtype="PCM_16", format="WAV")


def resampled(samples, rate, target, gain=lambda frequencies: 1):
    """The samples at another rate, filtered by a gain that depends on the frequency in Hz.

    Both are done in one spectrum of the whole clip: its bins up to half the lower rate are kept.
    Silence stands around the clip meanwhile, so that its end does not run into its beginning.
    """
    unit = rate // math.gcd(rate, target)
    before = unit * math.ceil(rate / 10 / unit)
    padded = before + unit * math.ceil(len(samples) / unit) + before
    spectrum = numpy.fft.rfft(samples_between(samples, before, padded))
    spectrum *= gain(numpy.fft.rfftfreq(padded, 1 / rate))
    length = padded * target // rate
    spectrum = numpy.pad(spectrum[: length // 2 + 1], (0, max(0, length // 2 + 1 - len(spectrum))))
    start = before * target // rate
    result = numpy.fft.irfft(spectrum, length) * (target / rate)
    return result[start : start + math.ceil(len(samples) * target / rate)]


def samples_between(samples, before, length):
    """The samples after some silence, with silence up to a length."""
    result = numpy.zeros(length)
    result[before : before + len(samples)] = samples
    return result
