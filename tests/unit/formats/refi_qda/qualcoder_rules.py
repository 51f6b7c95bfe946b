"""What QualCoder makes of a REFI-QDA project and writes again, by the rules of its import and export.

Rules as of QualCoder of August 2026 (``src/qualcoder/refi.py``): a code's name is taken once, and so is a category's;
codings with a code that was not taken are lost; one coding a code, text, place and user; each coding becomes a
selection of its own with the description of the selection that it stood in; identifiers are new, users have names
alone, and links are gone. Before it knew codes below codes, those became a category with a code of the same name in it.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

_SPACE = "{urn:QDA-XML:project:1.0}"


@dataclass
class _Database:
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    categories: dict[str, str | None] = field(default_factory=dict)
    by_guid: dict[str, str] = field(default_factory=dict)
    sources: list[dict[str, Any]] = field(default_factory=list)


def rewritten(project: Path, out: Path, *, nests_codes: bool = True) -> Path:
    """Write what QualCoder would hand out after taking a project in."""
    with zipfile.ZipFile(project) as archive:
        root: Any = etree.fromstring(archive.read("project.qde"))
        database = _Database()
        for code in root.iterfind(f"{_SPACE}CodeBook/{_SPACE}Codes/{_SPACE}Code"):
            _take_code(code, database, None, None, nests_codes=nests_codes)
        users = {user.get("guid"): user.get("name") for user in root.iter(f"{_SPACE}User")}
        for source in root.iter(f"{_SPACE}TextSource"):
            path = "sources/" + source.get("plainTextPath").removeprefix("internal://")
            text = archive.read(path).decode()
            database.sources.append({"name": source.get("name"), "text": text, "memo": _about(source),
                                     "codings": _codings(source, text, users, database)})  # fmt: skip
    numbers = count()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("project.qde", "".join(_written(database, archive, numbers)))
    return out


def _take_code(code: Any, database: _Database, category: str | None, above: str | None, *, nests_codes: bool) -> None:
    name, inner = code.get("name"), code.findall(f"{_SPACE}Code")
    if code.get("isCodable") == "false" or (inner and not nests_codes):
        database.categories.setdefault(name, category)
        if code.get("isCodable") != "false" and name not in database.codes:
            database.codes[name] = {"category": name, "above": None}
            database.by_guid[code.get("guid")] = name
        for one in inner:
            _take_code(one, database, name, None, nests_codes=nests_codes)
        return
    if name not in database.codes:
        database.codes[name] = {"category": None if above else category, "above": above}
        database.by_guid[code.get("guid")] = name
    for one in inner:
        _take_code(one, database, None, name, nests_codes=nests_codes)


def _about(element: Any) -> str:
    return str(element.findtext(f"{_SPACE}Description") or "")


def _codings(source: Any, text: str, users: dict[str, str], database: _Database) -> dict[tuple[Any, ...], str]:
    found: dict[tuple[Any, ...], str] = {}
    for selection in source.iterfind(f"{_SPACE}PlainTextSelection"):
        start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        assert " ".join(text[start:end].split()).startswith(selection.get("name").removesuffix("…"))
        for coding in selection.iterfind(f"{_SPACE}Coding"):
            name = database.by_guid.get(coding[0].get("targetGUID"))
            if name is not None:
                found.setdefault((name, start, end, users[selection.get("creatingUser")]), _about(selection))
    return found


def _written(database: _Database, archive: zipfile.ZipFile, numbers: Iterator[int]) -> Iterator[str]:
    yield '<?xml version="1.0" encoding="utf-8"?>\n'
    yield '<Project name="p" origin="QualCoder" xmlns="urn:QDA-XML:project:1.0">'
    owners = sorted({owner for source in database.sources for *_key, owner in source["codings"]})
    users = "".join(f"<User guid='u{n}' name={quoteattr(name)}/>" for n, name in enumerate(owners))
    yield f"<Users>{users}</Users>"
    guids = {name: f"c{number}" for number, name in enumerate(database.codes)}
    yield "<CodeBook><Codes>"
    loose = [name for name, at in database.codes.items() if at == {"category": None, "above": None}]
    yield from (_code(name, database, guids) for name in loose)
    yield from (_category(name, database, guids) for name, above in database.categories.items() if above is None)
    yield "</Codes></CodeBook><Sources>"
    for source in database.sources:
        member = f"text{next(numbers)}.txt"
        archive.writestr(f"sources/{member}", "\ufeff" + source["text"])
        yield f"<TextSource plainTextPath='internal://{member}' guid='s{member}' name={quoteattr(source['name'])}>"
        yield f"<Description>{escape(source['memo'])}</Description>" if source["memo"] else ""
        for (name, start, end, owner), memo in source["codings"].items():
            user = f"u{owners.index(owner)}"
            yield (
                f"<PlainTextSelection guid='x{next(numbers)}' startPosition='{start}' endPosition='{end}' "
                f"name={quoteattr(source['text'][start:end])} creatingUser='{user}'>"
            )
            yield f"<Description>{escape(memo)}</Description>" if memo else ""
            yield f"<Coding guid='k{next(numbers)}' creatingUser='{user}'><CodeRef targetGUID='{guids[name]}'/>"
            yield "</Coding></PlainTextSelection>"
        yield "</TextSource>"
    yield "</Sources></Project>"


def _code(name: str, database: _Database, guids: dict[str, str]) -> str:
    inner = "".join(_code(one, database, guids) for one, at in database.codes.items() if at["above"] == name)
    return f"<Code guid='{guids[name]}' name={quoteattr(name)} isCodable='true'>{inner}</Code>"


def _category(name: str, database: _Database, guids: dict[str, str]) -> str:
    codes = "".join(_code(one, database, guids) for one, at in database.codes.items() if at["category"] == name)
    below = "".join(_category(one, database, guids) for one, above in database.categories.items() if above == name)
    guid = f"g{name.encode().hex()}"
    return f"<Code guid='{guid}' name={quoteattr(name)} isCodable='false'>{codes}{below}</Code>"
