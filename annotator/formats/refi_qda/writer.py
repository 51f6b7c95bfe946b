"""REFI-QDA, the exchange format of programs for qualitative analysis: texts, users, codes and coded selections.

The elements are those of the REFI-QDA standard 1.5 (https://www.qdasoftware.org), whose project is a zip archive with
``project.qde`` and the texts in ``sources/``. Offsets are code points into texts with LF line ends.
"""

import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from annotator import __version__
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.pointers import pointed
from annotator.formats.exchange.protocols import (
    FILE,
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.formats.refi_qda.codes import (
    CODEBOOK_SPACE,
    CONTINUES,
    ENTITY,
    PROJECT_MEMBER,
    PROJECT_SPACE,
    VALUES,
    CodePath,
    code_names,
    code_paths,
    guid,
)
from annotator.formats.refi_qda.marks import Mark, marks_of
from annotator.formats.xml_text import xml_text
from annotator.model.annotation import Annotation
from annotator.model.annotator_id import annotator_id
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

_NAME_LENGTH = 200
_COLOR: Final = {"actor": "#4477AA", "claim": "#EE7733", "agreement": "#228833"}


@dataclass(frozen=True, slots=True)
class _Part:
    """One sidecar's: ``codes`` are all paths it uses, ``selections`` and ``links`` are markup."""

    name: str
    text: bytes
    user: tuple[str, str]
    codes: tuple[CodePath, ...]
    selections: str
    links: str
    about: str


@dataclass(slots=True)
class _Project:
    users: dict[str, str] = field(default_factory=dict)
    codes: dict[CodePath, None] = field(default_factory=dict)
    sources: dict[str, list[str]] = field(default_factory=dict)
    links: list[str] = field(default_factory=list)


class RefiQdaWriter(ExportFormat):
    """One project for all documents; in a folder, its code book stands beside it as a file of its own."""

    name = "refi-qda"
    suffix = ".qdpx"
    places = (FILE, FOLDER)
    holds = Holds(
        document=("note",),
        entity=("name", "type"),
        topic=("name",),
        link=("type", "from", "to"),
        annotation=("type", "fragments", "entities", "topic", "codes", *VALUES, "note", *ROLE_WORD),
        role=("entity",),
        relations=True,
    )

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's selections. Raises FormatError where its text is not at hand."""
        if exported.document is None:
            raise FormatError(
                "Its document is not at hand, and a project holds the texts. Put it beside its annotations."
            )
        layer, who = exported.layer, exported.layer.head.annotator
        placed = [annotation for annotation in layer.in_order() if annotation.fragments]
        entities = [(ENTITY, entity.type, entity.name) for entity in layer.entities.values()]
        paths = [path for annotation in placed for path in code_paths(annotation, layer)]
        marks = marks_of(layer, placed)
        selections = [_selections(exported, annotation, marks.get(annotation.id)) for annotation in placed]
        part = _Part(
            exported.name,
            exported.document.text.encode("utf-8", "replace"),
            (who.id, _user_name(who.id, who.name)),
            tuple(dict.fromkeys([*entities, *paths])),
            "".join(selections),
            "".join(_links(exported, placed)),
            layer.document.note,
        )
        return Piece(part, _losses(layer, placed), len(placed))

    @contextmanager
    def writer(self, place: Place, options: ExportOptions) -> Iterator[Write]:
        """Write the texts as they come, and the project behind them."""
        project = _Project()
        with zipfile.ZipFile(place.path("project.qdpx"), "w", zipfile.ZIP_DEFLATED) as archive:

            def write(part: _Part) -> None:
                source = guid("source", part.name)
                if source not in project.sources:
                    archive.writestr(_member(f"sources/{source}.txt"), part.text)
                    project.sources[source] = [_source_start(source, part)]
                project.users[part.user[0]] = part.user[1]
                project.codes.update(dict.fromkeys(part.codes))
                project.sources[source].append(part.selections)
                project.links.append(part.links)

            yield write
            archive.writestr(_member(PROJECT_MEMBER), _project_markup(project).encode())
        if options.as_folder:
            place.add("codebook.qdc", _codebook_markup(project.codes).encode())


REFI_QDA: Final = RefiQdaWriter()


def _user_name(identifier: str, name: str) -> str:
    """Give a name that tells the id too, for programs that keep nothing else of a user."""
    return name if name and annotator_id(name) == identifier else f"{name} ({identifier})" if name else identifier


def _member(name: str) -> zipfile.ZipInfo:
    """Give a part of the archive without the time of its writing: the same input gives the same bytes."""
    member = zipfile.ZipInfo(name)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _tag(element: str, /, **attributes: str) -> str:
    return f"<{element}{''.join(f' {key}={quoteattr(xml_text(value))}' for key, value in attributes.items())}>"


def _empty(element: str, /, **attributes: str) -> str:
    return f"{_tag(element, **attributes)[:-1]}/>"


def _described(words: str) -> str:
    return f"<Description>{escape(xml_text(words))}</Description>" if words else ""


def _selection_guid(exported: Exported, annotation: Annotation, part: int) -> str:
    return guid("selection", exported.name, exported.layer.head.annotator.id, annotation.id, str(part))


def _stamp(exported: Exported, annotation: Annotation) -> dict[str, str]:
    user = {"creatingUser": guid("user", exported.layer.head.annotator.id)}
    return user | ({"creationDateTime": annotation.created} if annotation.created else {})


def _selections(exported: Exported, annotation: Annotation, mark: Mark | None) -> str:
    assert exported.document is not None
    stamp, made = _stamp(exported, annotation), []
    paths = list(code_paths(annotation, exported.layer))
    for part, (start, end) in enumerate(annotation.fragments):
        identifier = _selection_guid(exported, annotation, part)
        words = " ".join(exported.document.text[start:end].split())
        name = words if len(words) <= _NAME_LENGTH else f"{words[:_NAME_LENGTH]}…"
        place = {"startPosition": str(start), "endPosition": str(end)}
        codings = "".join(
            f"{_tag('Coding', guid=guid('coding', identifier, *path), **stamp)}"
            f"{_empty('CodeRef', targetGUID=guid('code', *path))}</Coding>"
            for path in paths
        )
        opened = _tag("PlainTextSelection", guid=identifier, name=name, **place, **stamp)
        line = str(replace(mark, part=part + 1, links=mark.links if not part else ())) if mark else ""
        about = "\n".join(filter(None, [annotation.note if not part else "", line]))
        made.append(f"{opened}{_described(about)}{codings}</PlainTextSelection>\n")
    return "".join(made)


def _links(exported: Exported, placed: Iterable[Annotation]) -> Iterator[str]:
    by_id = {annotation.id: annotation for annotation in placed}
    for annotation in by_id.values():
        for part in range(1, len(annotation.fragments)):
            ends = [_selection_guid(exported, annotation, part), _selection_guid(exported, annotation, part - 1)]
            yield _link(CONTINUES, *ends)
    for link in exported.layer.links.values():
        source, target = by_id.get(link.source), by_id.get(link.target)
        if source and target:
            yield _link(link.type, _selection_guid(exported, source, 0), _selection_guid(exported, target, 0))
    for annotation in by_id.values():
        for name, end in pointed(annotation, by_id):
            yield _link(name, *(_selection_guid(exported, one, 0) for one in (annotation, by_id[end])))


def _link(name: str, origin: str, target: str) -> str:
    link = guid("link", name, origin, target)
    return _empty("Link", guid=link, name=name, direction="OneWay", originGUID=origin, targetGUID=target)


def _source_start(source: str, part: _Part) -> str:
    opened = _tag("TextSource", guid=source, name=part.name, plainTextPath=f"internal://{source}.txt")
    return opened + _described(part.about)


def _project_markup(project: _Project) -> str:
    users = "".join(_empty("User", guid=guid("user", who), name=name, id=who) for who, name in project.users.items())
    sources = "".join(f"{''.join(parts)}</TextSource>\n" for parts in project.sources.values())
    links = "".join(project.links)
    opened = _tag("Project", name="Annotations", origin=f"annotator {__version__}", xmlns=PROJECT_SPACE)
    return (
        f'<?xml version="1.0" encoding="utf-8"?>\n{opened}'
        + _around("Users", users)
        + _around("CodeBook", _around("Codes", _codes(project.codes)))
        + _around("Sources", sources)
        + _around("Links", links)
        + "</Project>\n"
    )


def _codebook_markup(codes: Iterable[CodePath]) -> str:
    opened = _tag("CodeBook", origin=f"annotator {__version__}", xmlns=CODEBOOK_SPACE)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{opened}{_around("Codes", _codes(codes))}</CodeBook>\n'


def _around(name: str, markup: str) -> str:
    return f"<{name}>{markup}</{name}>\n" if markup else ""


def _codes(paths: Iterable[CodePath]) -> str:
    """Give nested codes; a heading that nothing is coded with itself is one that cannot be."""
    used = set(paths)
    names = code_names(used)
    tree: dict[CodePath, dict[CodePath, None]] = {}
    for path in sorted(used):
        for depth in range(len(path)):
            tree.setdefault(path[:depth], {})[path[: depth + 1]] = None

    def markup(path: CodePath) -> str:
        codable = "true" if path in used else "false"
        color = {"color": _COLOR[path[0]]} if path[0] in _COLOR else {}
        opened = _tag("Code", guid=guid("code", *path), name=names.get(path, path[-1]), isCodable=codable, **color)
        return f"{opened}{''.join(map(markup, tree.get(path, ())))}</Code>"

    return "".join(map(markup, tree.get((), ())))


def _losses(layer: Layer, placed: list[Annotation]) -> dict[str, int]:
    known = {annotation.id for annotation in placed}
    kept = sum(link.source in known and link.target in known for link in layer.links.values())
    return {
        "annotations without a place": len(layer.annotations) - len(placed),
        "links of annotations without a place": len(layer.links) - kept,
    }
