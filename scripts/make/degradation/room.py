"""Rooms that are made up: the impulse response of an echoing room, and a clip heard in it.

The response is the direct sound, then Gaussian noise whose power falls by 60 dB within RT60 seconds,
thinned out to single reflections at first:

    h(0) = 1     h(t) = g · r(t) · e(t) · 10^(−3 t / RT60)     for t from 2 ms to RT60

with r(t) standard normal, e(t) = 1 from 50 ms on and before that 0 save for a few reflections, each
as strong as all the noise that would stand in its place. g sets the ratio of the direct sound's
energy to that of all else.
"""

import numpy

REVERBERATION_SECONDS = (0.3, 0.8)
DIRECT_TO_REVERBERANT_DECIBELS = (0, 6)
FIRST_REFLECTION, EARLY_END = 0.002, 0.05
EARLY_REFLECTIONS = 12


def reverberant(clip):
    """The clip in a room of its own, with the room's decay at its end."""
    chance = clip.chance("room")
    seconds = chance.uniform(*REVERBERATION_SECONDS)
    ratio = chance.uniform(*DIRECT_TO_REVERBERANT_DECIBELS)
    response = impulse_response(chance, clip.rate, seconds, ratio)
    facts = {"rt60_seconds": f"{seconds:.3f}", "direct_to_reverberant_decibels": f"{ratio:.1f}"}
    return convolved(clip.samples, response), clip.rate, facts


def impulse_response(chance, rate, seconds, ratio):
    """A room's response with this RT60 and direct-to-reverberant ratio in dB; its first sample is 1."""
    times = numpy.arange(round(seconds * rate)) / rate
    first, early_end = round(FIRST_REFLECTION * rate), round(EARLY_END * rate)
    density = numpy.ones(len(times))
    density[:early_end] = 0
    places = chance.choice(numpy.arange(first, early_end), EARLY_REFLECTIONS, replace=False)
    density[places] = ((early_end - first) / EARLY_REFLECTIONS) ** 0.5
    response = chance.normal(size=len(times)) * density * 10 ** (-3 * times / seconds)
    response *= 10 ** (-ratio / 20) / numpy.sum(response**2) ** 0.5
    response[0] = 1
    return response


def convolved(samples, response):
    length = len(samples) + len(response) - 1
    size = 1 << (length - 1).bit_length()
    return numpy.fft.irfft(numpy.fft.rfft(samples, size) * numpy.fft.rfft(response, size), size)[:length]
