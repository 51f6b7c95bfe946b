"""What a command says: results on stdout, progress and troubles on stderr, a report for machines."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from annotator.cli.output import can_write, say, write_line

OK, SOME_FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130
_NAMED = 5
# Controls could move the cursor or recolour a terminal; bidi controls could turn a name around.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    """Give a text in one line without controls, as a terminal may show it."""
    flat = text.replace("\n", "\\n")
    return _CONTROL.sub(lambda match: f"\\u{ord(match.group()):04x}", flat)


class Console:
    """The voice of one command; ``report`` is what ``--report`` writes."""

    def __init__(self, command: str, quiet: bool = False, report_path: str | None = None) -> None:
        self.command = command
        self.quiet = quiet
        self.report_path = report_path
        self.report: dict[str, Any] = {}
        self._shown = 0
        self._not_encoded = False

    def result(self, text: str) -> None:
        """Write a line of results. Raises OutputError, also BrokenPipeError."""
        line = safe(text)
        self._not_encoded = self._not_encoded or not can_write(line)
        write_line(line)

    def result_json(self, tree: Any) -> None:
        """Write results as a line of JSON, which is whole in any encoding. Raises as ``result`` does."""
        import json

        text = orjson.dumps(tree).decode()
        self.result(text if can_write(text) else json.dumps(tree))

    def trouble(self, text: str) -> None:
        """Say what went wrong."""
        self._wipe()
        say(f"annotator: {safe(text)}")

    def note(self, text: str) -> None:
        """Say what was done, unless asked to be quiet."""
        if not self.quiet:
            self._wipe()
            say(safe(text))

    def copies(self, found: Mapping[str, str]) -> None:
        """Say which files were left out, each with the one that it is a copy of."""
        for copy, kept in list(found.items())[:_NAMED]:
            self.note(f"{copy} is a copy of {kept} and was not counted.")
        if len(found) > _NAMED:
            self.note(f"{len(found) - _NAMED:,} more copies were not counted.")
        if found:
            self.report.update(copies=dict(found))

    def progress(self, count: int, total: int, name: str) -> None:
        """Show how far the work is, and at what; on a terminal only."""
        if count and not self.quiet and sys.stderr.isatty() and (count % max(1, total // 200) == 0 or count == total):
            line = safe(f"{count:,} of {total:,}  {name}")[:78]
            sys.stderr.write(f"\r{line:<{self._shown}}")
            sys.stderr.flush()
            self._shown = len(line)

    def finish(self, code: int) -> int:
        """Write the report, and give the exit code."""
        self._wipe()
        if self._not_encoded:
            encoding = getattr(sys.stdout, "encoding", "")
            self.note(f"Standard output is in {encoding}, which has not all signs: those it has not stand as \\uXXXX.")
        if self.report_path:
            from annotator.services.disk.atomic_file import SaveError, write_atomically  # most commands write nothing

            data = {"command": self.command, "exit_code": code, **self.report}
            try:
                write_atomically(Path(self.report_path), orjson.dumps(data, option=orjson.OPT_INDENT_2) + b"\n")
            except SaveError as error:
                self.trouble(str(error))
                return max(code, SOME_FAILED)
        return code

    def _wipe(self) -> None:
        if self._shown:
            sys.stderr.write(f"\r{' ' * self._shown}\r")
            self._shown = 0
