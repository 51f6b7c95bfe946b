"""The command line's words."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import Final

from annotator import __version__

_VARIABLES = ("speaker", "for", "target", "topic", "code", "publisher", "author", "document")
_NARROWING = {
    "topic": "what is about this topic",
    "entity": "what names this entity",
    "code": "what carries this code",
    "publisher": "what this publisher brought",
}


def make_parser(command: str = "") -> argparse.ArgumentParser:
    """Give the parser of all commands, with the arguments of the one that is asked for, or of all."""
    parser = argparse.ArgumentParser(
        prog="annotator",
        description="Mark who said what, and who agreed with whom on what. Without a command the desktop app opens.",
        epilog="annotator [PATH...] opens the desktop app with an article, an annotation file or a folder.",
        formatter_class=_OfNoTerminal,
    )
    parser.add_argument("--version", action="version", version=f"annotator {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True, prog="annotator")
    common = _common()
    for name, (words, add_arguments) in _COMMANDS.items():
        made = commands.add_parser(name, parents=[common], help=words, formatter_class=_OfNoTerminal)
        if command in ("", name):
            add_arguments(made)
        made.formatter_class = argparse.HelpFormatter
    parser.formatter_class = argparse.HelpFormatter
    return parser


class _OfNoTerminal(argparse.HelpFormatter):
    """Asks no terminal for its width, which loads half of an archive's modules, while arguments are only added."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=80)


def _common() -> argparse.ArgumentParser:
    common = argparse.ArgumentParser(add_help=False, formatter_class=_OfNoTerminal)
    common.add_argument("--report", metavar="FILE", help="write what was done, and what was not and why, as JSON")
    common.add_argument("--encoding", type=_encoding, help="the encoding of texts that are not UTF-8 and carry no mark")
    common.add_argument("--quiet", action="store_true", help="say nothing but what went wrong")
    return common


def _add_paths(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder (walked) or a pattern with * and ?")


def _add_export(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--to", required=True, metavar="FORMAT", help="csv, xlsx and others: `annotator formats`")
    parser.add_argument(
        "--out", required=True, metavar="DEST", help="a file, a folder (a name that ends in /), or a URL"
    )
    parser.add_argument("--annotator", action="append", default=[], metavar="ID",
                        help="only this annotator's files; may be given several times; "
                        "speaking: one file of each document, the adjudicated one first")  # fmt: skip
    parser.add_argument("--unit", choices=("document", "annotation"), help="what a line of jsonl is")
    parser.add_argument("--bom", action="store_true", help="begin csv and tsv with a byte-order mark, for Excel")
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="so many processes")
    parser.add_argument("--engine", choices=("local", "dask"), default="local", help="where the work is done")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a running Dask scheduler: tcp://HOST:8786")


def _add_compare(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--json", action="store_true", help="print JSON rather than a table")
    parser.add_argument("--out", metavar="FILE", help="write a report: .html (with every difference), .csv or .json")
    parser.add_argument("--progress", action="store_true", help="say how far the reviews of the documents have come")
    parser.add_argument("--unfinished", action="store_true", help="count documents that are not marked done too")
    parser.add_argument(
        "--against",
        metavar="ID",
        help="hold all others to this annotator's files (adjudicated, gold), a file or a folder",
    )
    parser.add_argument(
        "--training", metavar="FOLDER", help="with --against: write for each annotator a page of what differs"
    )
    parser.add_argument(
        "--from", dest="start", type=_day, metavar="DATE", help="annotated from this day on, as days go where you are"
    )
    parser.add_argument(
        "--to", dest="end", type=_day, metavar="DATE", help="annotated up to this day, as days go where you are"
    )
    parser.add_argument(
        "--categories", choices=("types", "codes"), default="types", help="what αU, γ and characters tell apart"
    )
    parser.add_argument("--codebook", default="", metavar="NAME", help="made with this codebook: its name or hash")
    parser.add_argument("--jobs", type=_count, default=1, metavar="N", help="so many processes")


def _add_import(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument(
        "--from", dest="source_format", required=True, metavar="FORMAT", help="such as brat; see `annotator formats`"
    )
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where documents and annotation files go")
    parser.add_argument("--annotator", metavar="ID", help="whose work it is, where source and folders do not say")
    parser.add_argument("--mapping", metavar="FILE", help="what labels and roles mean, as JSON")
    parser.add_argument(
        "--map", action="append", default=[], metavar="NAME=TYPE[/CODE]", help="what a label means: PER=actor/person"
    )
    parser.add_argument(
        "--column", action="append", default=[], metavar="FACT=NAME", help="where tables of articles have it: text=Body"
    )
    parser.add_argument(
        "--names",
        default="",
        metavar="PATTERN",
        help="what names of articles' files say: {published}_{publisher}_{title}",
    )
    parser.add_argument(
        "--role", action="append", default=[], metavar="NAME=ROLE", help="what a role or relation means: Source=speaker"
    )


def _add_merge(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="annotation files (.ann.json) of one document")
    parser.add_argument("--out", required=True, metavar="FILE", help="the annotation file to be written")


def _add_suggest(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--out", required=True, metavar="FOLDER", help="where documents and suggestions go")
    parser.add_argument(
        "--with", dest="suggesters", action="append", default=[], metavar="NAME",
        help="who suggests: rules, folder, spacy or one of another package; all that need no model if not given",
    )  # fmt: skip
    parser.add_argument(
        "--threshold", type=_share, default=0.5, metavar="N", help="only what is as sure as this, from 0 to 1"
    )
    parser.add_argument("--knowledge", metavar="FOLDER", help="a folder of annotated documents to learn from")


def _add_chart(parser: argparse.ArgumentParser) -> None:
    _add_paths(parser)
    parser.add_argument("--out", required=True, metavar="FILE",
                        help="a .png, .svg, .pdf, .graphml or .gexf file, .csv for edges, .nodes.csv, .matrix.csv, "
                        ".events.csv, .dl for UCINET")  # fmt: skip
    parser.add_argument("--bom", action="store_true", help="begin a .csv with a byte-order mark, for Excel")
    parser.add_argument("--size", type=_size, metavar="WxH", help="width and height of a picture in pixels")
    parser.add_argument("--theme", choices=("light", "dark"), help="the colours of a picture")
    parser.add_argument("--network", choices=("direct", "one-mode", "two-mode"), default="direct",
                        help="who relates to whom; or a network of actors, or of actors and topics")  # fmt: skip
    _add_discourse(parser)
    parser.add_argument(
        "--backbone", type=float, metavar="LEVEL", help="only edges heavier than chance makes them: 0.05"
    )
    parser.add_argument("--communities", action="store_true", help="which nodes belong together, and how far apart all")
    parser.add_argument("--level", choices=("speaker", "for"), default="speaker", help="speakers, or whom they act for")
    parser.add_argument(
        "--topics", choices=("own", "broadest"), default="own", help="topics, or the broadest above them"
    )
    for name, only in _NARROWING.items():
        parser.add_argument(f"--{name}", action="append", default=[], metavar="NAME", help=f"only {only}")
        parser.add_argument(f"--exclude-{name}", action="append", default=[], metavar="NAME", help=f"not {only}")
    parser.add_argument("--stance", action="append", default=[], metavar="S", help="only claims of this stance")
    parser.add_argument("--status", action="append", default=[], metavar="S", help="only agreements of this status")
    parser.add_argument("--date", choices=("event", "published"), default="event", help="which date is meant")
    parser.add_argument("--dates", choices=("certain", "possible"), default="certain",
                        help="what may lie outside the time counts not, or does")  # fmt: skip
    parser.add_argument("--from", dest="start", metavar="DATE", help="only from this day on")
    parser.add_argument("--to", dest="end", metavar="DATE", help="only up to this day")
    parser.add_argument("--annotator", action="append", default=[], metavar="ID",
                        help="whose files, where a document has several; several times: the first first")  # fmt: skip


def _add_discourse(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("discourse networks (--network one-mode or two-mode)")
    group.add_argument("--aggregate", choices=("ignore", "congruence", "conflict", "subtract", "combine"),
                       help="what an edge weighs: any stance, like, unlike, the difference, which occur")  # fmt: skip
    group.add_argument("--normalise", metavar="HOW",
                       choices=("none", "average", "jaccard", "cosine", "product", "activity", "prominence"),
                       help="average, jaccard, cosine or product of actors; activity or prominence in two modes; "
                       "normalised weights may exceed 1")  # fmt: skip
    group.add_argument("--duplicates", choices=("all", "document", "week", "month", "year", "range"),
                       help="count all, or the same statement once in each of these")  # fmt: skip
    group.add_argument("--count", choices=("claims", "agreements", "both"),
                       help="whose stances: of claims, of standing agreements")  # fmt: skip
    group.add_argument("--rows", choices=_VARIABLES, help="what the network is of: speakers if not given")
    group.add_argument("--columns", choices=_VARIABLES, help="by what it is joined: topics if not given")
    group.add_argument("--window", type=_count, metavar="N", help="one network for each day, of N days around it")
    group.add_argument("--unit", choices=("days", "weeks", "months", "years", "statements"),
                       help="of what the window has so many")  # fmt: skip
    group.add_argument("--kernel", choices=("uniform", "triangular", "epanechnikov", "gaussian"),
                       help="how less counts what is farther from the day")  # fmt: skip
    group.add_argument("--pair-weight", choices=("product", "root"),
                       help="what two statements of a window weigh together")  # fmt: skip


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().replace("×", "x").partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(f"“{text}” is no size such as 800x600")
    return int(width), int(height)


def _share(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” is no number from 0 to 1")
    return number


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no day such as 2026-04-12") from None


def _encoding(words: str) -> str:
    try:
        "a".encode(words)
    except LookupError:
        raise argparse.ArgumentTypeError(
            f"“{words}” is no encoding that is known; cp1252 and shift_jis are examples"
        ) from None
    return words


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number


_COMMANDS: Final[dict[str, tuple[str, Callable[[argparse.ArgumentParser], object]]]] = {
    "export": ("annotations as tables or JSON lines", _add_export),
    "compare": ("how far annotators of the same documents agree", _add_compare),
    "import": ("files of other programs as annotation files", _add_import),
    "merge": ("several annotation files of one document into one", _add_merge),
    "suggest": ("files of suggestions, for measuring and to begin from", _add_suggest),
    "check": ("validate annotation files against their documents", _add_paths),
    "chart": ("the relationship chart as a picture or a graph", _add_chart),
    "formats": ("what can be read and written", lambda _parser: None),
}
COMMANDS: Final = tuple(_COMMANDS)
