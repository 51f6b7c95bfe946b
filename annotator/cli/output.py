"""Standard output, whatever it is: in an encoding that has not all signs, full, or gone."""

import os
import sys
from contextlib import suppress
from io import TextIOWrapper


class OutputError(Exception):
    """Standard output takes no more; the message says why."""


def prepare_output() -> None:
    """Let no sign end a command that the encoding of standard output has not."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def write_line(text: str) -> None:
    """Write a line. Raises OutputError, and BrokenPipeError where nobody reads any more."""
    try:
        print(text)  # noqa: T201
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _let_go(error) from error


def say(text: str) -> None:
    """Write a line to standard error; where that takes none, there is nowhere to say so."""
    with suppress(OSError):
        print(text, file=sys.stderr)  # noqa: T201


def flush_output() -> None:
    """Write what waits to be written. Raises as ``write_line`` does."""
    try:
        if sys.stdout:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _let_go(error) from error


def can_write(text: str) -> bool:
    """Tell whether the encoding of standard output has all signs of a text."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _let_go(error: OSError) -> OutputError:
    """Have what still waits go nowhere: Python would try again at its end, and fail with a traceback."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    return OutputError(error.strerror or str(error))
