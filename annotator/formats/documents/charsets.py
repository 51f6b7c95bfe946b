"""What is meant by the name of an encoding on the web and in mail, which is often not what it was made for."""

import codecs
from typing import Final

# The decoders of https://encoding.spec.whatwg.org/ that Python calls otherwise.
_PYTHON: Final = {
    "gbk": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932", "euc-kr": "cp949", "windows-874": "cp874",
    "macintosh": "mac-roman", "x-mac-cyrillic": "mac-cyrillic", "iso-8859-8-i": "iso-8859-8",
}  # fmt: skip


def meant(label: str | None) -> str | None:
    """Give Python's name of the encoding that browsers and mail programs read a label as, None for an unknown one.

    "iso-8859-1" and "us-ascii" are cp1252 there, "gb2312" is gb18030, and so on, by the table of the WHATWG.
    """
    import webencodings

    known = webencodings.lookup(label or "")
    # Browsers read some that are old in no way at all; mail still has them.
    for name in (known.name if known else "", label or ""):
        try:
            return codecs.lookup(_PYTHON.get(name, name.strip().lower().replace("windows-", "cp"))).name
        except (LookupError, ValueError):  # a name with NUL in it is no name
            continue
    return None
