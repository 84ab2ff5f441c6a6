"""Whether what a command prints is what an article shows."""

import re

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# An exponent of four digits is a part of a digest.
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[-+]?\d{1,3}(?!\w))?")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def commands(block):
    """The commands of a console block, each with the output that stands below it."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)
    if parts[0].strip():
        raise ValueError(f"a console block begins with output: {parts[0].splitlines()[0]}")
    return [part.partition("\n")[::2] for part in parts[1:]]


def is_same(shown, real):
    """Whether two outputs differ in nothing but blanks, points in time and the rounding of numbers."""
    shown, real = shown.rstrip().splitlines(), real.rstrip().splitlines()
    return len(shown) == len(real) and all(map(is_same_line, shown, real))


def is_same_line(shown, real):
    shown, real = (TIME.sub("TIME", line) for line in (shown, real))
    words = [" ".join(NUMBER.sub("#", line).split()) for line in (shown, real)]
    numbers = [NUMBER.findall(line) for line in (shown, real)]
    return words[0] == words[1] and all(map(is_same_number, *numbers))


def is_same_number(shown, real):
    """Whole numbers exactly, others to one unit of the last shown digit or a millionth: linear
    algebra rounds differently on different processors."""
    if shown == real or "." not in shown and "e" not in shown:
        return shown == real
    digits = shown.split("e")[0].partition(".")[2]
    exponent = int(shown.partition("e")[2] or 0)
    unit = 1.01 * float(f"1e{exponent - len(digits)}")
    difference = abs(float(shown) - float(real))
    return difference <= max(unit, 1e-6 * abs(float(shown)))
