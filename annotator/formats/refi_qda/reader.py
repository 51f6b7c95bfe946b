"""REFI-QDA projects (QDPX) of ATLAS.ti, MAXQDA, NVivo, QualCoder, Taguette and others: one record a text and user.

The elements are those of the REFI-QDA standard 1.5 (https://www.qdasoftware.org). Each coding of a selection becomes an
annotation with the code as its label; selections that this program wrote are read back from their codes. A project
quotes nothing, so the offset unit is the one that fits best: names of selections that begin as the text does, then
selections inside the text, then ends at words.
"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from annotator.formats.documents.plain_text import SourceError, decoded
from annotator.formats.documents.zip_archive import ZipArchive
from annotator.formats.exchange.input_files import read_bytes
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadCodebook, ReadDocument, ReadEntity, ReadRelation
from annotator.formats.refi_qda.codebook import BOOK_SUFFIX, project_member, read_codebook
from annotator.formats.refi_qda.codes import CONTINUES, ENTITY, plain_path
from annotator.formats.refi_qda.gathering import gathered
from annotator.formats.refi_qda.selections import Selection, fitted, read_spans
from annotator.formats.sidecar.sidecar_names import is_bare
from annotator.model.vocabulary import ENTITY_TYPES

if TYPE_CHECKING:
    from lxml.etree import _Element

_INTERNAL = "internal://"
_FOLDERS = ("sources/", "")
_TEXTS = ("TextSource", "Representation", "Transcript")
_WITH_ID = re.compile(r"(.+) \(([a-z0-9-]+)\)")
_NOT_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*]')
_OTHER_SELECTIONS = ("PDFSelection", "PictureSelection", "AudioSelection", "VideoSelection", "TranscriptSelection")


class RefiQdaReader(ImportFormat):
    """A project: texts, users, codes, coded selections, notes and links."""

    name = "refi-qda"
    suffixes = (".qdpx", ".qdc")
    offset_units = (CODE_POINTS, UTF16)
    extra = "documents"

    def read(self, path: Path, options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record for each text and user. Raises FormatError, OSError."""
        if path.suffix.lower() == BOOK_SUFFIX:
            read_codebook(path)  # a code book has no texts; one that is broken is said so here
            return
        try:
            archive = ZipArchive(read_bytes(path), path.name)
            yield from _Project(archive, path.name, options.encoding).documents()
        except SourceError as error:
            raise FormatError(str(error)) from None

    def codebook(self, path: Path) -> ReadCodebook:
        """Give the codes of a project or of a code book by itself. Raises FormatError, OSError."""
        return read_codebook(path)


REFI_QDA: Final = RefiQdaReader()


class _Project:
    def __init__(self, archive: ZipArchive, name: str, encoding: str | None) -> None:
        from annotator.formats.documents.xml_part import local_name, parse_xml

        self._local, self._archive, self._encoding = local_name, archive, encoding
        member = project_member(archive)
        self._root = parse_xml(archive.read(member), f"{name}: {member}")
        if local_name(self._root) != "Project":
            raise FormatError(f"{member} holds no REFI-QDA project but “{local_name(self._root)[:40]}”.")
        self._members = {_folded(member): member for member in reversed(archive.names())}
        self._users = dict(self._named_users())
        self._codes: dict[str, tuple[str, ...]] = {}
        self._note_codes(self._children(self._child(self._child(self._root, "CodeBook"), "Codes"), "Code"), ())
        notes = self._children(self._child(self._root, "Notes"), "Note")
        self._notes = {note.get("guid", "").lower(): self._note(note) for note in notes}
        links = self._children(self._child(self._root, "Links"), "Link")
        self._links = [
            ReadRelation(link.get("name") or "link", _guid(link, "originGUID"), _guid(link, "targetGUID"))
            for link in links
        ]
        self._about = self._cases_and_sets()

    def documents(self) -> Iterator[ReadDocument]:
        """Give the records; where users' names are alike, a number tells them apart."""
        taken: Counter[str] = Counter()
        left_out = self._left_out()
        for source in self._root.iter():
            if self._local(source) not in _TEXTS:
                continue
            name = self._name_of(source)
            taken[name.casefold()] += 1
            if taken[name.casefold()] > 1:
                name = f"{name.removesuffix('.txt')} ({taken[name.casefold()]})"
            yield from self._records(source, name, left_out)
            left_out = ()
        if not taken:
            raise FormatError("The project holds no texts, so there is nothing to import.")

    def _records(self, source: "_Element", name: str, left_out: tuple[str, ...]) -> Iterator[ReadDocument]:
        text, problem = self._text(source)
        by_user: dict[str, list[Selection]] = {}
        for element in self._children(source, "PlainTextSelection"):
            for selection in self._selections(element):
                by_user.setdefault(selection.user, []).append(selection)
        title = source.get("name") if source.get("name") not in (name, name.removesuffix(".txt")) else None
        info = {"title": title, "note": self._note_of(source), "codes": self._codes_of(source)}
        for user, codings in (by_user or {_guid(source, "creatingUser"): []}).items():
            found = gathered(codings)
            selections = found.selections
            own = read_spans(selections, [link for link in [*self._links, *found.continued] if link.label == CONTINUES])
            links = self._links_between({span.id.partition("#")[0]: span.id for span in reversed(own)}, found.links)
            spans, how = fitted(text, own, selections, RefiQdaReader.offset_units) if text is not None else (own, "")
            problems = tuple(filter(None, (*left_out, problem, how and f"{name}: {how}")))
            short, full = self._users.get(user, ("", ""))
            yield ReadDocument(
                name, text, short, full, info, problems, None, tuple(spans), tuple(links), self._entities()
            )
            left_out, problem = (), ""

    def _links_between(self, ids: dict[str, str], marked: list[ReadRelation]) -> list[ReadRelation]:
        """Give the links between annotations, each once, whether links of the project or marks tell of it."""
        found = [
            ReadRelation(link.label, ids[link.source], ids[link.target])
            for link in [*self._links, *marked]
            if link.label != CONTINUES and link.source in ids and link.target in ids
        ]
        return list(dict.fromkeys(found))

    def _selections(self, element: "_Element") -> Iterator[Selection]:
        """Give a selection once for each user who coded it."""
        codings: dict[str, list[tuple[str, ...]]] = {}
        notes = [self._described(element), *self._notes_of(element)]
        owner = _guid(element, "creatingUser")
        for coding in self._children(element, "Coding"):
            for reference in self._children(coding, "CodeRef"):
                code = self._codes.get(_guid(reference, "targetGUID"), ("a code that is not in the code book",))
                codings.setdefault(_guid(coding, "creatingUser") or owner, []).append(code)
            notes += self._notes_of(coding)
        place = (_number(element, "startPosition"), _number(element, "endPosition"))
        created = element.get("creationDateTime", "")
        for user, paths in (codings or {owner: []}).items():
            yield Selection(
                _guid(element, "guid"), element.get("name", ""), place, user, tuple(paths), _joined(notes), created
            )

    def _text(self, source: "_Element") -> tuple[str | None, str]:
        inside = self._child(source, "PlainTextContent")
        if inside is not None:
            return "".join(map(str, inside.itertext())), ""
        path = source.get("plainTextPath", "")
        bare = path.removeprefix(_INTERNAL)
        places = [_folded(folder + name) for name in (bare, unquote(bare)) for folder in _FOLDERS]
        member = next((self._members[place] for place in places if place in self._members), None)
        if not path.startswith(_INTERNAL) or member is None:
            return None, ""
        try:
            return decoded(self._archive.read(member), bare, self._encoding)[0], ""
        except SourceError as error:
            return None, str(error)

    def _name_of(self, source: "_Element") -> str:
        owner = source if self._local(source) == "TextSource" else source.getparent()
        given = source.get("name") or (owner.get("name") if owner is not None else None)
        name = given or source.get("guid") or "text"
        return "/".join(map(_bare, filter(None, name.replace("\\", "/").split("/")))) or "text"

    def _named_users(self) -> Iterator[tuple[str, tuple[str, str]]]:
        taken: Counter[str] = Counter()
        for user in self._children(self._child(self._root, "Users"), "User"):
            name = user.get("name") or ""
            with_id = _WITH_ID.fullmatch(name)
            short = user.get("id") or (with_id[2] if with_id else name) or "user"
            name = with_id[1] if with_id and with_id[2] == short else name
            taken[short.casefold()] += 1
            if taken[short.casefold()] > 1:
                short = f"{short}-{taken[short.casefold()]}"
            yield _guid(user, "guid"), (short, name or short)

    def _note_codes(self, codes: list["_Element"], above: tuple[str, ...]) -> None:
        for code in codes:
            path = (*above, code.get("name") or "unnamed")
            self._codes[_guid(code, "guid")] = plain_path(path)
            self._note_codes(self._children(code, "Code"), path)

    def _entities(self) -> tuple[ReadEntity, ...]:
        paths = [path for path in self._codes.values() if len(path) == 3 and path[0] == ENTITY]
        known = {name: kind for _heading, kind, name in reversed(paths) if kind in ENTITY_TYPES}
        return tuple(ReadEntity(name, name, kind) for name, kind in known.items())

    def _cases_and_sets(self) -> dict[str, list[str]]:
        """Give what cases and sets say of sources, as sentences by the source's guid."""
        about: dict[str, list[str]] = {}
        for kind, holder, member in (("Case", "Cases", "SourceRef"), ("Set", "Sets", "MemberSource")):
            for element in self._children(self._child(self._root, holder), kind):
                line = f"{kind}: {element.get('name') or 'unnamed'}"
                if words := self._described(element):
                    line += f" ({words})"
                for reference in self._children(element, member):
                    about.setdefault(_guid(reference, "targetGUID"), []).append(line)
        return about

    def _left_out(self) -> tuple[str, ...]:
        counts = Counter(self._local(element) for element in self._root.iter())
        kinds = ("Graph", "MemberCode", "VariableValue", "SelectionRef", *_OTHER_SELECTIONS)
        found = [f"{counts[kind]:,} × {kind}" for kind in kinds if counts[kind]]
        return (f"What has no place here was left out: {', '.join(found)}.",) if found else ()

    def _codes_of(self, source: "_Element") -> tuple[str, ...]:
        references = [ref for coding in self._children(source, "Coding") for ref in self._children(coding, "CodeRef")]
        paths = [self._codes.get(_guid(reference, "targetGUID"), ()) for reference in references]
        return tuple(path[-1] for path in paths if path)

    def _note_of(self, source: "_Element") -> str:
        return _joined([self._described(source), *self._notes_of(source), *self._about.get(_guid(source, "guid"), ())])

    def _notes_of(self, element: "_Element") -> list[str]:
        return [self._notes.get(_guid(ref, "targetGUID"), "") for ref in self._children(element, "NoteRef")]

    def _note(self, note: "_Element") -> str:
        return _joined([self._text(note)[0] or "", self._described(note)])

    def _described(self, element: "_Element") -> str:
        described = self._child(element, "Description")
        return "".join(map(str, described.itertext())).strip() if described is not None else ""

    def _children(self, element: "_Element | None", name: str) -> list["_Element"]:
        return [child for child in element if self._local(child) == name] if element is not None else []

    def _child(self, element: "_Element | None", name: str) -> "_Element | None":
        return next(iter(self._children(element, name)), None)


def _folded(member: str) -> str:
    """Give the name of a part as the standard writes it; some write backslashes and capital letters."""
    return member.replace("\\", "/").removeprefix("/").casefold()


def _guid(element: Any, name: str) -> str:
    return (element.get(name) or "").strip("{}").lower()


def _number(element: Any, name: str) -> int:
    try:
        return int(element.get(name, ""))
    except ValueError:
        return -1


def _bare(name: str) -> str:
    """Give a name that a file can have on every system: programs let texts be called anything."""
    bare = _NOT_IN_NAMES.sub("_", name).strip(" .")
    return bare if is_bare(bare) else f"_{bare}" if is_bare(f"_{bare}") else "text"


def _joined(words: list[str]) -> str:
    return "\n".join(filter(None, words))
