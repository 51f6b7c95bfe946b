"""Taking a list of names that others keep into a codebook: who is there already is joined with the one listed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from annotator.formats.codebooks.authority_list import SIZE_LIMIT, read_authority_list
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadEntity
from annotator.formats.exchange.registry import how_to_get
from annotator.formats.languages.entity_guess import guess_entity_type
from annotator.formats.regular_files import read_regular, regular_size
from annotator.model import edits
from annotator.model.entity import Entity
from annotator.model.name_key import folded
from annotator.model.vocabulary import ENTITY_TYPES
from annotator.services.disk.at_path import not_read
from annotator.services.editing.draft import Draft


@dataclass(slots=True)
class TakenIn:
    """How many entities were added, and how many that were there were joined with those of the list."""

    added: int = 0
    joined: int = 0


def read_authority_file(path: Path) -> list[ReadEntity]:
    """Read a list from a file. Raises FormatError with a sentence that names file and place."""
    try:
        if regular_size(path) > SIZE_LIMIT:
            raise FormatError(f"{path.name} is larger than {SIZE_LIMIT // 2**20} MiB and was not read.")
        return read_authority_list(read_regular(path), path.name)
    except OSError as error:
        raise FormatError(not_read(path.name, error)) from None
    except ImportError:
        raise FormatError(how_to_get(path.name, "documents")) from None


def take_in(draft: Draft, listed: Iterable[ReadEntity]) -> TakenIn:
    """Add the entities of a list to a draft; one that has the name, or an id, of a known one is joined with it."""
    taken = TakenIn()
    by_name: dict[str, str] = {}
    by_id: dict[tuple[str, str], str] = {}
    for entity in draft.entities():
        _index(entity, by_name, by_id)
    keys: dict[str, str] = {}
    members: list[tuple[str, tuple[str, ...]]] = []
    for read in listed:
        ids = (by_id[item] for item in read.external_ids.items() if item in by_id)
        known = draft.entity(next(ids, None) or by_name.get(folded(read.name)))
        entity = _joined(known, read) if known else _new(draft.new_id(edits.ENTITIES), read)
        taken.joined += known is not None
        taken.added += known is None
        draft.put(entity)
        _index(entity, by_name, by_id)
        keys[read.key] = entity.id
        members.append((entity.id, read.member_of))
    for identifier, groups in members:
        _put_groups(draft, identifier, [keys.get(group) or by_name.get(folded(group)) for group in groups])
    return taken


def _index(entity: Entity, by_name: dict[str, str], by_id: dict[tuple[str, str], str]) -> None:
    for name in entity.names:
        by_name.setdefault(folded(name), entity.id)
    for item in entity.external_ids.items():
        by_id.setdefault(item, entity.id)


def _new(identifier: str, read: ReadEntity) -> Entity:
    known = read.type in ENTITY_TYPES
    note = "\n".join(filter(None, ("" if known else read.type, read.note)))
    kind = read.type if known else guess_entity_type(read.name)
    return Entity(identifier, read.name, kind, apart(read.aliases, read.name), (), dict(read.external_ids), note)


def _joined(known: Entity, read: ReadEntity) -> Entity:
    return replace(
        known,
        aliases=apart((*known.aliases, read.name, *read.aliases), known.name),
        external_ids={**read.external_ids, **known.external_ids},
        note=known.note or read.note,
    )


def apart(names: Iterable[str], name: str) -> tuple[str, ...]:
    """Give names of which no two are the same, nor the same as ``name``."""
    by_form = {folded(name): ""}
    for other in names:
        by_form.setdefault(folded(other), other)
    return tuple(filter(None, by_form.values()))


def _put_groups(draft: Draft, identifier: str, groups: Iterable[str | None]) -> None:
    entity = draft.entity(identifier)
    if entity is None:
        return
    wanted = dict.fromkeys((*entity.member_of, *(group for group in groups if group and group != identifier)))
    draft.put(replace(entity, member_of=tuple(wanted)))
