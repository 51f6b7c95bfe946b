"""Messages (.eml, RFC 5322): who wrote to whom, when, about what, and the body; attachments are left out."""

import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from typing import Final

from annotator.formats.documents.charsets import meant
from annotator.formats.documents.extracted import Extracted, one_line, tidy
from annotator.formats.documents.plain_text import SourceError, decoded

_ENCODED: Final = re.compile(rb"=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?(?=[bBqQ]\?)", re.ASCII)
_SHOWN: Final = ("From", "To", "Cc", "Date", "Subject")


def read(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Give the headers that people read, an empty line, and the body: its plain text, else its page as text."""
    message = BytesParser(policy=policy.default).parsebytes(_with_known_charsets(data))
    if not any(header in message for header in _SHOWN):
        raise SourceError(f"{name} is no e-mail message: it says neither who wrote it nor what about.")
    headers = {header: one_line(_header(message, header)) for header in _SHOWN}
    body, used = _body(message, name, encoding)
    head = "\n".join(f"{header}: {value}" for header, value in headers.items() if value)
    return Extracted(
        tidy(f"{head}\n\n{tidy(body)}"),
        encoding=used,
        title=headers["Subject"],
        author=headers["From"],
        published=_day(headers["Date"]),
    )


def _with_known_charsets(data: bytes) -> bytes:
    """Give a message whose encoded words in the headers name the encoding that is meant."""
    head, gap, body = data.partition(b"\r\n\r\n" if b"\r\n\r\n" in data else b"\n\n")
    return _ENCODED.sub(lambda found: b"=?%b?" % (meant(found[1].decode()) or "utf-8").encode(), head) + gap + body


def _header(message: EmailMessage, wanted: str) -> object:
    """Give a header as Python understands it, or as it stands there where Python stumbles over it."""
    try:
        return message.get(wanted)
    except (AttributeError, IndexError, KeyError, OverflowError, TypeError, ValueError):
        return next((value for name, value in message.raw_items() if name.lower() == wanted.lower()), None)


def _body(message: EmailMessage, name: str, encoding: str | None) -> tuple[str, str]:
    part = message.get_body(("plain", "html"))
    payload = part.get_payload(decode=True) if isinstance(part, EmailMessage) else None
    if part is None or not isinstance(payload, bytes):
        raise SourceError(f"{name} has no body that can be read as text; open its attachments as files of their own.")
    text, used = decoded(payload, name, encoding, meant(part.get_content_charset())) if payload.strip() else ("", "")
    if part.get_content_subtype() != "html":
        return text, used
    from annotator.formats.documents.html_text import html_text

    return html_text(text), used


def _day(date: str | None) -> str | None:
    """Give the day as written, in the sender's own time."""
    try:
        return parsedate_to_datetime(date).date().isoformat() if date else None
    except (OverflowError, TypeError, ValueError):
        return None
