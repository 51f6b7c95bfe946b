"""Two ways of renaming that Python does not offer: exchanging two files, and taking a name that nobody has yet.

Both are one step of the system, so nobody can come in between. Linux has them (``renameat2``, since 3.15) on its own
file systems; network shares mostly have neither.
"""

import errno
import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

_NOREPLACE: Final = 1
_EXCHANGE: Final = 2
_HERE: Final = -100
"""``AT_FDCWD``: paths are as seen from the working folder."""
# A sandbox that does not know the call says EPERM; where there really is no right, the next way says so itself.
_CANNOT: Final = (errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EPERM)


def exchange(one: Path, other: Path) -> bool:
    """Have two files change places; False where the system cannot. Raises OSError where one is not there."""
    return _renamed(one, other, _EXCHANGE)


def rename_to_new(source: Path, target: Path) -> bool:
    """Rename to a name that nobody has; False where the system cannot. Raises FileExistsError where it is taken."""
    return _renamed(source, target, _NOREPLACE)


def _renamed(one: Path, other: Path, flag: int) -> bool:
    import ctypes  # nothing is written before the first paint

    call = _call()
    if call is None:
        return False
    if call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), flag) == 0:
        return True
    code = ctypes.get_errno()
    if code in _CANNOT:
        return False
    raise OSError(code, os.strerror(code), str(other))


@cache
def _call() -> Callable[..., int] | None:
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is not None:
        call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return call
