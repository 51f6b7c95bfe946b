"""What was read of a folder before; of the reading thread alone."""

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.services.index.cache import Cache
    from annotator.services.index.joined import Joining


class KeptFolder:
    """Opens the cache of the folder that is asked for, and closes the one before."""

    def __init__(self) -> None:
        self._cache: Cache | None = None

    def cache_of(self, root: Path) -> "Cache":
        """Give what was read of a folder before."""
        from annotator.services.index.cache import Cache, clear_away

        if self._cache is None or self._cache.root != root:
            if self._cache is not None:
                self._cache.close()
            self._cache = Cache(root)
            clear_away(keep=self._cache.path)
        return self._cache

    def drop(self, root: Path, paths: Collection[Path]) -> None:
        """Keep nothing of files any longer."""
        self.cache_of(root).drop(paths)

    def forget(self, root: Path, paths: Collection[Path]) -> None:
        """Keep nothing of files, nor of the folder as a whole."""
        from annotator.services.index.kept_joined import drop_joined

        self.drop(root, paths)
        drop_joined(self.cache_of(root))

    def keep(self, root: Path, joining: "Joining") -> None:
        """Keep a folder as a whole for the next start."""
        from annotator.services.index.kept_joined import keep_joined

        keep_joined(self.cache_of(root), joining)
