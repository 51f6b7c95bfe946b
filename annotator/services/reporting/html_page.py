"""Pages as one HTML file that needs nothing else: no script, no address, readable aloud, printed on A4."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import groupby
from typing import Final

from annotator.formats.resource_files import resource
from annotator.formats.xml_text import xml_text
from annotator.services.reporting.page import (
    COLOR_OF,
    OTHER_COLOR,
    Block,
    Chart,
    Ending,
    Heading,
    Mark,
    Opening,
    Page,
    Paragraph,
    Run,
    Table,
)

_FIRST_LANE, _LANE = 0.08, 0.26
"""How far below the words the first underline lies, and each further one below it, as parts of the letters' size."""
_LINES: Final = {"actor": "solid", "claim": "dashed", "agreement": "double"}
_LANGUAGE: Final = re.compile("[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
"""What a tag of a language looks like (RFC 5646); anything else would mislead who reads aloud."""
_LINE_ENDS: Final = re.compile("[\u2028\u2029\x85\x0b\x0c]")


def html_file(title: str, pages: Sequence[Page], bodies: Iterable[str], told: Sequence[str] = ()) -> Iterator[bytes]:
    """Give a whole file in parts: a list of contents where there are several pages, and their ``bodies``."""
    yield f"{_head(title)}<body>\n".encode()
    if len(pages) > 1 or told:
        sentences = "".join(f'<p class="quiet">{_text(one)}</p>' for one in told)
        yield f"<header><h1>{_text(title)}</h1>{sentences}</header>\n".encode()
    if len(pages) > 1:
        yield contents((f"#{page.anchor}", page) for page in pages).encode()
    yield b"<main>\n"
    for body in bodies:
        yield body.encode()
    yield b"</main>\n</body>\n</html>\n"


def contents(entries: Iterable[tuple[str, Page]]) -> str:
    """Give the list of what there is, each page with the address that leads to it."""
    items = "".join(f"<li>{_entry(address, page)}</li>\n" for address, page in entries)
    return f'<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>\n<ol>\n{items}</ol></nav>\n'


def _entry(address: str, page: Page) -> str:
    told = f' <span class="quiet"><bdi>{_text(page.told)}</bdi></span>' if page.told else ""
    return f'<a href="{_text(address)}"><bdi>{_text(page.title)}</bdi></a>{told}'


def index_file(title: str, entries: Sequence[tuple[str, Page]]) -> bytes:
    """Give the page that leads to all files of a folder."""
    body = f"<header><h1>{_text(title)}</h1></header>\n<main>{contents(entries)}</main>\n"
    return f"{_head(title)}<body>\n{body}</body>\n</html>\n".encode()


def html_body(page: Page) -> str:
    """Give one page as an article with sections."""
    out = [f'<article aria-labelledby="{page.anchor}">\n']
    is_open = False
    for of_text, blocks in groupby(page.blocks, lambda block: isinstance(block, Paragraph) and block.of_text):
        if of_text:
            language = f' lang="{escape(page.language)}"' if _LANGUAGE.fullmatch(page.language) else ""
            out.append(f'<div class="text"{language}>\n')
        for block in blocks:
            if isinstance(block, Heading) and block.level > 1:
                out.append("</section>\n" if is_open else "")
                out.append(f'<section aria-labelledby="{block.anchor}">\n')
                is_open = True
            out.append(_block(block))
        out.append("</div>\n" if of_text else "")
    out += ["</section>\n" if is_open else "", "</article>\n"]
    return "".join(out)


def _head(title: str) -> str:
    # What surrounds the text is English, whatever the text is.
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{_text(title)}</title>\n<style>{_style()}</style>\n</head>\n"
    )


@cache
def _style() -> str:
    """Give the page's style, with the lines and colours of the types."""
    return resource("report-page.css").read_text(encoding="utf-8") + "".join(_of_types())


def _of_types() -> Iterator[str]:
    for name, color in (*COLOR_OF.items(), ("other", OTHER_COLOR)):
        strength = "1a" if name == "actor" else "10"
        line = _LINES.get(name, "dotted")
        width = "3px" if line == "double" else "2px"
        yield f".{name} {{ border-bottom: {width} {line} #{color}; background-color: #{color}{strength}; }}\n"
        yield f"sup .{name} {{ border: 0; background: none; color: #{color}; }}\n"
    for lane in range(9):
        below = _FIRST_LANE + _LANE * lane
        yield f".l{lane} {{ padding-bottom: {below:.2f}em; }} .n{lane} {{ line-height: {1.5 + _LANE * lane:.2f}; }}\n"


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} id="{block.anchor}"><bdi>{_text(block.text)}</bdi></h{block.level}>\n'
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Chart):
        from annotator.services.reporting.chart_svg import chart_svg  # numpy comes with it

        return chart_svg(block.title, block.graph)
    words = ["gap"] if block.gap else []
    words += [f"n{block.lanes}"] if block.of_text and block.lanes else []
    words += ["note"] if block.anchor else []
    kind = f' class="{" ".join(words)}"' if words else ""
    return f'<p{_id(block.anchor)}{kind} dir="auto">{"".join(map(_piece, block.pieces))}</p>\n'


def _table(table: Table) -> str:
    caption = f"<caption>{_text(table.title)}</caption>" if table.title else ""
    heads = "".join(f'<th scope="col">{_text(head)}</th>' for head in table.heads)
    rows = "".join(f"<tr>{_cells(row, of_names=not table.heads)}</tr>\n" for row in table.rows)
    head = f"<thead><tr>{heads}</tr></thead>" if heads else ""
    return f"<table>{caption}{head}<tbody>\n{rows}</tbody></table>\n"


def _cells(row: tuple[tuple[Run, ...], ...], *, of_names: bool) -> str:
    cells = [f"<bdi>{''.join(map(_run, runs))}</bdi>" for runs in row]
    first = f'<th scope="row">{cells[0]}</th>' if of_names else f"<td>{cells[0]}</td>"
    return first + "".join(f"<td>{cell}</td>" for cell in cells[1:])


def _piece(piece: Run | Opening | Ending) -> str:
    if isinstance(piece, Run):
        return _run(piece)
    mark = piece.mark
    if isinstance(piece, Opening):
        seen = (
            f'<sup aria-hidden="true" dir="ltr"><span class="{_type(mark)}">[{mark.label}</span></sup>'
            if mark.lane < 0
            else ""
        )
        return f'<bdi class="heard">{_text(piece.heard)}</bdi>{seen}'
    end = "]" if mark.lane < 0 else ""
    label = f'aria-label="{_text(piece.heard)}"'
    look = f'{_id(piece.anchor)} class="{_type(mark)}" href="#{mark.note}" {label}'
    return f'<sup dir="ltr"><a{look}>{piece.text}{end}</a></sup>'


def _run(run: Run) -> str:
    text = _text(run.text)
    for mark in run.marks:
        text = f'<span class="m {_type(mark)} l{mark.lane}">{text}</span>'
    if run.link:
        label = f' aria-label="{_text(run.heard)}"' if run.heard else ""
        text = f'<a href="#{run.link}"{_id(run.anchor)}{label}>{text}</a>'
    if run.bold:
        text = f"<strong>{text}</strong>"
    return f'<span class="quiet">{text}</span>' if run.quiet else text


def _type(mark: Mark) -> str:
    return mark.type if mark.type in COLOR_OF else "other"


def _id(anchor: str) -> str:
    return f' id="{anchor}"' if anchor else ""


def _text(text: str) -> str:
    return escape(xml_text(_LINE_ENDS.sub("\n", text)))
