"""What a DNA 3 database knows of its persons, organizations and concepts besides their names.

Each may have a parent of the same variable and values of attributes, of which DNA itself makes Type, Alias and Notes.
"""

import sqlite3
from dataclasses import dataclass, field

from annotator.formats.exchange.read_document import ReadEntity, ReadTopic
from annotator.model.vocabulary import ENTITY_TYPES

_TABLES = {"ENTITIES", "ATTRIBUTEVARIABLES", "ATTRIBUTEVALUES"}


@dataclass(slots=True)
class Known:
    """The name of the parent, "" without one, and the attributes that are not empty."""

    parent: str = ""
    attributes: dict[str, str] = field(default_factory=dict)

    def note(self, *besides: str) -> str:
        """Give the notes and every attribute that is not named, a line each."""
        others = (f"{name}: {words}" for name, words in self.attributes.items() if name not in (*besides, "Notes"))
        return "\n".join(filter(None, (self.attributes.get("Notes", ""), *others)))

    def entity(self, key: str, name: str, kind: str) -> ReadEntity:
        """Give a person or organization; a Type that is known here says more than the variable."""
        own = self.attributes.get("Type", "")
        known = own in ENTITY_TYPES
        aliases = tuple(filter(None, self.attributes.get("Alias", "").split("; ")))
        members = (self.parent,) if self.parent else ()
        note = self.note("Alias", *(["Type"] if known else []))
        return ReadEntity(key, name, own if known else kind, aliases, members, note=note)

    def topic(self, name: str) -> ReadTopic:
        """Give a concept."""
        return ReadTopic(name, self.parent, note=self.note())


def known_names(connection: sqlite3.Connection, tables: set[str]) -> dict[tuple[str, str], Known]:
    """Give what is known by variable (in lower case) and name; nothing of a database of version 2."""
    if not tables >= _TABLES:
        return {}
    found: dict[tuple[str, str], Known] = {}
    by_id: dict[int, Known] = {}
    names = (
        "SELECT e.ID, v.Variable, e.Value, p.Value FROM ENTITIES e JOIN VARIABLES v ON v.ID = e.VariableId"
        " LEFT JOIN ENTITIES p ON p.ID = e.ChildOf AND p.ID != e.ID"
    )
    for number, variable, name, parent in connection.execute(names):
        by_id[number] = found[str(variable).casefold(), str(name)] = Known(str(parent or ""))
    attributes = (
        "SELECT x.EntityId, a.AttributeVariable, x.AttributeValue FROM ATTRIBUTEVALUES x"
        " JOIN ATTRIBUTEVARIABLES a ON a.ID = x.AttributeVariableId ORDER BY x.ID"
    )
    for number, attribute, words in connection.execute(attributes):
        if words and number in by_id:
            by_id[number].attributes[str(attribute)] = str(words)
    return found
