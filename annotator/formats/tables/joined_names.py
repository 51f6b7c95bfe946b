"""Names in cells: several stand in one, with a semicolon between them and an escaped one inside."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Self

from annotator.model.annotation import Role


def joined(names: Iterable[str]) -> str:
    """Join names in one cell; a semicolon in a name is escaped."""
    return "; ".join([name.replace(";", "\\;") for name in names])


class JoinedNames(dict[str, str]):
    """Escaped names by id; one that is not there is called by its id."""

    @classmethod
    def of(cls, records: Mapping[str, Any]) -> Self:
        """Give the names of records by id."""
        return cls([(key, record.name.replace(";", "\\;")) for key, record in records.items()])

    def of_keys(self, keys: Sequence[str]) -> str:
        """Give the names of those with these ids."""
        return self[keys[0]] if len(keys) == 1 else "; ".join([self[key] for key in keys])

    def of_roles(self, roles: Sequence[Role]) -> str:
        """Give the names of those who have roles."""
        return self[roles[0].entity] if len(roles) == 1 else "; ".join([self[role.entity] for role in roles])

    def __missing__(self, key: str) -> str:
        return key.replace(";", "\\;")
