"""Importing in tests, and what layers say whatever their ids."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from annotator.formats.exchange.registry import import_format
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.layer import Layer
from annotator.services.importing.batch_import import ImportSummary, import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import make_mapping

FIELDS = ("type", "fragments", "quote", "stance", "status", "codes", "note", "date", "certainty", "attribution")


def bring(
    name: str, source: Path, out: Path, *, annotator: str = "", maps: Sequence[str] = (), roles: Sequence[str] = ()
) -> ImportSummary:
    """Import a folder."""
    wanted = import_format(name)
    files = find_sources([str(source)], wanted.suffixes).files
    return import_all(wanted, files, out, annotator=annotator, mapping=make_mapping(None, maps, roles))


def layer_in(path: Path) -> Layer:
    """Read a sidecar, in which nothing is wrong."""
    document = path.with_name(path.name.rsplit(".", 3)[0])
    loaded = load_sidecar(path.read_bytes(), document.read_bytes().decode().replace("\r\n", "\n"))
    assert not loaded.findings
    return loaded.layer


def told(layer: Layer) -> list[tuple[Any, ...]]:
    """Give all annotations without ids: fields, entities by name, roles with whether a mention fills them, topics."""
    names = {entity.id: entity.name for entity in layer.entities.values()}
    found = []
    for annotation in layer.annotations.values():
        roles = [(field, names[role.entity], bool(role.mention)) for field, role in annotation.roles()]
        topic = layer.topics[annotation.topic].name if annotation.topic else None
        fields = [getattr(annotation, field) for field in FIELDS]
        found.append((*fields, [names[i] for i in annotation.entities], sorted(roles), topic))
    return sorted(found, key=repr)
