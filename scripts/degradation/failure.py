"""Failures of the scripts that degrade: one line and an exit code (sysexits)."""

import sys

USAGE, BAD_DATA, NO_INPUT, UNAVAILABLE, CANNOT_CREATE, INPUT_OUTPUT = 64, 65, 66, 69, 73, 74
INTERRUPTED = 130


class DegradeError(Exception):
    """A failure told in one line, with the exit code it ends in."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def usage_error(message):
    raise DegradeError(USAGE, f"{message}; see --help")


def run_script(say, work):
    """Does a script's work; a failure is said and ends the program."""
    try:
        work()
    except DegradeError as error:
        say(error)
        sys.exit(error.code)
    except OSError as error:
        say(error)
        sys.exit(INPUT_OUTPUT)
    except KeyboardInterrupt:
        say("stopped; the conditions that were finished are kept")
        sys.exit(INTERRUPTED)
