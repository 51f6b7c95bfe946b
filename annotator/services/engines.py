"""One function over many inputs: in this process, or in several; answers come in order, and memory stays flat."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from typing import TypeVar

Input = TypeVar("Input")
Output = TypeVar("Output")

CHUNK = 50
"""So many inputs go to a process at a time."""


def run(function: Callable[[Input], Output], inputs: Iterable[Input], jobs: int = 1) -> Iterator[Output]:
    """Give ``function(input)`` for each input in order; with several jobs in processes of their own."""
    if jobs <= 1:
        yield from map(function, inputs)
        return
    waiting: deque[Future[list[Output]]] = deque()
    chunks = _chunks(iter(inputs))
    with ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn")) as pool:
        try:
            for chunk in islice(chunks, jobs * 3):
                waiting.append(pool.submit(_all, function, chunk))
            while waiting:
                outputs = waiting.popleft().result()
                for chunk in islice(chunks, 1):
                    waiting.append(pool.submit(_all, function, chunk))
                yield from outputs
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(inputs: Iterator[Input]) -> Iterator[list[Input]]:
    while chunk := list(islice(inputs, CHUNK)):
        yield chunk


def _all(function: Callable[[Input], Output], inputs: list[Input]) -> list[Output]:
    return [function(item) for item in inputs]
