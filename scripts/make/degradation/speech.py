"""Where a clip's speech is, and how loud.

Speech are the frames of 20 ms whose power lies at most 30 dB below the level that 98 of 100 of the
clip's frames do not exceed. The speech's power is the mean of its squared samples.
"""

import numpy

from support.failure import BAD_DATA, Failure

FRAME_SECONDS = 0.02
RANGE_DECIBELS = 30
PERCENTILE = 98


def speech_samples(samples, rate):
    """For each sample whether it is speech."""
    length = max(1, round(FRAME_SECONDS * rate))
    starts = numpy.arange(0, len(samples), length)
    sizes = numpy.diff(numpy.append(starts, len(samples)))
    powers = numpy.add.reduceat(samples**2, starts) / sizes
    loud = numpy.percentile(powers, PERCENTILE)
    if not loud > 0:
        raise Failure(BAD_DATA, "the clip holds no speech")
    return numpy.repeat(powers >= loud * 10 ** (-RANGE_DECIBELS / 10), sizes)


def power(samples):
    """The mean square."""
    return numpy.mean(samples**2)
