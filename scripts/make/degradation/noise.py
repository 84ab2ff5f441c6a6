"""Noise at a signal-to-noise ratio: white, or the babble of other people.

The ratio is that of the powers of clip and noise over the clip's speech (degradation.speech):

    SNR = 10 log10 ( Σ_speech x² / Σ_speech n² )
"""

import functools

import numpy

from make.degradation.audio import read, resampled
from make.degradation.lists import read_list
from make.degradation.speech import power, speech_samples
from support.failure import BAD_DATA, Failure

TALKERS = 8


def add_noise(samples, noise, rate, decibels):
    """The clip with noise, at this signal-to-noise ratio."""
    speech = speech_samples(samples, rate)
    gain = (power(samples[speech]) / power(noise[speech])) ** 0.5 * 10 ** (-decibels / 20)
    return samples + gain * noise


def white_noise(clip):
    """Independent normal samples: the same power at all frequencies."""
    return clip.chance("white").normal(size=len(clip.samples))


class Babble:
    """Eight other people who speak at once, equally loud, each from somewhere in a clip of theirs.

    The clips are those of a list; one that ends is heard again from its beginning.
    """

    def __init__(self, path):
        self.path = path
        # A talker is heard in many mixtures.
        self.talker = functools.cache(self.read_talker)

    @functools.cached_property
    def rows(self):
        return read_list(self.path)

    def __call__(self, clip):
        chance = clip.chance("babble")
        others = [row.path for row in self.rows if row.speaker != clip.speaker]
        if len(others) < TALKERS:
            raise Failure(
                BAD_DATA, f"babble needs {TALKERS} clips of others; {self.path} has {len(others)}")
        mixture = numpy.zeros(len(clip.samples))
        for index in chance.choice(len(others), TALKERS, replace=False):
            talker = self.talker(others[index], clip.rate)
            places = chance.integers(len(talker)) + numpy.arange(len(mixture))
            mixture += talker[places % len(talker)]
        return mixture

    @staticmethod
    def read_talker(path, rate):
        """A clip at this rate, its speech having power 1."""
        samples, own_rate = read(path)
        samples = resampled(samples, own_rate, rate)
        return (samples / power(samples[speech_samples(samples, rate)]) ** 0.5).astype(numpy.float32)
