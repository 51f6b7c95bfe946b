"""Layers of statements for tests of discourse networks, made from rows of who holds what."""

import json
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from annotator.model.annotation import Annotation, Role
from annotator.model.document import DocumentInfo
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.topic import Topic
from annotator.services.keeping.save_document import save
from tests.places import SHARED

_PUBLISHED = SHARED / "data" / "dna-sample-statements.json"


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


class Sample(NamedTuple):
    """Statements, and what is known of the networks made of them: sums of all cells, "average" being of congruence."""

    rows: list[Row]
    actors: int
    pairs: int
    """Of an actor and a topic."""
    one_mode: int
    average: float


def samples() -> dict[str, Sample]:
    """Give a sample that is worked out by hand, and the published one with its published sums where it is at hand."""
    found = {"own": _OWN}
    if _PUBLISHED.is_file():
        found["published"] = Sample(_published(), 7, 22, 276, 25.80)
    return found


def _published() -> list[Row]:
    return [
        Row(
            one["organization"],
            one["concept"],
            "agree" if one["agreement"] else "disagree",
            f"{one['doc']}.txt",
            datetime.fromtimestamp(one["date"], UTC).date().isoformat(),
        )
        for one in json.loads(_PUBLISHED.read_text(encoding="utf-8"))
    ]


# a: twice for x, once against y; b: once for x, once against x, once for y. Joined by x 2 * 2 times, by y once, each in
# both triangles; of one mind only in x, 2 * 1 times, which the average divides by 3 statements each.
_OWN: Final = Sample(
    [
        Row("a", "x"), Row("a", "x", document="b.txt"), Row("a", "y", "disagree"),
        Row("b", "x"), Row("b", "x", "disagree", "b.txt"), Row("b", "y", document="b.txt"),
    ],
    actors=2, pairs=4, one_mode=10, average=4 / 3,
)  # fmt: skip


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
