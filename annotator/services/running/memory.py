"""Memory that is free again, given back to the system."""

import sys
from contextlib import suppress


def give_back() -> None:
    """Give back what was freed, after much was held for a moment: glibc would keep it for what is made next.

    Where another library serves memory nothing is done.
    """
    if sys.platform == "linux":
        import ctypes

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
