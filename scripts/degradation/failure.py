"""The failure of scripts/degrade: one line and an exit code (sysexits)."""

USAGE, BAD_DATA, NO_INPUT, UNAVAILABLE, CANNOT_CREATE, INPUT_OUTPUT = 64, 65, 66, 69, 73, 74


class DegradeError(Exception):
    """A failure told in one line, with the exit code it ends in."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
