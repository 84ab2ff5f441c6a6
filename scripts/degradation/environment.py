"""The packages that degrading audio needs."""

from packages import PackagesUnavailable, enter

from degradation.failure import UNAVAILABLE, DegradeError


def enter_environment():
    """Goes on where NumPy and soundfile are; to be called before what imports them."""
    try:
        enter("degrade", ["numpy==2.4.6", "soundfile==0.14.0"])
    except PackagesUnavailable as error:
        raise DegradeError(UNAVAILABLE, str(error))
