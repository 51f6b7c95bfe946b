"""The code book that imported files hold, as the folder's codebook.json; one that is there already is left alone."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from annotator.formats.codebooks.codebook_json import dump_codebook
from annotator.formats.exchange.protocols import HasCodebook
from annotator.formats.exchange.read_document import ReadCode, ReadDocument
from annotator.model.clock import now
from annotator.model.codebook import Code, Codebook
from annotator.model.identifiers import new_id
from annotator.model.vocabulary import ACTOR
from annotator.services.disk.atomic_file import UnchangedOnDisk, write_atomically
from annotator.services.importing.import_entities import Entities, Topics
from annotator.services.importing.import_mapping import Mapping, Meaning

CODEBOOK: Final = "codebook.json"


def import_codebook(source: HasCodebook, files: Iterable[Path], mapping: Mapping, out: Path) -> list[str]:
    """Write what the files' code books hold together, and give a sentence about it, or none where they are empty.

    Raises FormatError, OSError.
    """
    books = [source.codebook(path) for path in files]
    topics = tuple(topic for book in books for topic in book.topics)
    entities = {entity.key: entity for book in books for entity in book.entities}
    everything = ReadDocument("", None, entities=tuple(entities.values()), topics=topics)
    codes = _codes((code for book in books for code in book.codes), mapping)
    known, registry = Topics(everything).records, Entities(everything).records
    if not (codes or known or registry):
        return []
    path = out / CODEBOOK
    if path.exists():
        return [f"{path} is there already and was left as it was."]
    codebook = Codebook(
        out.name, now(), codes=codes, topics=tuple(known.values()), entities=tuple(registry.values())
    )  # fmt: skip
    out.mkdir(parents=True, exist_ok=True)
    write_atomically(path, dump_codebook(codebook), UnchangedOnDisk(None))
    return [f"{path} holds {len(codes):,} codes, {len(known):,} topics and {len(registry):,} entities"]


def _codes(read: Iterable[ReadCode], mapping: Mapping) -> tuple[Code, ...]:
    """Give each code once; one whose label means a type alone is no sub-kind of it."""
    made: dict[str, Code] = {}
    known: set[tuple[str, str]] = set()
    for code in read:
        meaning = Meaning(code.type, code.label) if code.type else mapping.meaning(code.label)
        meaning = meaning or Meaning(ACTOR, code.label)
        if meaning.code and (meaning.type, meaning.code) not in known:
            known.add((meaning.type, meaning.code))
            identifier = new_id("c", made)
            made[identifier] = Code(
                identifier, meaning.type, meaning.code, code.group,
                color=code.color or None, definition=code.definition,
            )  # fmt: skip
    return tuple(made.values())
