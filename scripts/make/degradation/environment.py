"""The packages that degrading audio needs."""

from support.failure import UNAVAILABLE, Failure
from support.packages import PackagesUnavailable, enter


def enter_environment():
    """Goes on where NumPy and soundfile are; to be called before what imports them."""
    try:
        enter("degrade", ["numpy==2.4.6", "soundfile==0.14.0"])
    except PackagesUnavailable as error:
        raise Failure(UNAVAILABLE, str(error))
