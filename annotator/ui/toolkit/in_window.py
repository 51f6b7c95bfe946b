"""What a thread beside the window found is handed over here."""

from collections.abc import Callable
from contextlib import suppress
from functools import cache, partial
from typing import ParamSpec

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from shiboken6 import isValid

Arguments = ParamSpec("Arguments")


def in_window(
    owner: QObject, do: Callable[Arguments, object], *args: Arguments.args, **kwargs: Arguments.kwargs
) -> None:
    """Have the window's thread do something when it comes to it, in the order asked; may be called in any thread.

    Nothing is done when the owner is gone by then: its window was closed meanwhile, and with it went who waits.
    A signal of the owner's would not do: one that is deleted at that very moment ends the program, which no thread
    but the window's can know.
    """
    # When the program ends, all of Qt's objects go before the last thread does, and nobody waits any more.
    with suppress(RuntimeError):
        _relay().asked.emit(owner, partial(do, *args, **kwargs))


class _Relay(QObject):
    """Is there for good."""

    asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        application = QCoreApplication.instance()
        assert application
        self.moveToThread(application.thread())
        self.asked.connect(self._do, Qt.ConnectionType.QueuedConnection)

    def _do(self, owner: QObject, do: Callable[[], object]) -> None:
        if isValid(owner):
            do()


@cache
def _relay() -> _Relay:
    return _Relay()
