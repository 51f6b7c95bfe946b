"""One function over many inputs: in this process, or in several; answers come in order, and memory stays flat."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Protocol, TypeVar

from annotator.services.running.stopping import leave_stopping_to_parent, unheard_by_children

if TYPE_CHECKING:
    from concurrent.futures import Future

Input = TypeVar("Input")
Output = TypeVar("Output")

CHUNK = 50
"""So many inputs go to a process at a time."""
AHEAD = 3
"""So many chunks a process wait for their turn."""


class Engine(Protocol):
    """Where work is done."""

    def __call__(
        self, function: Callable[[Input], Output], inputs: Iterable[Input], jobs: int = 1, /
    ) -> Iterator[Output]:
        """Give ``function(input)`` for each input in order, by so many processes. Raises EngineError."""


class EngineError(Exception):
    """The work could not be done where it was to be done; the message is a sentence for people."""


class Answer(Protocol[Output]):
    """What will be there when a chunk is done."""

    def result(self) -> list[Output]:
        """Wait for it."""


def run(
    function: Callable[[Input], Output],
    inputs: Iterable[Input],
    jobs: int = 1,
    /,
    *,
    chunk: int = CHUNK,
    ahead: int = AHEAD,
) -> Iterator[Output]:
    """Give ``function(input)`` for each input in order; with several jobs in processes of their own, chunk by chunk.

    ``ahead`` chunks a process are done while what came before is waited for or taken.
    """
    if jobs <= 1:
        yield from map(function, inputs)
        return
    # Half as much to load as all else of a command, and one job needs none of it.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), leave_stopping_to_parent) as pool:

        def submit(part: list[Input]) -> "Future[list[Output]]":
            with unheard_by_children():
                return pool.submit(all_of, function, part)

        try:
            yield from in_order(submit, inputs, jobs, chunk, ahead)
        except BrokenProcessPool:
            why = "A process of the work was ended from outside (is there too little memory?)"
            raise EngineError(f"{why}; nothing was written. Try again with fewer --jobs.") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def in_order(
    submit: Callable[[list[Input]], Answer[Output]],
    inputs: Iterable[Input],
    jobs: int,
    chunk: int = CHUNK,
    ahead: int = AHEAD,
) -> Iterator[Output]:
    """Hand chunks of inputs to ``submit``, as many ahead as keep the jobs busy; outputs come in order."""
    chunks = _chunks(iter(inputs), chunk)
    waiting = deque(map(submit, islice(chunks, jobs * ahead)))
    while waiting:
        outputs = waiting.popleft().result()
        waiting.extend(map(submit, islice(chunks, 1)))
        yield from outputs


def all_of(function: Callable[[Input], Output], inputs: list[Input]) -> list[Output]:
    """Do one chunk."""
    return [function(item) for item in inputs]


def _chunks(inputs: Iterator[Input], size: int) -> Iterator[list[Input]]:
    while chunk := list(islice(inputs, size)):
        yield chunk
