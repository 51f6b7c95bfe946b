"""Runs the command that was asked for."""

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from annotator.cli.arguments import COMMANDS, make_parser
from annotator.cli.output import OutputError, flush_output, prepare_output, say

if TYPE_CHECKING:
    from annotator.model.networks.relation_graph import RelationGraph

PictureWriter: TypeAlias = "Callable[[RelationGraph, Path, tuple[int, int] | None, str], None]"

# A module may not be called like a word of the language.
_MODULES = {"import": "import_files"}

_NOT_WRITTEN = "What was to be said could not be written to standard output: {}."

__all__ = ["COMMANDS", "run"]


def run(arguments: Sequence[str], write_picture: PictureWriter, print_pages: Callable[..., bytes]) -> int:
    """Run a command and give its exit code.

    ``write_picture`` draws a chart, and is called for pictures alone; ``print_pages`` lays out pages, for PDF alone.
    """
    prepare_output()
    try:
        options = make_parser(arguments[0]).parse_args(arguments)
    except SystemExit:
        # Help, version, or what is wrong with the arguments was said.
        _flush_at_end()
        raise
    from annotator.cli.console import INTERRUPTED, SOME_FAILED, Console
    from annotator.services.running.stopping import stop_when_asked

    options.write_picture, options.print_pages = write_picture, print_pages
    console = Console(options.command, options.quiet, options.report)
    stop_when_asked()
    with _kept():
        command = import_module(f"annotator.cli.{_MODULES.get(options.command, options.command)}")
    try:
        code: int = command.run(options, console)
        flush_output()
    except OutputError as error:
        console.trouble(_NOT_WRITTEN.format(error))
        return console.finish(SOME_FAILED)
    except KeyboardInterrupt:
        console.trouble("Stopped; nothing half-written is left.")
        return INTERRUPTED
    except BrokenPipeError:
        return INTERRUPTED
    return console.finish(code)


@contextmanager
def _kept() -> Iterator[None]:
    """Look for no garbage while modules are loaded, which make none, nor in them later: it took a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()


def _flush_at_end() -> None:
    try:
        flush_output()
    except OutputError as error:
        say(f"annotator: {_NOT_WRITTEN.format(error)}")
        raise SystemExit(1) from None
