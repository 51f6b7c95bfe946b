"""Work on a Dask cluster: somebody's, by the address of its scheduler, or one of our own on this machine."""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from annotator.services.running.engines import EngineError, Input, Output, all_of, in_order
from annotator.services.running.stopping import unheard_by_children

CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True)
class DaskEngine:
    """The engine that does its work on Dask. A worker that dies loses nothing: others do its chunks again."""

    scheduler: str = ""
    """The address of a running scheduler (``tcp://host:8786``); "" starts a cluster for the time of the work."""

    def __call__(
        self, function: Callable[[Input], Output], inputs: Iterable[Input], jobs: int = 1, /
    ) -> Iterator[Output]:
        """Give ``function(input)`` for each input in order; ``jobs`` counts workers of a cluster of our own."""
        with ExitStack() as stack:
            with unheard_by_children():
                client = self._client(stack, jobs)
            workers = sum(client.nthreads().values()) or jobs

            def submit(chunk: list[Input]) -> Any:
                # Not pure: the files are read anew, whatever was read from them before.
                return client.submit(all_of, function, chunk, pure=False)

            answers = in_order(submit, inputs, workers)
            while True:
                try:
                    output = next(answers)
                except StopIteration:
                    return
                except Exception as error:
                    raise EngineError(_why(error)) from error
                yield output

    def _client(self, stack: ExitStack, jobs: int) -> Any:
        from distributed import Client, LocalCluster

        where: Any = self.scheduler
        if not where:
            # Without a memory limit nothing of a text is ever spilled to the disk.
            where = stack.enter_context(
                LocalCluster(
                    n_workers=jobs,
                    threads_per_worker=1,
                    dashboard_address="127.0.0.1:0",
                    memory_limit=0,
                    silence_logs=logging.ERROR,
                )
            )
        try:
            return stack.enter_context(Client(where, timeout=CONNECT_SECONDS, set_as_default=False))
        except (OSError, TimeoutError, ValueError) as error:
            sentence = "There is no Dask scheduler at this address. Check it, and that the scheduler runs."
            raise EngineError(f"{self.scheduler}: {sentence}") from error


def _why(error: Exception) -> str:
    if isinstance(error, ImportError):
        return f"The workers lack a package ({error}). Install this version of annotator on every worker."
    return f"The Dask cluster gave the work up ({type(error).__name__}: {error}). Nothing was written."
