"""The codebook in use: the folder's, or the one that comes with the program."""

from hashlib import sha256
from pathlib import Path

from annotator.formats.codebooks.codebook_json import CodebookError, load_codebook
from annotator.formats.regular_files import read_regular
from annotator.formats.resource_files import resource
from annotator.model.codebook import Codebook
from annotator.model.layer import CodebookReference
from annotator.services.disk.at_path import is_file

NAME = "codebook.json"


def folder_codebook(folder: Path) -> Codebook:
    """Read a folder's codebook; the program's own where there is none. Raises CodebookError for a broken one."""
    path = folder / NAME
    try:
        data = read_regular(path if is_file(path) else resource("codebook-default.json"))
    except OSError as error:
        raise CodebookError(f"{path} could not be read ({error.strerror}) and is not used.") from error
    return load_codebook(data, str(path))


def codebook_home(folder: Path, root: Path | None) -> Path:
    """Give the folder whose codebook counts in a folder: the nearest one above that has one, as far as ``root``.

    Where none has, it is the root, where a codebook that is made holds for all below; without a root the folder itself.
    """
    if root is None or root not in (folder, *folder.parents):
        return folder
    above = (folder, *folder.parents)[: len(folder.parts) - len(root.parts) + 1]
    return next((place for place in above if is_file(place / NAME)), root)


def nearest_codebook(folder: Path) -> Path:
    """Give the nearest folder, this one or one above, that has a codebook; this one where none has."""
    return next((place for place in (folder, *folder.parents) if is_file(place / NAME)), folder)


def codebook_reference(folder: Path) -> CodebookReference | None:
    """Name a folder's codebook as a sidecar does, or None where the folder has none that can be read."""
    path = folder / NAME
    try:
        if not is_file(path):
            return None
        data = read_regular(path)
        return CodebookReference(load_codebook(data, NAME).name, sha256(data).hexdigest())
    except (OSError, CodebookError):
        return None
