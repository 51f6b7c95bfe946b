"""Layers of statements for tests of discourse networks, made from rows of who holds what."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.topic import Topic
from annotator.services.keeping.save_document import save
from tests.places import SHARED

SAMPLE = SHARED / "data" / "dna-sample-statements.json"


class Row(NamedTuple):
    """Who holds which stance on which topic, in which document and when."""

    actor: str
    topic: str
    stance: str | None = "agree"
    document: str = "a.txt"
    date: str | None = "2022-04-12"


def layers(rows: Iterable[Row]) -> list[tuple[str, Layer]]:
    """Give a layer for each document, with a claim for each row."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.document].append(row)
    return [(document, _layer(document, of_it)) for document, of_it in sorted(found.items())]


def written(folder: Path, rows: Iterable[Row]) -> Path:
    """Save the layers as annotation files into a folder."""
    for document, layer in layers(rows):
        (folder / document).write_text("Nothing.", encoding="utf-8")
        save(layer, folder / f"{document}.mkato.ann.json", None)
    return folder


def sample() -> list[Row]:
    """Give the published sample of 40 statements."""
    return [
        Row(
            one["organization"],
            one["concept"],
            "agree" if one["agreement"] else "disagree",
            f"{one['doc']}.txt",
            datetime.fromtimestamp(one["date"], UTC).date().isoformat(),
        )
        for one in json.loads(SAMPLE.read_text(encoding="utf-8"))
    ]


def _layer(document: str, rows: list[Row]) -> Layer:
    actors = {name: f"e{number}" for number, name in enumerate(dict.fromkeys(row.actor for row in rows))}
    topics = {name: f"t{number}" for number, name in enumerate(dict.fromkeys(row.topic for row in rows))}
    claims = [
        Annotation(
            f"a{number}", "claim", (), ("said",), speakers=(Role(actors[row.actor]),),
            topic=topics[row.topic], stance=row.stance, date=row.date,
        )
        for number, row in enumerate(rows)
    ]  # fmt: skip
    return Layer(
        LayerHead(Annotator("mkato")),
        DocumentInfo(document),
        {key: Entity(key, name, "organization") for name, key in actors.items()},
        {key: Topic(key, name) for name, key in topics.items()},
        {claim.id: claim for claim in claims},
    )
