"""The running program from a test's side: press keys, ask for its state, kill it."""

import json
import select
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.patience import WAIT_SECONDS
from tests.places import ROOT

DRIVER = Path(__file__).with_name("driver.py")
State = dict[str, Any]


class Program:
    """The desktop app in a process of its own."""

    def __init__(self, environment: dict[str, str], *paths: Path, errors: Path) -> None:
        self._errors = errors
        with errors.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(DRIVER), *map(str, paths)],
                env=environment,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def keys(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self._ask("key", key)

    def click(self, *buttons: str) -> None:
        """Click buttons one after the other, by the beginning of what they say."""
        for words in buttons:
            self._ask("click", words)

    def type(self, text: str) -> None:
        """Type a text."""
        self._ask("text", text)

    def find(self, words: str) -> None:
        """Select the first place of some words in the article by keys alone."""
        self.keys("Ctrl+Home", "Ctrl+F")
        self.type(words)
        self.keys("Esc")

    def pick(self, key: str, typed: str) -> None:
        """Press a key that asks for something, type, and take the first."""
        self.keys(key)
        self.type(typed)
        self.keys("Return")

    def state(self) -> State:
        """Ask for what the program holds and shows."""
        found: State = self._ask("state")
        return found

    def wait_for(self, condition: Callable[[State], object], seconds: float = WAIT_SECONDS) -> State:
        """Ask for the state until it fulfils a condition."""
        end = time.monotonic() + seconds
        while True:
            state = self.state()
            if condition(state):
                return state
            assert time.monotonic() < end, f"never came: {state}"

    def grab(self, path: Path) -> None:
        """Have the window's picture written."""
        assert self._ask("grab", str(path))

    def kill(self) -> None:
        """End the program as a power cut would."""
        self._process.kill()
        self._process.wait()

    def quit(self) -> int:
        """Close the window and wait for the program's end."""
        self._ask("close")
        return self._process.wait(WAIT_SECONDS)

    def end(self) -> str:
        """End the program if it still runs, and give what it said on stderr."""
        if self._process.poll() is None:
            self.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        return self._errors.read_text()

    def _ask(self, kind: str, value: object = None) -> Any:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps({"do": kind, "value": value}) + "\n")
        self._process.stdin.flush()
        ready, _, _ = select.select([self._process.stdout], [], [], WAIT_SECONDS)
        line = self._process.stdout.readline() if ready else ""
        assert line, f"no answer to {kind} {value!r}: {self._errors.read_text()}"
        return json.loads(line)
