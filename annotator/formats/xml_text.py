"""Text that XML, SVG and HTML can hold, whatever was typed or imported."""

import re
from typing import Final

# What XML 1.0 cannot hold at all, not even escaped (https://www.w3.org/TR/xml/#charsets).
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Give a text of the same length, in which each sign that XML cannot hold became a replacement character (U+FFFD).

    It is still to be escaped.
    """
    return _NOT_XML.sub("\ufffd", text)
