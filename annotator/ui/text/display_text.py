"""A copy of a text, of the same length, in which Qt changes nothing, so that places can be mapped."""

import re

LONG_LINE = 8000
"""Lines of more characters are broken at a space for the eye: one endless line would take Qt seconds to lay out."""
_BREAK_AFTER = 4000
_CHANGED_BY_QT = re.compile("^\ufeff|[\r\u2029\ufdd0\ufdd1\x00\ud800-\udfff]")
_STAND_IN = {"\ufeff": "\u200b", "\r": "\n", "\u2029": "\n"}


def display_text(text: str) -> str:
    """Give the text to be shown; every character stands where it stands in ``text``."""
    if (not text.isascii() or "\r" in text or "\x00" in text) and _CHANGED_BY_QT.search(text):
        text = _CHANGED_BY_QT.sub(lambda match: _STAND_IN.get(match.group(), "\ufffd"), text)
    lines = text.split("\n")
    if max(map(len, lines)) < LONG_LINE:
        return text
    return "\n".join(_broken(line) if len(line) >= LONG_LINE else line for line in lines)


def _broken(line: str) -> str:
    parts = []
    start = 0
    while len(line) - start > _BREAK_AFTER:
        space = line.rfind(" ", start, start + _BREAK_AFTER)
        if space <= start:
            space = line.find(" ", start + _BREAK_AFTER)
        if space < 0:
            break
        parts.append(line[start:space])
        start = space + 1
    return "\n".join((*parts, line[start:]))
