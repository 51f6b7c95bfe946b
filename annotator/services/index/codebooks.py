"""The codebooks of a folder and of those below it, as far as annotation files lie there."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError
from annotator.model.codebook import Codebook
from annotator.services.codebook.folder_codebook import NAME, folder_codebook
from annotator.services.folder.signature import Signature, signature_at


def codebook_signatures(root: Path, sidecars: Iterable[Path]) -> dict[Path, Signature]:
    """Give the folders with a codebook that names entities of these files, and what the disk says of it."""
    folders = {path.parent for path in sidecars} | {root}
    above = {one for folder in folders for one in folder.parents if root in one.parents}
    found = ((folder, signature_at(folder / NAME)) for folder in sorted(folders | above))
    return {folder: signature for folder, signature in found if signature is not None}


def read_codebooks(folders: Iterable[Path]) -> tuple[dict[Path, Codebook], dict[Path, str]]:
    """Read the codebooks of folders; one that cannot be read names nothing, and a sentence says so."""
    books: dict[Path, Codebook] = {}
    problems: dict[Path, str] = {}
    for folder in folders:
        try:
            books[folder] = folder_codebook(folder)
        except CodebookError as error:
            books[folder], problems[folder] = Codebook(), str(error)
    return books, problems


def changed_folders(before: Mapping[Path, Signature], now: Mapping[Path, Signature]) -> set[Path]:
    """Give the folders whose codebook came, went or was written."""
    return {folder for folder in before.keys() | now.keys() if before.get(folder) != now.get(folder)}
