"""The lines of a WebAnno TSV file: layers in the head, then a line a token with a column a feature.

Format: https://inception-project.github.io/releases/36.0/docs/user-guide.html#sect_webannotsv
"""

import re
from dataclasses import dataclass, field
from typing import Final

from annotator.formats.exchange.protocols import FormatError

SPAN: Final = "SP"
RELATION: Final = "RL"
CHAIN: Final = "CH"
_LAYER = re.compile(r"#T_(SP|RL|CH)=(.*)")
_TOKEN = re.compile(r"\d+-\d+(?:\.\d+)?")
_PLACE = re.compile(r"(\d{1,15})-(\d{1,15})")
_CONTROLS = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "b": "\b"}
_ESCAPE = re.compile(r"\\(->|.)", re.DOTALL)
_TEXT_ESCAPE = re.compile(r"(?:\\u+[0-9A-Fa-f]{4})+|\\(.)", re.DOTALL)
_UNIT = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_SENTENCE = "#Text="
SPACE_BEFORE: Final = "#Space.before="
SPACE_BEHIND: Final = "#Space.behind="
"""Lines of our own in a sentence's head, which others pass over: white space that would else be read as line ends."""
_CELL_END = re.compile(r"((?:\\.|[^\\])*?)(\[(\d{1,15})\])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layer; ``feature`` is "" for a layer that has none."""

    layer: str
    kind: str
    feature: str


@dataclass(frozen=True, slots=True)
class Token:
    """A token or part of one: its name in the file (``3-6``), its place, its words and its cells by column."""

    name: str
    start: int
    end: int
    words: str
    cells: tuple[str, ...]


@dataclass(slots=True)
class Sentence:
    """The lines of a sentence and its tokens; ``before`` is the white space ahead of it where the file tells it."""

    lines: list[str]
    tokens: list[Token] = field(default_factory=list)
    before: str | None = None

    @property
    def text(self) -> str:
        """The text of the sentence."""
        return "\n".join(self.lines)


@dataclass(slots=True)
class WebAnnoFile:
    """Columns, sentences, and sentences for people about lines that could not be understood.

    ``behind`` is the white space at the end of the text.
    """

    columns: list[Column] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    behind: str = ""


def read_lines(text: str) -> WebAnnoFile:
    """Take a file apart. Raises FormatError for what is no WebAnno TSV 3."""
    lines = text.removeprefix("\ufeff").split("\n")
    if not lines[0].startswith("#FORMAT=WebAnno TSV 3"):
        raise FormatError("It does not begin with “#FORMAT=WebAnno TSV 3”. Export it again as WebAnno TSV v3.")
    found = WebAnnoFile()
    new_sentence = True
    for number, line in enumerate((line.removesuffix("\r") for line in lines[1:]), 2):
        if line.startswith("#"):
            new_sentence = _take_head(number, line, found, new_sentence=new_sentence)
            continue
        new_sentence = True
        if line:
            _take_token(number, line, found)
    return found


def _take_head(number: int, line: str, found: WebAnnoFile, *, new_sentence: bool) -> bool:
    """Take a line that is no token's, and tell whether the next line of text begins a sentence."""
    if layer := _LAYER.fullmatch(line):
        if found.sentences:
            # The tokens before it have no columns for it.
            found.problems.append(f"line {number}: “{line[:60]}” stands behind the first sentence; it was left out.")
        else:
            found.columns.extend(_columns(layer[1], layer[2]))
    elif line.startswith(_SENTENCE):
        words = plain_text(line.removeprefix(_SENTENCE))
        if new_sentence or not found.sentences:
            found.sentences.append(Sentence([words]))
        else:
            found.sentences[-1].lines.append(words)
        return False
    elif line.startswith(SPACE_BEFORE) and found.sentences:
        found.sentences[-1].before = plain_text(line.removeprefix(SPACE_BEFORE))
    elif line.startswith(SPACE_BEHIND):
        found.behind = plain_text(line.removeprefix(SPACE_BEHIND))
    return new_sentence


def cells_of(cell: str) -> list[tuple[str, int]]:
    """Give the values of a cell, still escaped, each with its number in square brackets (0 where it has none)."""
    if cell in ("_", ""):
        return []
    found = []
    for part in split_unescaped(cell, "|"):
        match = _CELL_END.fullmatch(part)
        found.append((match[1], int(match[3] or 0)) if match else (part, 0))
    return found


def split_unescaped(cell: str, separator: str) -> list[str]:
    """Part a cell where a separator stands that no backslash protects; a trailing backslash stands for itself."""
    return re.findall(rf"(?:\\.|[^{separator}])+", cell)


def number_in(words: str) -> int:
    """Give the number that words are, 0 where they are none or one without end."""
    return int(words) if words.isdecimal() and len(words) < 16 else 0


def plain(value: str) -> str:
    """Take the backslashes out of a value; some of them stand for controls."""
    return _ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]), value)


def plain_text(value: str) -> str:
    """Take the backslashes out of text, where WebAnno wrote what is not ASCII as Java does, in UTF-16 units."""
    return _TEXT_ESCAPE.sub(lambda match: _CONTROLS.get(match[1], match[1]) if match[1] else _of_units(match[0]), value)


def _of_units(escapes: str) -> str:
    units = b"".join(int(unit, 16).to_bytes(2, "little") for unit in _UNIT.findall(escapes))
    return units.decode("utf-16-le", "surrogatepass")


def _columns(kind: str, words: str) -> list[Column]:
    layer, *features = words.split("|")
    columns = [Column(layer, kind, feature) for feature in features] or [Column(layer, kind, "")]
    if kind == RELATION and len(columns) == 1:
        columns.insert(0, Column(layer, kind, ""))
    return columns


def _take_token(number: int, line: str, found: WebAnnoFile) -> None:
    name, *rest = line.split("\t")
    place = _PLACE.fullmatch(rest[0]) if rest else None
    if not _TOKEN.fullmatch(name) or place is None or len(rest) < 2 or not found.sentences:
        found.problems.append(f"line {number}: “{line[:60]}” is no token and was left out.")
        return
    cells = tuple(rest[2 : 2 + len(found.columns)])
    if len(cells) < len(found.columns):
        found.problems.append(f"line {number}: {len(found.columns) - len(cells)} columns are missing.")
        cells += ("_",) * (len(found.columns) - len(cells))
    # INCEpTION writes the words as they are, others protect backslashes in them too.
    as_it_is = "\\" not in rest[1] or rest[1] in found.sentences[-1].text
    words = rest[1] if as_it_is else plain_text(rest[1])
    found.sentences[-1].tokens.append(Token(name, int(place[1]), int(place[2]), words, cells))
