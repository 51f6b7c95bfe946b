"""No field is lost in silence, whichever format it goes out by: it comes back, or stands in the file, or is counted."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from annotator.formats.exchange.holds import OF_RECORD, Holds
from annotator.formats.exchange.losses import is_told, losses_of
from annotator.formats.exchange.protocols import FILE, FOLDER, ExportOptions, ImportOptions
from annotator.formats.exchange.registry import (
    export_format,
    export_formats,
    import_format,
    import_formats,
    is_missing,
)
from annotator.model import edits, fields
from annotator.model.decision import Decision
from annotator.model.document import Document
from annotator.model.fields import UNKNOWN
from annotator.model.layer import Annotator, Layer
from annotator.services.exporting.export_place import export_place
from annotator.services.exporting.format_faults import Writing, piece_of
from annotator.services.importing.import_mapping import Mapping
from annotator.services.importing.imported_layer import layer_of
from tests.unit.every_field import CASES, NAME, TEXT, Case, whole_layer

RECORDS = {edits.DOCUMENT: "document", edits.ENTITIES: "entity", edits.TOPICS: "topic", edits.LINKS: "link"}


@dataclass(frozen=True)
class Out:
    name: str
    layer: Layer
    document: Document
    path: Path


@dataclass(frozen=True)
class Way:
    """One way in which a document can go out."""

    name: str
    unit: str
    as_folder: bool

    def __str__(self) -> str:
        return f"{self.name}-{self.unit}-{'folder' if self.as_folder else 'file'}"

    @property
    def options(self) -> ExportOptions:
        return ExportOptions(self.unit, self.as_folder)

    @property
    def holds(self) -> Holds:
        return export_format(self.name).held(self.options)

    @property
    def comes_back(self) -> bool:
        return self.name in import_formats() and self.unit == "document"


def every_way() -> Iterator[Way]:
    for name in export_formats():
        wanted = export_format(name)
        yield from (Way(name, unit, place == FOLDER) for unit in wanted.units for place in wanted.places)


WAYS = tuple(every_way())


@pytest.fixture(params=WAYS, ids=str)
def way(request: pytest.FixtureRequest) -> Way:
    found: Way = request.param
    if is_missing(export_format(found.name).extra):
        pytest.skip(f"{found.name} needs an extra that is not installed")
    return found


def test_every_way_is_tried() -> None:
    assert {way.name for way in WAYS} == set(export_formats())
    assert {way.as_folder for way in WAYS if way.name == "csv"} == {True, False}
    assert FILE in export_format("csv").places


def test_what_is_declared_are_fields(way: Way) -> None:
    for record, of_record in OF_RECORD.items():
        assert set(getattr(way.holds, record)) <= {field.key for field in of_record}


def told(layer: Layer, case: Case) -> list[str]:
    """Give what all records say in the field of a case, by names and words where they refer to others."""
    records: list[Any]
    if case.table == edits.DOCUMENT:
        records = [layer.document]
    elif case.table == edits.ANNOTATIONS:
        records = [one for one in layer.annotations.values() if one.type == case.type]
        if case.role:
            records = [role for one in records for role in getattr(one, case.role)]
    else:
        records = list(getattr(layer, case.table).values())
    return sorted(repr(named(layer, case, getattr(record, case.field.attribute))) for record in records)


def named(layer: Layer, case: Case, value: Any) -> Any:
    """Give a value by names and words where it refers to other records."""
    if case.field.shape == fields.ROLES:
        return [layer.entities[role.entity].name for role in value]
    if case.field.shape == fields.FRAGMENTS:
        return [tuple(span) for span in value]
    if case.field.is_list and case.field.refers:
        return [named_one(layer, case, key) for key in value]
    return named_one(layer, case, value) if case.field.refers else value


def named_one(layer: Layer, case: Case, key: str | None) -> str | None:
    if key is None:
        return None
    return layer.annotations[key].text if case.field.refers == edits.ANNOTATIONS else (
        getattr(layer, case.field.refers)[key].name
    )  # fmt: skip


def ready(layer: Layer, way: Way, case: Case) -> Layer:
    """Give a layer in which nothing else counts as the field's loss would, and claims can be statements of DNA."""
    if case.table == edits.ENTITIES and case.field.key != "type":
        layer.entities = {key: replace(entity, type="other") for key, entity in layer.entities.items()}
    if way.name == "dna" and case.field.key != "stance":
        for claim in [one for one in layer.annotations.values() if one.type == "claim"]:
            layer.annotations[claim.id] = claim._replace(stance="agree")
    return layer


def out_of(layer: Layer, folder: Path) -> Out:
    (folder / NAME).write_text(TEXT)
    return Out(NAME, layer, Document(TEXT, layer.document), folder / NAME)


def own_losses(layer: Layer, way: Way, folder: Path) -> Counter[str]:
    """Count what the format counts itself, beside the shared step."""
    return Counter(export_format(way.name).piece(out_of(layer, folder), way.options).losses)


def written(layer: Layer, way: Way, folder: Path) -> dict[str, bytes]:
    """Export one document, and give the files."""
    folder.mkdir()
    wanted, out = export_format(way.name), folder / "out"
    piece = piece_of(wanted, out_of(layer, folder), way.options)
    with export_place(out, as_folder=way.as_folder) as place, Writing(wanted, place, way.options) as write:
        write(piece.content)
    files = sorted(out.rglob("*")) if way.as_folder else [out]
    return {str(file.relative_to(out)): file.read_bytes() for file in files if file.is_file()}


def brought_back(files: dict[str, bytes], way: Way, folder: Path) -> Layer:
    """Import what was exported."""
    reader = import_format(way.name)
    folder.mkdir()
    for name, data in files.items():
        path = folder / (name if way.as_folder else f"one{reader.suffixes[0]}")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (file,) = (path for path in folder.rglob("*") if path.name.endswith(reader.suffixes[0]) and path.is_file())
    (read,) = reader.read(file, ImportOptions(root=folder))
    who = Annotator("mkato", read.annotator_name or read.annotator or "mkato")
    return layer_of(read, Document(TEXT, whole_layer().document), who, Mapping(), reader).layer


def is_declared(way: Way, case: Case) -> bool:
    """Tell whether a field is said to be held, and what it stands on."""
    holds = way.holds
    keys = getattr(holds, RECORDS[case.table]) if case.table in RECORDS else holds.annotation
    if case.role:
        keys = holds.role
    held = holds.unknown if case.field is UNKNOWN else case.field.key in keys
    return held and stands_on_what_is_held(way, case)


def stands_on_what_is_held(way: Way, case: Case) -> bool:
    holds = way.holds
    if case.table == edits.LINKS:
        return bool(holds.link)
    if case.table == edits.ANNOTATIONS:
        return (holds.types is None or case.type in holds.types) and (not case.role or case.role in holds.annotation)
    return True


def bare(case: Case) -> Layer:
    """Give the layer without the record of a case, and without what names it."""
    layer = whole_layer()
    if case.table == edits.ANNOTATIONS and not case.role:
        first, second = (case.layer(value).annotations for value in case.values())
        layer.annotations = {key: first[key] for key in first if first[key] == second[key]}
    elif case.role or case.table == edits.ENTITIES:
        nobody: dict[str, Any] = {"entities": (), "speakers": (), "targets": (), "parties": (), "via": ()}
        for key, one in layer.annotations.items():
            layer.annotations[key] = one._replace(**nobody)
        layer.entities.clear()
    elif case.table == edits.TOPICS:
        for key, one in layer.annotations.items():
            layer.annotations[key] = one._replace(topic=None)
        layer.topics.clear()
    elif case.table == edits.LINKS:
        layer.links.clear()
    return layer


def is_counted(way: Way, case: Case) -> bool:
    """Tell whether the shared step counts more than where nothing is set, or where the record is not there."""
    may_be_empty = case.field.may_be_empty and stands_on_what_is_held(way, case)
    before = ready(case.layer(case.without()) if may_be_empty else bare(case), way, case)
    after = ready(case.layer(case.values()[0]), way, case)
    return bool(Counter(losses_of(after, way.holds)) - Counter(losses_of(before, way.holds)))


@pytest.mark.parametrize("record", sorted({(case.table, case.type) for case in CASES}), ids="-".join)
def test_every_field_comes_back_or_stands_in_the_file_or_is_counted(
    way: Way, record: tuple[str, str], tmp_path: Path
) -> None:
    silent = []
    for number, case in enumerate(case for case in CASES if (case.table, case.type) == record):
        if is_declared(way, case):
            folder = tmp_path / str(number)
            folder.mkdir()
            if not is_held(way, case, folder) and not counts_itself(way, case, folder):
                silent.append(f"{case} is said to be held")
        elif not is_counted(way, case):
            silent.append(f"{case} is not counted")
    assert silent == []


def is_held(way: Way, case: Case, folder: Path) -> bool:
    one, other = (ready(case.layer(value), way, case) for value in case.values())
    files, others = written(one, way, folder / "one"), written(other, way, folder / "other")
    if not way.comes_back:
        return files != others
    back = told(brought_back(files, way, folder / "back"), case)
    return repr(named(one, case, case.values()[0])) in back and back != told(
        brought_back(others, way, folder / "others back"), case
    )


def counts_itself(way: Way, case: Case, folder: Path) -> bool:
    """Tell whether the format itself counts that it holds such a field, but not here."""
    lost = own_losses(ready(case.layer(case.values()[0]), way, case), way, folder)
    baselines = [bare(case), *([case.layer(case.without())] if case.field.may_be_empty else [])]
    return any(lost - own_losses(ready(before, way, case), way, folder) for before in baselines)


@pytest.mark.parametrize("annotation_type", fields.ANNOTATION)
def test_every_type_can_be_told_or_is_counted(way: Way, annotation_type: str, tmp_path: Path) -> None:
    def only(kind: str) -> Layer:
        layer = whole_layer()
        layer.annotations = {"a2": layer.annotations["a2"]._replace(type=kind, entities=())}
        layer.links.clear()
        return layer

    lost = losses_of(only(annotation_type), way.holds)
    if way.holds.types is not None and annotation_type not in way.holds.types:
        assert lost[f"{annotation_type}s"] == 1
    elif "type" not in way.holds.annotation:
        assert lost["types"] == 1
    else:
        other = "claim" if annotation_type != "claim" else "agreement"
        own = own_losses(only(annotation_type), way, tmp_path)
        assert own or written(only(annotation_type), way, tmp_path / "a") != written(only(other), way, tmp_path / "b")


def test_what_a_review_decided_is_held_or_counted(way: Way, tmp_path: Path) -> None:
    layer = whole_layer()
    layer.review["a3"] = Decision("a3", "accepted", "chief", "2022-04-12T10:00:00Z", (), "rightly")
    lost = losses_of(layer, way.holds)
    if way.holds.decision:
        assert not any("decision" in word for word in lost)
        back = brought_back(written(layer, way, tmp_path / "out"), way, tmp_path / "back")
        assert list(back.review.values()) == list(layer.review.values())
    else:
        assert lost["decisions of a review"] == 1


def test_a_format_that_declares_nothing_but_a_text_loses_all_else_by_name() -> None:
    layer = whole_layer()
    claim = layer.annotations["a3"]
    layer.annotations["a3"] = claim._replace(stance="agree", codes=("x", "y"), attributes={"seen": "yes"}, note="n")
    assert losses_of(layer, Holds(annotation=("quote",))) == {
        "types": 8,
        "fragments": 8,
        "entities' names": 6,
        "roles": 6,
        "topics": 5,
        "stances and statuses": 1,
        "codes": 2,
        "attributes": 1,
        "attributions, gradings, dates and notes": 1,
        "entities with a type, aliases, memberships, external ids or a note": 4,
        "links": 1,
    }


def test_a_new_field_is_counted_without_a_word_from_any_format(monkeypatch: pytest.MonkeyPatch) -> None:
    from annotator.formats.exchange import losses

    mood = replace_field("certainty", key="mood", attribute="certainty", label="Mood", plural="moods")
    monkeypatch.setattr(losses, "ANY_ANNOTATION", fields.Fields(*fields.ANY_ANNOTATION, mood))
    losses._plan.cache_clear()
    layer = whole_layer()
    layer.annotations["a3"] = layer.annotations["a3"]._replace(certainty="likely")
    counted = {way.name: losses_of(layer, way.holds).get("moods") for way in WAYS}
    losses._plan.cache_clear()
    assert set(counted.values()) == {1}


def replace_field(name: str, /, **changes: Any) -> fields.Field:
    return fields.ANY_ANNOTATION.named(name)._replace(**changes)


def test_what_the_program_keeps_of_its_own_is_not_called_lost() -> None:
    for of_record in OF_RECORD.values():
        for field in of_record:
            assert is_told(field) == (field.group == fields.CONTENT or field.is_opinion)
    stamped = whole_layer()
    stamped.annotations["a3"] = stamped.annotations["a3"]._replace(author="m", created="2022", modified="2022")
    for way in WAYS:
        assert losses_of(stamped, way.holds) == losses_of(whole_layer(), way.holds)
    assert replace(Holds(), types=("claim",)).types == frozenset({"claim"})
