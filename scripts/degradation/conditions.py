"""The conditions by name: each makes of a clip the degraded samples, their rate and what was drawn."""

import functools

from degradation.channels import mp3, opus, telephone
from degradation.noise import add_noise, white_noise
from degradation.room import reverberant
from degradation.speech import speech_samples

DECIBELS = (20, 10, 5)
SECONDS = (0.5, 1, 2, 5)


def noisy(clip, noise, decibels):
    return add_noise(clip.samples, noise(clip), clip.rate, decibels), clip.rate, {}


def shortened(clip, seconds):
    """From the first speech on, so many seconds; a clip that has fewer keeps what it has."""
    start = int(speech_samples(clip.samples, clip.rate).argmax())
    return clip.samples[start : start + round(seconds * clip.rate)], clip.rate, {}


# `clean` is the clip as it is: only lists are made.
CLEAN = "clean"


def conditions(babble):
    """Every condition but the clean one."""
    made = {}
    for kind, noise in (("white", white_noise), ("babble", babble)):
        for decibels in DECIBELS:
            made[f"{kind}-{decibels}db"] = functools.partial(noisy, noise=noise, decibels=decibels)
    made |= {"telephone": telephone, "mp3": mp3, "opus": opus, "reverberant": reverberant}
    for seconds in SECONDS:
        made[f"first-{seconds:g}s"] = functools.partial(shortened, seconds=seconds)
    return made


NAMES = [CLEAN, *conditions(None)]
