"""What is promised, and must be found."""

from support.failure import Failure

BROKEN = 1


def demand(condition, message):
    if not condition:
        raise Failure(BROKEN, f"a promise is broken: {message}")
