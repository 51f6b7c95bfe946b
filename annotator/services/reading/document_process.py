"""Reading documents from anywhere in a process of their own, which may not use much memory or time, or write a file."""

import base64
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from time import monotonic
from typing import Any, Final

from annotator.formats.documents.extracted import Extracted
from annotator.formats.documents.kinds import EXTRA, kind_of
from annotator.formats.documents.plain_text import SIZE_LIMIT, SourceError, UnknownEncodingError
from annotator.services.running.progress import Progress, no_progress

FLAG: Final = "--read-document"
"""As the program's first argument: read one document from stdin, and answer on stdout."""
KEPT: Final = 4
"""So many texts are kept, since a document is read once for each annotator's sidecar."""
LOOK_SECONDS: Final = 0.05
"""So often it is asked whether the reading is still wanted."""
_BROKEN = "{} could not be read: its reader ended in the middle. The file is probably broken."


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may cost: bytes of address space, seconds of computing, and twice that of waiting.

    Where the system has no such limits for processes (Windows; macOS for memory), the waiting ends it all the same.
    """

    memory: int = 2**30
    seconds: int = 30


@dataclass(frozen=True, slots=True)
class ReadText:
    """What came of a document, and the name and version of what read it."""

    extracted: Extracted
    reader: str


@dataclass(frozen=True, slots=True)
class _Request:
    data: bytes
    name: str
    encoding: str | None
    limits: Limits
    progress: Progress = field(compare=False)


def read_apart(
    data: bytes, name: str, encoding: str | None, limits: Limits = Limits(), progress: Progress = no_progress
) -> ReadText:
    """Read a document in another process, which is killed where ``progress`` raises Cancelled.

    Raises SourceError and UnknownEncodingError as its reader does.
    """
    return _read(_Request(data, name, encoding, limits, progress))


@lru_cache(maxsize=KEPT)
def _read(request: _Request) -> ReadText:
    name, limits = request.name, request.limits
    try:
        code, answer = _ask(request)
    except OSError as error:
        raise SourceError(f"{name} could not be read: no process for it could be started ({error.strerror}).") from None
    if code is None or _ran_out_of_time(code):
        raise SourceError(f"{name} is not opened: reading it takes more than {limits.seconds} seconds.")
    try:
        understood = json.loads(answer)
    except ValueError:
        raise SourceError(_BROKEN.format(name)) from None
    return _understood(understood, name)


def _ask(request: _Request) -> tuple[int | None, bytes]:
    """Give the exit code of the process, None where it took too long, and its answer."""
    name, limits = request.name, request.limits
    header = json.dumps([name, request.encoding, limits.memory, limits.seconds]).encode() + b"\n"
    end = monotonic() + limits.seconds * 2
    process = subprocess.Popen(  # noqa: S603 - this program itself
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    # A thread of its own talks to it: after a time-out ``communicate`` forgets what it had not written yet.
    with process, ThreadPoolExecutor(1) as talker:
        talk = talker.submit(process.communicate, header + request.data)
        try:
            while monotonic() < end:
                request.progress(0, 1, name)
                with suppress(TimeoutError):
                    answer, _none = talk.result(LOOK_SECONDS)
                    return process.returncode, answer
        finally:
            process.kill()
    return None, b""


def answer_request() -> int:
    """Be the process that reads: take the request from stdin, and give the answer on stdout."""
    with open(0, "rb", closefd=False) as stdin, open(1, "wb", closefd=False) as stdout:
        name, encoding, memory, seconds = json.loads(stdin.readline())
        _limit(memory, seconds)
        try:
            answer = _answer(stdin.read(), name, encoding)
        except MemoryError:
            answer = {
                "problem": f"{name} is not opened: reading it takes more than {memory / 2**20:,.0f} MiB of memory."
            }
        stdout.write(json.dumps(answer).encode())
    return 0


def _answer(data: bytes, name: str, encoding: str | None) -> dict[str, Any]:
    kind = kind_of(name)
    assert kind is not None
    try:
        reader = kind.reader
        extracted = kind.extract(data, name, encoding)
    except ModuleNotFoundError:
        from annotator.formats.exchange.registry import how_to_get  # which loads more than most documents need

        return {"problem": f"{name} was not opened. {how_to_get(f'Reading {kind.name}', EXTRA)}"}
    except UnknownEncodingError as error:
        return {"undecoded": base64.b64encode(error.data).decode()}
    except (SourceError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        return {"problem": f"{name} is broken: its parts are nested too deeply." if deep else str(error)}
    return _checked(extracted, reader, name)


def _checked(extracted: Extracted, reader: str, name: str) -> dict[str, Any]:
    if len(extracted.text) > SIZE_LIMIT:
        return {"problem": f"{name} holds {len(extracted.text):,} characters; more than {SIZE_LIMIT:,} are not opened."}
    if not extracted.text.strip():
        return {"problem": f"{name} holds no text: there is nothing to annotate in it."}
    return {"reader": reader, "extracted": asdict(extracted)}


def _understood(answer: dict[str, Any], name: str) -> ReadText:
    if "problem" in answer:
        raise SourceError(answer["problem"])
    if "undecoded" in answer:
        raise UnknownEncodingError(name, base64.b64decode(answer["undecoded"]))
    return ReadText(Extracted(**answer["extracted"]), answer["reader"])


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    # -P: what lies in the folder that the analyst happens to work in is never imported.
    return [sys.executable, "-P", "-m", "annotator", FLAG]


def _limit(memory: int, seconds: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _ran_out_of_time(code: int) -> bool:
    if os.name != "posix":
        return False
    import signal

    return code in (-signal.SIGXCPU, -signal.SIGKILL)
