"""Rich text (.rtf): the text as striprtf takes it out of the markup, without what is hidden or deleted."""

import re
from typing import Final

from annotator.formats.documents.charsets import meant
from annotator.formats.documents.extracted import Extracted, one_line, tidy, whole_characters
from annotator.formats.documents.plain_text import SourceError

_BEGINS: Final = b"{\\rtf"
_CODE_PAGE: Final = re.compile(rb"\\ansicpg(\d{1,5})")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_TITLE: Final = re.compile(r"\{\\info\b[^{}]{0,400}\{\\title ([^{}\\]{1,500})\}")
# Runs that are hidden or deleted, each a group of its own as programs write them, and the addresses of links.
_NOT_SHOWN: Final = re.compile(r"\{[^{}]{0,400}\\(?:v|deleted)(?![a-z0-9])[^{}]*\}|\{\\\*\\fldinst\s*\{?[^{}]*\}?\s*\}")
_CELL_ENDS: Final = re.compile(r"\\(?:nest)?cell(?![a-z]) ?")
_ROW_ENDS: Final = re.compile(r"\\(?:nest)?row(?![a-z]) ?")
_TABS_AT_END: Final = re.compile(r"\t+(?=\n)")


def read(data: bytes, name: str, _encoding: str | None) -> Extracted:
    """Give the text of an RTF file, a paragraph a line, the cells of a table's row separated by tabs."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip().startswith(_BEGINS):
        raise SourceError(
            f"{name} is no rich text, whatever its name says. Save it as .docx or .txt and open it again."
        )
    # Some programs write what the code page has beyond ASCII as it is, and not as the escapes that are meant for it.
    markup = _HIGH.sub(lambda byte: b"\\'%02x" % ord(byte[0]), data).decode("ascii")
    page = _CODE_PAGE.search(data)
    title = _TITLE.search(markup)
    markup = _ROW_ENDS.sub(r"\\par ", _CELL_ENDS.sub(r"\\tab ", _NOT_SHOWN.sub("", markup)))
    try:
        text = rtf_to_text(markup, meant(f"cp{page[1].decode()}" if page else None) or "cp1252", "replace")
    except (ValueError, LookupError, OverflowError):
        raise SourceError(f"{name} is broken: its rich text cannot be followed to its end.") from None
    return Extracted(_TABS_AT_END.sub("", tidy(whole_characters(text))), title=one_line(title[1] if title else None))
