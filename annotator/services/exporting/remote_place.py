"""Where exported files come to be that belong elsewhere: here first, and sent when all of them are whole."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import Any

from annotator.services.disk.temporary_files import remove_strays, temporary_prefix
from annotator.services.exporting.export_place import ExportPlace, export_place
from annotator.services.exporting.remote_files import file_system, reaching


@contextmanager
def remote_place(url: str, *, as_folder: bool) -> Iterator[ExportPlace]:
    """Give a place whose files stand at a URL, or in that folder, when it is left; on an error none does.

    ``place.sent`` then has their URLs. Raises RemoteError where they cannot be sent, SaveError where the disk here
    cannot hold them.
    """
    system, path = file_system(url)
    remove_strays(Path(gettempdir()))
    with TemporaryDirectory(prefix=temporary_prefix()) as folder:
        out = Path(folder) / "out"
        with export_place(out, as_folder=as_folder) as place:
            yield place
        names = [file.relative_to(out).as_posix() for file in place.written] if as_folder else [""]
        targets = [f"{path.rstrip('/')}/{name}" if name else path for name in names]
        with reaching(url):
            _send(system, dict(zip(targets, place.written, strict=True)))
        place.written = []
        place.sent = [str(system.unstrip_protocol(target)) for target in targets]


def _send(system: Any, files: dict[str, Path]) -> None:
    """Send files in one transaction, which shows them when all have arrived; where there is none, as nearly so."""
    new = [target for target in files if not system.exists(target)]
    try:
        with system.transaction:
            for target, file in files.items():
                system.makedirs(target.rpartition("/")[0], exist_ok=True)
                with file.open("rb") as source, system.open(target, "wb") as there:
                    shutil.copyfileobj(source, there, 2**20)
    except BaseException:
        for target in new:
            with suppress(Exception):
                system.rm_file(target)
        raise
