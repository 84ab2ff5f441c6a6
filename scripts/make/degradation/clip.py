"""A clip that is to be degraded, and the chance that decides how."""

import hashlib
from dataclasses import dataclass

import numpy


@dataclass(frozen=True)
class Clip:
    """`name` is the clip's path as its list has it; `samples` are mono, full scale 1; `rate` in Hz."""

    speaker: str
    name: str
    samples: numpy.ndarray
    rate: int
    seed: int

    def chance(self, purpose):
        """A generator that always draws the same for this seed, clip and purpose.

        Conditions that differ in strength alone share a purpose, and so the very noise.
        """
        text = f"{self.seed}\t{purpose}\t{self.name}"
        return numpy.random.default_rng(list(hashlib.sha256(text.encode()).digest()))
