"""Suggesters of other packages, or with a model: each in a process of its own, which may fail and be late."""

import pickle
import subprocess
import sys
import threading
from functools import lru_cache
from typing import IO, Final

import msgspec

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.services.suggesting.checks import checked
from annotator.services.suggesting.knowledge import Knowledge
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggesters import suggester
from annotator.services.suggesting.suggestion import Suggestion

FLAG: Final = "--suggest-apart"
"""As the program's first argument: answer requests for suggestions on stdin, one after the other, on stdout."""
_SIZE: Final = 8
_START: Final = 20.0
"""So many seconds more the first answer may take: the program starts, and a model is loaded."""

_LATE: Final = 3
"""So often one may be late that has answered before."""


def suggest_apart(name: str, document: Document, layer: Layer, knowledge: Knowledge) -> list[Suggestion]:
    """Ask a suggester in its process, which is kept for the next text. Raises SuggesterError.

    It hangs the caller for as long as the suggester may take: not for the thread of a window.
    """
    limit = suggester(name).seconds  # says what is wrong with the name, before a process is started
    answer = _process(name).ask((document, layer.snapshot(), knowledge), limit)
    if isinstance(answer, str):
        raise SuggesterError(f"The suggester “{name}” is left out: {answer}")
    try:
        given = msgspec.json.decode(answer, type=list[Suggestion])
    except (msgspec.DecodeError, ValueError) as error:
        raise SuggesterError(f"The suggester “{name}” is left out: its answer cannot be read ({error}).") from None
    return checked(given, document.text, name)


def stop_all() -> None:
    """End the processes of all suggesters; they are started anew when they are asked again."""
    for process in _PROCESSES.values():
        process.stop()


_PROCESSES: Final[dict[str, "_Process"]] = {}


def _process(name: str) -> "_Process":
    return _PROCESSES.setdefault(name, _Process(name))


class _Process:
    """The process of one suggester: started when it is asked, ended when it fails or is late."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._running: subprocess.Popen[bytes] | None = None
        self._has_answered = False
        self._late = 0
        self._lock = threading.Lock()

    def ask(self, request: object, seconds: float) -> bytes | str:
        """Give the answer as bytes, or a sentence that says why there is none.

        One that never answers in time is not waited for again, for each of many documents.
        """
        with self._lock:
            too_late = f"it took more than {seconds:g} seconds."
            if self._late >= (_LATE if self._has_answered else 1):
                return too_late
            fresh = self._running is None or self._running.poll() is not None
            if fresh:
                self._running = _started(self._name)
            running = self._running
            assert running is not None
            late = threading.Timer(seconds + (_START if fresh else 0), running.kill)
            late.start()
            try:
                answer = _talk(running, pickle.dumps(request))
            finally:
                was_late = late.finished.is_set()
                late.cancel()
            if answer is None:
                self.stop()
                self._late += was_late
                return too_late if was_late else "its process ended in the middle."
            self._has_answered = True
            kind, content = answer[:1], answer[1:]
            return content if kind == b"+" else content.decode(errors="replace")

    def stop(self) -> None:
        """End the process."""
        running, self._running = self._running, None
        if running is not None:
            running.kill()
            running.communicate()


def _started(name: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - this program itself
        [*_command(), name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _talk(running: subprocess.Popen[bytes], request: bytes) -> bytes | None:
    assert running.stdin is not None
    assert running.stdout is not None
    try:
        _send(running.stdin, request)
        return _received(running.stdout)
    except OSError:
        return None


def _send(to: IO[bytes], content: bytes) -> None:
    to.write(len(content).to_bytes(_SIZE) + content)
    to.flush()


def _received(source: IO[bytes]) -> bytes | None:
    head = source.read(_SIZE)
    if len(head) < _SIZE:
        return None
    wanted = int.from_bytes(head)
    content = source.read(wanted)
    return content if len(content) == wanted else None


def answer_requests(name: str) -> int:
    """Be the process of a suggester: answer until nobody asks any more."""
    with open(0, "rb", closefd=False) as stdin, open(1, "wb", closefd=False) as stdout:
        sys.stdout = sys.stderr  # what a suggester prints is no answer
        while (request := _received(stdin)) is not None:
            _send(stdout, _answer(name, request))
    return 0


def _answer(name: str, request: bytes) -> bytes:
    try:
        document, layer, knowledge = pickle.loads(request)  # noqa: S301 - from the program that started this process
        given = list(suggester(name).suggest(document, layer, knowledge))
        return b"+" + msgspec.json.encode(checked(given, document.text, name))
    except SuggesterError as error:
        return b"-" + str(error).removeprefix(f"The suggester “{name}” is left out: ").encode()
    except Exception as error:  # noqa: BLE001 - a package of somebody else may raise anything
        return b"-" + f"it stumbled ({type(error).__name__}: {error}).".encode()


@lru_cache(maxsize=1)
def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, FLAG]
    # -P: what lies in the folder that the analyst happens to work in is never imported.
    return [sys.executable, "-P", "-m", "annotator", FLAG]
