"""What is done while calls of the system fail: saving, the journal, export, import and merge, and what has to hold."""

import io
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from shutil import copy
from typing import Final

from annotator.__main__ import main
from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX
from annotator.services.disk.atomic_file import SaveError
from tests.places import SEEDS
from tests.unit.crashing import die, reopen, start, title, title_of

STEPS: Final = 6
ARTICLE: Final = "japan-italy-ministers.txt"
OLD: Final = b"what was there before\n"
Say = Callable[[str], None]
"""Takes a line for the one who will hold the work to it; makes no call of the system."""


@dataclass(frozen=True, slots=True)
class Work:
    """``prepare`` makes what ``do`` needs in a folder; ``losses`` gives what must not be, by what was said."""

    prepare: Callable[[Path], None]
    do: Callable[[Path, Say], None]
    losses: Callable[[Path, list[str]], list[str]]


def _prepare_desk(folder: Path) -> None:
    desk = start(folder)
    title(desk, "Title 0")
    desk.save()
    desk.close()


def _journal(folder: Path, say: Say) -> None:
    desk = reopen(folder)
    for number in range(1, STEPS + 1):
        title(desk, f"Title {number}")
        if not desk.journal_failure:
            say(f"kept {number}")


def _save(folder: Path, say: Say) -> None:
    desk = reopen(folder)
    for number in range(1, STEPS + 1):
        title(desk, f"Title {number}")
        if not desk.journal_failure:
            say(f"kept {number}")
        if number % 2 == 0:
            try:
                desk.save()
            except SaveError as error:
                say(f"refused {error}")
            else:
                say(f"kept {number}")
    if desk.is_saved:
        desk.close()


def _losses_of_desk(folder: Path, said: list[str]) -> list[str]:
    """Look whether the article opens, and with all that was said to be kept."""
    kept = max((int(line.split()[1]) for line in said if line.startswith("kept")), default=0)
    desk = reopen(folder)
    there = int((title_of(desk) or "Title -1").split()[1])
    if desk.recovered and not desk.recovered.fits:
        # Only a colleague who writes the file meanwhile may be the reason for asking, and here is none.
        return [f"another writer is suspected; kept: {kept}, there: {there}"]
    die(desk)
    return [] if there >= kept else [f"kept: {kept}, there: {there}, news: {desk.news}"]


def _copy_seeds(folder: Path) -> None:
    for name in (ARTICLE, f"{ARTICLE}.mkato{SUFFIX}", f"{ARTICLE}.lrossi{SUFFIX}"):
        copy(SEEDS / name, folder / name)


def _command(*arguments: str) -> Callable[[Path, Say], None]:
    def do(folder: Path, say: Say) -> None:
        answer, trouble = io.StringIO(), io.StringIO()
        with redirect_stdout(answer), redirect_stderr(trouble):
            try:
                code = main([argument.replace("{}", str(folder)) for argument in arguments])
            except SystemExit as stop:
                code = int(stop.code or 0)
        say(f"ended {code}")
        if code and not trouble.getvalue().strip():
            say("raised nothing, and said nothing, but failed")

    return do


def _prepare_export(folder: Path) -> None:
    _copy_seeds(folder)
    (folder / "exported").mkdir()
    for name in ("annotations.csv", "roles.csv", "links.csv", "entities.csv", "topics.csv", "documents.csv"):
        (folder / "exported" / name).write_bytes(OLD)


def _prepare_import(folder: Path) -> None:
    _copy_seeds(folder)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        assert main(["export", str(folder), "--to", "brat", "--out", f"{folder}/brat/", "--quiet"]) == 0


def _losses_of_files(expected: "Expected") -> Callable[[Path, list[str]], list[str]]:
    """Look whether what was there is untouched, and what was made whole: all of it where that was said."""

    def losses(folder: Path, said: list[str]) -> list[str]:
        lost = [f"{name} was changed" for name in _seed_names() if _hash(folder / name) != _hash(SEEDS / name)]
        wanted, found = expected.files, {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if name in wanted and path.read_bytes() != OLD:
                found[name] = size_of(path)
        may_be = expected.may_be if "ended 0" not in said else {name: {size} for name, size in wanted.items()}
        lost += [f"{name} is not whole" for name, size in found.items() if size not in may_be[name]]
        if "ended 0" in said:
            lost += [f"{name} is missing, but all was well" for name in wanted.keys() - found.keys()]
        return lost

    return losses


def _seed_names() -> list[str]:
    return [ARTICLE, f"{ARTICLE}.mkato{SUFFIX}", f"{ARTICLE}.lrossi{SUFFIX}"]


def _hash(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def size_of(path: Path) -> int:
    """Give what two makings of the same file share, though times and ids differ; -1 where it is not whole."""
    data = path.read_bytes()
    if not path.name.endswith(SUFFIX):
        return len(data)
    try:
        return len(load_sidecar(data).layer.annotations)
    except SidecarError:
        return -1


class Expected:
    """What a work makes where nothing fails: found out beforehand.

    ``may_be`` has the sizes that a file may have where not all could be read, and that was said.
    """

    def __init__(self, under: str) -> None:
        self.under = under
        self.files: dict[str, int] = {}
        self.may_be: dict[str, set[int]] = {}

    def learn(self, folder: Path) -> None:
        """Take what is in a folder for what has to be there."""
        paths = [path for path in folder.glob(self.under) if path.is_file()]
        self.files = {path.relative_to(folder).as_posix(): size_of(path) for path in paths}
        for name, size in self.files.items():
            self.may_be.setdefault(name, set()).add(size)


EXPORTED, IMPORTED, MERGED = Expected("exported/*.csv"), Expected("imported/**/*"), Expected(f"merged{SUFFIX}")
WORKS: Final = {
    "save": Work(_prepare_desk, _save, _losses_of_desk),
    "journal": Work(_prepare_desk, _journal, _losses_of_desk),
    "export": Work(
        _prepare_export, _command("export", "{}", "--to", "csv", "--out", "{}/exported/"), _losses_of_files(EXPORTED)
    ),
    "import": Work(
        _prepare_import,
        _command("import", "{}/brat", "--from", "brat", "--out", "{}/imported"),
        _losses_of_files(IMPORTED),
    ),
    "merge": Work(
        _copy_seeds,
        _command("merge", *(f"{{}}/{name}" for name in _seed_names()[1:]), "--out", f"{{}}/merged{SUFFIX}"),
        _losses_of_files(MERGED),
    ),
}


def learn(scratch: Path) -> None:
    """Do all works once where nothing fails: what they load is then loaded, and what they make is known."""
    _learn_parts(scratch)
    for name, work in WORKS.items():
        folder = scratch / f"{name}-well"
        folder.mkdir()
        work.prepare(folder)
        said = list[str]()
        work.do(folder, said.append)
        for expected in (EXPORTED, IMPORTED, MERGED):
            if expected.under.startswith(name[:5]):
                expected.learn(folder)
        assert not work.losses(folder, said), (name, said, work.losses(folder, said))
        assert said, name
    sys.stdout.flush()


def _learn_parts(scratch: Path) -> None:
    """Export where not all files can be read, to know what comes of the others."""
    for missing in (1, 2), (1,), (2,):
        folder = scratch / f"export-without-{'-'.join(map(str, missing))}"
        folder.mkdir()
        WORKS["export"].prepare(folder)
        for number in missing:
            (folder / _seed_names()[number]).write_bytes(b"")
        WORKS["export"].do(folder, lambda _line: None)
        EXPORTED.learn(folder)
