"""What a source's labels, roles and relations mean here: as a file says, or the command line."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import orjson

from annotator.formats.documents.plain_text import in_utf8
from annotator.formats.regular_files import read_regular, regular_size
from annotator.formats.sidecar.proportion import OutOfProportionError, loads
from annotator.model.name_key import same_named
from annotator.model.vocabulary import LINK_TYPES, ROLE_WORD, TYPES
from annotator.services.disk.atomic_file import write_atomically

SIZE_LIMIT: Final = 2**20
_FIELD_OF_ROLE = {word: name for name, word in ROLE_WORD.items()} | {name: name for name in ROLE_WORD}


class MappingError(ValueError):
    """A mapping that cannot be used; the message says what is wrong and how it should be."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a label means: a type, and perhaps a code and a topic."""

    type: str
    code: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Labels to meanings, and names of roles and relations to fields of roles (``speakers``)."""

    labels: dict[str, Meaning] = field(default_factory=dict)
    roles: dict[str, str] = field(default_factory=dict)

    def meaning(self, label: str) -> Meaning | None:
        """Give the meaning of a label; the names of the types mean themselves."""
        own = label.casefold()
        return same_named(self.labels, label) or (Meaning(own) if own in TYPES else None)

    def role(self, label: str) -> str:
        """Give the field of a role, or ""; the words for roles mean themselves; a number at the end says nothing."""
        bare = label.rstrip("0123456789")
        return same_named(self.roles, label) or same_named(self.roles, bare) or _FIELD_OF_ROLE.get(bare.casefold(), "")

    def joined_with(self, other: "Mapping") -> "Mapping":
        """Give both mappings as one; ``other`` wins."""
        return Mapping({**self.labels, **other.labels}, {**self.roles, **other.roles})


def link_type(label: str) -> str:
    """Give the type of link that a relation's name means, or ""."""
    wanted = label.casefold().replace("_", "-")
    return wanted if wanted in LINK_TYPES else ""


def make_mapping(file: Path | None, labels: Iterable[str], roles: Iterable[str]) -> Mapping:
    """Read a mapping file, and add ``NAME=TYPE[/CODE]`` and ``NAME=ROLE``, which win over it. Raises MappingError."""
    mapping = _of_file(file) if file else Mapping()
    for pair in labels:
        name, meaning = _split(pair, "PER=actor/person")
        mapping.labels[name] = _meaning(meaning, f"--map {pair}")
    for pair in roles:
        name, role = _split(pair, "Source=speaker")
        mapping.roles[name] = _role(role, f"--role {pair}")
    return mapping


def save_mapping(mapping: Mapping, file: Path) -> None:
    """Write a mapping as a file that ``make_mapping`` reads. Raises SaveError."""
    labels = {name: _as_written(meaning) for name, meaning in mapping.labels.items()}
    roles = {name: ROLE_WORD[role] for name, role in mapping.roles.items()}
    tree = {"labels": labels, "roles": roles}
    write_atomically(file, orjson.dumps(tree, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))


def _as_written(meaning: Meaning) -> str | dict[str, str]:
    if not meaning.topic:
        return f"{meaning.type}/{meaning.code}" if meaning.code else meaning.type
    code = {"code": meaning.code} if meaning.code else {}
    return {"type": meaning.type, **code, "topic": meaning.topic}


def _split(pair: str, example: str) -> tuple[str, str]:
    name, sign, value = pair.rpartition("=")
    if not (sign and name and value):
        raise MappingError(f"“{pair}” is no mapping; it should look like {example}.")
    return name, value


def _of_file(file: Path) -> Mapping:
    try:
        if regular_size(file) > SIZE_LIMIT:
            raise MappingError(f"{file.name} is too large for a mapping.")
        tree = loads(in_utf8(read_regular(file)))
    except OSError as error:
        raise MappingError(f"{file} could not be read: {error.strerror}.") from None
    except OutOfProportionError as error:
        raise MappingError(f"{file.name} {error}") from None
    except orjson.JSONDecodeError as error:
        raise MappingError(f"{file.name} is no JSON: {error.msg} (line {error.lineno}).") from None
    if not isinstance(tree, dict) or not tree.keys() <= {"labels", "roles"}:
        raise MappingError(f"{file.name} is no mapping: it should be an object with “labels” and “roles”.")
    labels, roles = tree.get("labels", {}), tree.get("roles", {})
    if not isinstance(labels, dict) or not isinstance(roles, dict):
        raise MappingError(f"{file.name}: “labels” and “roles” should be objects.")
    return Mapping(
        {name: _meaning(value, f"{file.name}: labels: {name}") for name, value in labels.items()},
        {name: _role(value, f"{file.name}: roles: {name}") for name, value in roles.items()},
    )


def _meaning(value: Any, place: str) -> Meaning:
    if isinstance(value, str):
        kind, _slash, code = value.partition("/")
        value = {"type": kind, "code": code}
    if not isinstance(value, dict) or not value.keys() <= {"type", "code", "topic"}:
        raise MappingError(f"{place}: this should be “type/code”, or an object with type, code and topic.")
    if value.get("type") not in TYPES or not all(isinstance(item, str) for item in value.values()):
        raise MappingError(f"{place}: the type should be one of: {', '.join(TYPES)}.")
    return Meaning(value["type"], value.get("code", ""), value.get("topic", ""))


def _role(value: Any, place: str) -> str:
    found = _FIELD_OF_ROLE.get(value) if isinstance(value, str) else None
    if not found:
        raise MappingError(f"{place}: the role should be one of: {', '.join(ROLE_WORD.values())}.")
    return found
