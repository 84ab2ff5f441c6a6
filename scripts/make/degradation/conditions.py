"""The conditions by name: each makes of a clip the degraded samples, their rate and what was drawn."""

import functools

from make.degradation.channels import mp3, mu_law, opus, telephone
from make.degradation.noise import add_noise, white_noise
from make.degradation.room import reverberant
from make.degradation.session import other_session
from make.degradation.speech import speech_samples

DECIBELS = (20, 10, 5)
# The seconds that are left.
SHORTENED = {"first-0.5s": 0.5, "first-1s": 1, "first-2s": 2, "first-5s": 5}


def noisy(clip, noise, decibels):
    return add_noise(clip.samples, noise(clip), clip.rate, decibels), clip.rate, {}


def shortened(clip, seconds):
    """The first seconds from the first speech on; a shorter clip keeps what it has."""
    start = int(speech_samples(clip.samples, clip.rate).argmax())
    return clip.samples[start : start + round(seconds * clip.rate)], clip.rate, {}


def conditions(babble):
    """Every condition but the clean one."""
    made = {}
    for kind, noise in (("white", white_noise), ("babble", babble)):
        for decibels in DECIBELS:
            made[f"{kind}-{decibels}db"] = functools.partial(noisy, noise=noise, decibels=decibels)
    made |= {"mu-law": mu_law, "telephone": telephone, "mp3": mp3, "opus": opus}
    made["reverberant"] = reverberant
    made["other-session"] = functools.partial(other_session, babble=babble)
    for name, seconds in SHORTENED.items():
        made[name] = functools.partial(shortened, seconds=seconds)
    return made


# The clips as they are: only lists are made.
CLEAN = "clean"
NAMES = [CLEAN, *conditions(None)]
