"""The codebooks of a folder by number: the nearest one above a file names what stands in it."""

from collections.abc import Mapping
from pathlib import Path

from annotator.model.codebook import Codebook


class FolderBooks:
    """Codebooks by the folders in which they lie; 0 is the number of none."""

    def __init__(self, codebooks: Mapping[Path, Codebook] | None = None) -> None:
        self.by_folder: dict[Path, Codebook] = dict(codebooks or {})
        self.by_number: list[Codebook | None] = [None, *self.by_folder.values()]
        self._numbers = {folder: number for number, folder in enumerate(self.by_folder, 1)}
        self._near: dict[Path, int] = {}

    @property
    def all(self) -> list[Codebook]:
        """All of them, by their numbers less 1."""
        return list(self.by_folder.values())

    def of(self, folder: Path) -> int:
        """Give the number of the codebook that names what lies in a folder."""
        known = self._near.get(folder)
        if known is None:
            folders = (folder, *folder.parents) if self._numbers else ()
            known = self._near[folder] = next((self._numbers[one] for one in folders if one in self._numbers), 0)
        return known

    def is_blind(self, folder: Path) -> bool:
        """Tell whether what lies in a folder is coded blindly."""
        book = self.by_number[self.of(folder)]
        return book is not None and book.blind
