"""W3C Web Annotation (https://www.w3.org/TR/annotation-model/): JSON-LD with selectors for position and quote."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from annotator.formats.documents.plain_text import in_utf8
from annotator.formats.exchange.identities import external_ids
from annotator.formats.exchange.input_files import FILE_LIMIT, read_bytes, text_beside
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF8, UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument, ReadEntity, ReadRelation, ReadRole, ReadSpan
from annotator.formats.sidecar.json_bytes import depth_of, parse
from annotator.formats.sidecar.record_reader import MAX_DEPTH
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.formats.web_annotation.parts import Bodies, Selected, as_list, bodies_of, selected, text_of


@dataclass(slots=True)
class _Work:
    """What one creator said of one source."""

    spans: list[ReadSpan] = field(default_factory=list)
    relations: list[ReadRelation] = field(default_factory=list)
    entities: dict[str, ReadEntity] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


class WebAnnotationReader(ImportFormat):
    """An annotation, a page or a collection of them a file; the texts stand beside it under the sources' names."""

    name = "web-annotation"
    suffixes = (".jsonld",)
    # Code points by the standard, UTF-16 units by most programs that are written in JavaScript.
    offset_units = (CODE_POINTS, UTF16, UTF8)

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record for each source and creator in a file. Raises FormatError, OSError."""
        tree, problem = parse(in_utf8(read_bytes(path)), FILE_LIMIT)
        if problem or depth_of(tree) > MAX_DEPTH:
            raise FormatError(problem.sentence if problem else f"It is nested more than {MAX_DEPTH} levels deep.")
        works = _works(tree)
        for (source, creator), work in works.items():
            name = _file_name(source) or path.stem
            text = text_beside(path, name, options)
            if text is None:
                name, text = path.stem, text_beside(path, f"{path.stem.removesuffix('.txt')}.txt", options)
            yield ReadDocument(
                name, text, creator, problems=tuple(work.problems), spans=tuple(work.spans),
                relations=tuple(work.relations),
                entities=tuple(work.entities.values()), info={"url": source if "://" in source else None},
            )  # fmt: skip


WEB_ANNOTATION: Final = WebAnnotationReader()


def _annotations(tree: Any) -> Iterator[dict[str, Any]]:
    for item in as_list(tree):
        if not isinstance(item, dict):
            continue
        if "items" in item or "first" in item:
            yield from _annotations(item.get("items", item.get("first")))
        elif "target" in item:
            yield item


def _works(tree: Any) -> dict[tuple[str, str], _Work]:
    """Give the work on each source by each creator. Raises FormatError where there is none."""
    works: defaultdict[tuple[str, str], _Work] = defaultdict(_Work)
    problems: list[str] = []
    links: list[tuple[Bodies, str]] = []
    for number, item in enumerate(_annotations(tree), 1):
        identifier = text_of(item.get("id")) or f"item {number}"
        chosen = [selected(target) for target in as_list(item.get("target"))]
        sources = {one.source for one in chosen}
        bodies = bodies_of(_bodies(item), text_of(item.get("motivation")))
        if _is_link(item, bodies, chosen):
            links.append((bodies, chosen[0].source))
        elif len(sources) != 1:
            problems.append(f"{identifier} is about {len(sources)} sources, where one is expected; it was left out.")
        else:
            work = works[sources.pop(), _creator(item.get("creator"))]
            work.problems.extend(f"{identifier}: {problem}" for one in chosen for problem in one.problems)
            work.spans.append(_span(item, _id(identifier), bodies, chosen))
            for iri, name in bodies.identified.items():
                words = name or " ".join((work.spans[-1].quote or iri).split())
                work.entities.setdefault(iri, ReadEntity(iri, words, external_ids=external_ids(iri)))
    if isinstance(tree, dict) and tree.get("items") == []:
        works["", ""] = _Work()  # the page of a document in which nothing is marked
    if not works:
        expected = "It holds no annotation: an Annotation, an AnnotationPage or a list of them is expected."
        raise FormatError(next(iter(problems), expected))
    for bodies, source in links:
        _link(bodies, _id(source), works, problems)
    next(iter(works.values())).problems.extend(problems)
    return works


def _bodies(item: dict[str, Any]) -> list[Any]:
    """Give the bodies, of which a single text may stand in a member of its own."""
    words = text_of(item.get("bodyValue"))
    return as_list(item.get("body")) + ([{"type": "TextualBody", "value": words}] if words else [])


def _link(bodies: Bodies, source: str, works: dict[tuple[str, str], _Work], problems: list[str]) -> None:
    """Link two annotations, in the work in which the first of them stands."""
    work = next((work for work in works.values() if any(span.id == source for span in work.spans)), None)
    target = _id(bodies.linked[0].span)
    if work is None:
        problems.append(f"a link from {source} to {target} names an annotation that is not there.")
    else:
        work.relations.append(ReadRelation(next(iter(bodies.labels), "linking"), source, target, bodies.note))


def _span(item: dict[str, Any], identifier: str, bodies: Bodies, chosen: list[Selected]) -> ReadSpan:
    quotes = [one.exact for one in chosen]
    label = (
        next(iter(bodies.labels), "") or next(iter(bodies.tags), "") or text_of(item.get("motivation")) or "annotation"
    )
    tags = bodies.tags if bodies.labels else bodies.tags[1:]
    values = {
        **bodies.values,
        "note": bodies.note or None,
        "created": item.get("created"),
        "modified": item.get("modified"),
    }
    roles = tuple(ReadRole(role.label, _id(role.span) if role.span else "", role.entity) for role in bodies.linked)
    return ReadSpan(
        identifier, label, tuple(one.position for one in chosen if one.position) if _all_placed(chosen) else (),
        None if None in quotes else " ".join(filter(None, quotes)), chosen[0].prefix, chosen[-1].suffix,
        codes=tuple(tags), entities=(*bodies.entities, *bodies.identified), roles=roles, topic=bodies.topic,
        values={name: value for name, value in values.items() if value}, attributes=bodies.others,
        parts=() if _all_placed(chosen) else tuple((one.prefix, one.exact or "", one.suffix) for one in chosen),
    )  # fmt: skip


def _all_placed(chosen: list[Selected]) -> bool:
    return all(one.position for one in chosen)


def _is_link(item: dict[str, Any], bodies: Bodies, chosen: list[Selected]) -> bool:
    only = len(chosen) == 1 and chosen[0].position is None and chosen[0].exact is None
    return only and item.get("motivation") == "linking" and bool(bodies.linked)


def _creator(value: Any) -> str:
    first = next(iter(as_list(value)), "")
    if isinstance(first, dict):
        return text_of(first.get("nickname")) or text_of(first.get("name")) or text_of(first.get("id"))
    return text_of(first)


def _id(words: str) -> str:
    return words.rpartition("#")[2]


def _file_name(source: str) -> str:
    name = unquote(urlsplit(source).path).rpartition("/")[2]
    return name if name and is_bare(name) else ""
