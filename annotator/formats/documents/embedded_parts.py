"""Documents that are embedded in a Word document as they are (altChunk), to be shown in their place."""

from pathlib import PurePosixPath
from typing import Final

from lxml import etree

from annotator.formats.documents.html_text import html_text
from annotator.formats.documents.kinds import kind_of
from annotator.formats.documents.plain_text import SourceError, decoded
from annotator.formats.documents.xml_part import parse_xml
from annotator.formats.documents.zip_archive import ZipArchive

_RELATIONS: Final = "word/_rels/document.xml.rels"
_PAGES: Final = (".html", ".htm", ".xhtml")
_MESSAGES: Final = (".mht", ".mhtml")


class EmbeddedParts:
    """The parts of an archive that are shown as text, by the ids under which the document names them."""

    def __init__(self, archive: ZipArchive, name: str) -> None:
        self._archive, self._name = archive, name
        self._targets: dict[str, str] | None = None

    def text(self, chunk: etree._Element) -> str:
        """Give the text of what an element embeds. Raises SourceError for what is not read here."""
        identifier = next((value for key, value in chunk.items() if key.endswith("}id")), "")
        target = self._found().get(identifier, "")
        part = target.removeprefix("/") if target.startswith("/") else f"word/{target}"
        if not target or part not in self._archive:
            raise SourceError(f"{self._name} is broken: a document that it embeds is missing in it.")
        return self._read(self._archive.read(part), part).strip("\n")

    def _found(self) -> dict[str, str]:
        if self._targets is None:
            root = parse_xml(self._archive.read(_RELATIONS), self._name) if _RELATIONS in self._archive else ()
            self._targets = {one.get("Id", ""): one.get("Target", "") for one in root}
        return self._targets

    def _read(self, data: bytes, part: str) -> str:
        suffix = PurePosixPath(part).suffix.lower()
        if suffix in _PAGES:
            from annotator.formats.documents.html_document import declared

            return html_text(decoded(data, part, None, declared(data))[0])
        if suffix in _MESSAGES:
            return _page_of_message(data)
        kind = kind_of(part)
        return kind.extract(data, part, None).text if kind else decoded(data, part)[0]


def _page_of_message(data: bytes) -> str:
    from email import policy
    from email.parser import BytesParser

    body = BytesParser(policy=policy.default).parsebytes(data).get_body(("html", "plain"))
    content = body.get_content() if body else ""
    return html_text(content) if body and body.get_content_subtype() == "html" else str(content)
