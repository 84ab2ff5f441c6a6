"""The packages that degrading audio needs."""

from packages import PackagesUnavailable, enter

from failure import UNAVAILABLE, Failure


def enter_environment():
    """Goes on where NumPy and soundfile are; to be called before what imports them."""
    try:
        enter("degrade", ["numpy==2.4.6", "soundfile==0.14.0"])
    except PackagesUnavailable as error:
        raise Failure(UNAVAILABLE, str(error))
