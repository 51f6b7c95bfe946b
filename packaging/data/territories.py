"""Writes resources/territories/: what territories are called in many languages, from Unicode CLDR as Babel has it.

territories.py [FOLDER]

Babel leaves out CLDR's alternative names (``alt="short"``, ``alt="variant"``: "US", "UK", "Hong Kong"); those that news
use stand in resources/languages.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import babel
from babel.core import get_cldr_version

ROOT: Final = Path(__file__).parents[2]

# Each with the locales whose names it takes: a language that is written or named in two ways takes both.
ONE_WAY: Final = (
    "ar bg bn cs da de el en et fa fi fr he hi hr hu id it ja ko lt lv ms nl pl ro ru sk sl sv sw ta th tr uk ur vi"
)
LANGUAGES: Final = {
    **{code: (code,) for code in ONE_WAY.split()},
    "es": ("es", "es_MX"),
    "no": ("nb", "nn"),
    "pt": ("pt", "pt_PT"),
    "sr": ("sr", "sr_Latn"),
    "zh": ("zh", "zh_Hant", "zh_Hant_HK"),
}

# Areas that are no territory of their own (Europe, the eurozone), and what stands for an unknown one.
LEFT_OUT: Final = frozenset(("EZ", "QO", "XA", "XB", "ZZ"))
ORGANIZATIONS: Final = ("EU", "UN")
# What ISO 3166-1 lists as not independent, or keeps reserved for a part of a state. Hong Kong, Macao, Palestine and
# Taiwan are listed so too, but act in the news as parties of their own; Kosovo has a code that users assign.
DEPENDENT: Final = (
    "AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CW CX DG EA EH FK FO GF GG GI GL GP GS GU HM IC IM IO JE KY MF MP MQ MS "
    "NC NF NU PF PM PN PR RE SH SJ SX TA TC TF TK UM VG VI WF YT"
)
# In brackets stands another name of the same territory; elsewhere what it belongs to.
TWO_NAMES: Final = ("CI", "MM", "TL")
# What CLDR writes short in English, and news does not.
WRITTEN_OUT: Final = ((" & ", " and "), ("St. ", "Saint "))
# Territories whose names are written in all the scripts that a language uses for names.
SPEAKING: Final = ("DE", "JP", "KR")
_BRACKET: Final = re.compile(r"(.+?) ?[(（](.+)[)）]")


def forms(code: str, name: str) -> list[str]:
    """Give the ways to write a name: whole and without what stands in brackets, or both names of one that has two."""
    match = _BRACKET.fullmatch(name)
    if match is None:
        return [name]
    return [match[1], match[2]] if code in TWO_NAMES else [name, match[1]]


def written_out(name: str) -> str:
    """Give an English name without short forms."""
    for short, long in WRITTEN_OUT:
        name = name.replace(short, long)
    return name


def names_in(locales: tuple[str, ...]) -> dict[str, list[str]]:
    """Give the names of all territories in one language by their codes."""
    found: dict[str, list[str]] = {}
    for locale in locales:
        for code, name in sorted(babel.Locale.parse(locale).territories.items()):
            if len(code) == 2 and code not in LEFT_OUT:
                known = found.setdefault(code, [])
                known += [form for form in forms(code, name) if form not in known]
                if locale == "en" and (long := written_out(name)) != name:
                    known.append(long)
    return dict(sorted(found.items()))


def scripts(names: dict[str, dict[str, list[str]]]) -> dict[str, list[str]]:
    """Give the languages of each script but Latin, which many share; a script is the first word of a letter's name."""
    found: dict[str, list[str]] = {}
    for language, by_code in names.items():
        letters = {form[0] for code in SPEAKING for form in by_code[code]}
        for script in sorted({unicodedata.name(letter).split()[0] for letter in letters} - {"LATIN"}):
            found.setdefault(script, []).append(language)
    return dict(sorted(found.items()))


def main(folder: Path) -> None:
    """Write an index, a file a language, a line a territory, and the licence that goes with every copy."""
    folder.mkdir(parents=True, exist_ok=True)
    names = {language: names_in(locales) for language, locales in sorted(LANGUAGES.items())}
    index = {
        "about": "What territories are called. Written by packaging/data/territories.py; see docs/languages.md.",
        "source": f"Unicode CLDR {get_cldr_version()}, through Babel {babel.__version__}",
        "license": "Unicode-3.0; its text is in LICENSE.txt",
        "igo": ORGANIZATIONS,
        "place": DEPENDENT.split(),
        "languages": list(names),
        "scripts": scripts(names),
    }
    _write(folder / "index.json", index)
    for language, by_code in names.items():
        _write(folder / f"{language}.json", by_code)
    (folder / "LICENSE.txt").write_bytes((Path(babel.__file__).parent / "locale-data" / "LICENSE.unicode").read_bytes())


def _write(path: Path, values: Mapping[str, object]) -> None:
    lines = (f" {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items())
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "territories")
