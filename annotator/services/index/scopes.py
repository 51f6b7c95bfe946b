"""The names of a codebook, laid over those that stand in files."""

from annotator.model.codebook import Codebook
from annotator.model.name_key import folded
from annotator.services.index.name_table import NameTable


class Scope:
    """The names of one codebook, laid over those that stand in files; the files stay as they are."""

    def __init__(self, table: NameTable, codebook: Codebook | None = None) -> None:
        self._table = table
        self._called: dict[int, int] = {}
        names: dict[tuple[str, str], set[str]] = {}
        for entity in codebook.entities if codebook else ():
            for name in entity.names:
                names.setdefault((entity.type, folded(name)), set()).add(entity.name)
        self._names = {key: " ".join(next(iter(found)).split()) for key, found in names.items() if len(found) == 1}

    def called(self, written: int) -> int:
        """Give the number of the name that the codebook has for what is written."""
        known = self._called.get(written)
        if known is None:
            kind, name = self._table.type(written), self._table.name(written)
            other = self._names.get((kind, folded(name))) if self._names else None
            known = self._called[written] = written if other is None else self._table.number(other, kind)
        return known

    def counted(self, written: int) -> int:
        """Give the number that counts."""
        return self._table.same[self.called(written)]
