"""Failures of the scripts that put the gallery's promises to the test: one line and an exit code."""

import sys

BROKEN, USAGE, UNAVAILABLE, INTERNAL = 1, 64, 69, 70


class Failure(Exception):
    """A failure told in one line, with the exit code it ends in."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def demand(condition, message):
    if not condition:
        raise Failure(BROKEN, f"a promise is broken: {message}")


def usage_error(message):
    raise Failure(USAGE, f"{message}; see --help")


def run_script(say, work):
    """Does a script's work; a failure is said and ends the program."""
    try:
        work()
    except Failure as failure:
        say(failure)
        sys.exit(failure.code)
