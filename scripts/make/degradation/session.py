"""Another session: another microphone, another room and another noise, a draw of each for a clip.

The microphone is a curve over frequency, in decibels normally distributed at every octave and straight
between; the room answers more weakly than that of the condition `reverberant`; the noise is white,
falls off as speech does, or is other people's speech.
"""

import numpy

from make.degradation.noise import add_noise
from make.degradation.room import convolved, impulse_response

OCTAVE_DECIBELS = 4
REVERBERATION_SECONDS = (0.15, 0.5)
DIRECT_TO_REVERBERANT_DECIBELS = (3, 15)
SIGNAL_TO_NOISE_DECIBELS = (8, 35)
# Above it, speech summed over people and time falls off by 6 dB an octave.
SPEECH_CORNER_HERTZ = 500


def other_session(clip, babble):
    """The clip as another session might have recorded it."""
    chance = clip.chance("session")
    samples = through_microphone(clip.samples, clip.rate, chance)
    seconds = chance.uniform(*REVERBERATION_SECONDS)
    ratio = chance.uniform(*DIRECT_TO_REVERBERANT_DECIBELS)
    samples = convolved(samples, impulse_response(chance, clip.rate, seconds, ratio))
    samples = samples[: len(clip.samples)]
    decibels = chance.uniform(*SIGNAL_TO_NOISE_DECIBELS)
    kind = chance.choice(["white", "speech-shaped", "babble"])
    noise = babble(clip) if kind == "babble" else chance.normal(size=len(samples))
    if kind == "speech-shaped":
        noise = shaped(noise, clip.rate, lambda hertz: -10 * numpy.log10(1 + (hertz / SPEECH_CORNER_HERTZ) ** 2))
    facts = {"noise": str(kind), "signal_to_noise_decibels": f"{decibels:.1f}"}
    return add_noise(samples, noise, clip.rate, decibels), clip.rate, facts


def through_microphone(samples, rate, chance):
    """The samples through a made-up microphone."""
    octaves = numpy.log2(rate / 2 / 62.5)
    points = numpy.arange(int(numpy.ceil(octaves)) + 1)
    gains = chance.normal(0, OCTAVE_DECIBELS, len(points))
    return shaped(
        samples, rate, lambda hertz: numpy.interp(numpy.log2(numpy.maximum(hertz, 62.5) / 62.5), points, gains))


def shaped(samples, rate, decibels):
    """The samples with their spectrum raised by `decibels` of each frequency in Hz."""
    size = 1 << (2 * len(samples) - 1).bit_length()
    gains = 10 ** (decibels(numpy.fft.rfftfreq(size, 1 / rate)) / 20)
    return numpy.fft.irfft(numpy.fft.rfft(samples, size) * gains, size)[: len(samples)]
