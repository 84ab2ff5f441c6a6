"""Failures of scripts: one line and an exit code (sysexits)."""

import sys

USAGE, BAD_DATA, NO_INPUT, UNAVAILABLE, INTERNAL, CANNOT_CREATE, INPUT_OUTPUT = 64, 65, 66, 69, 70, 73, 74
INTERRUPTED = 130


class Failure(Exception):
    """A failure told in one line, with the exit code it ends in."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def usage_error(message):
    raise Failure(USAGE, f"{message}; see --help")


def run_script(say, work, stopped="stopped"):
    """Does a script's work; a failure is said and ends the program, as is that somebody stopped it."""
    try:
        work()
    except Failure as failure:
        say(failure)
        sys.exit(failure.code)
    except OSError as error:
        say(error)
        sys.exit(INPUT_OUTPUT)
    except KeyboardInterrupt:
        say(stopped)
        sys.exit(INTERRUPTED)
