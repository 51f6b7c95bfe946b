"""A thread beside the window for looking at files: a share that hangs does not hold up the end of the program."""

import weakref
from collections.abc import Callable
from concurrent.futures import Executor, Future
from queue import SimpleQueue
from threading import Thread
from typing import ParamSpec, TypeVar

Arguments = ParamSpec("Arguments")
Given = TypeVar("Given")
_Tasks = SimpleQueue[Callable[[], None] | None]


class OneThread(Executor):
    """Does one thing after the other. Python waits for the threads of other executors before it ends, not for this one.

    So it is for what may be left undone at any moment.
    """

    def __init__(self, name: str) -> None:
        self._tasks: _Tasks = SimpleQueue()
        self._thread = Thread(target=_do, args=(self._tasks,), name=name, daemon=True)
        weakref.finalize(self, self._tasks.put, None)

    def submit(
        self, do: Callable[Arguments, Given], /, *args: Arguments.args, **kwargs: Arguments.kwargs
    ) -> Future[Given]:
        """Have something done behind what is to be done already."""
        future: Future[Given] = Future()

        def task() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                given = do(*args, **kwargs)
            except BaseException as error:  # noqa: BLE001 - it is for whoever asks the future
                future.set_exception(error)
            else:
                future.set_result(given)

        self._tasks.put(task)
        if self._thread.ident is None:
            self._thread.start()
        return future


def _do(tasks: _Tasks) -> None:
    while (task := tasks.get()) is not None:
        task()
        # Nothing of it is held while there is nothing to do.
        del task
