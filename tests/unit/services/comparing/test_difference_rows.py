"""Differences as rows of a report: their passage with what stands around it, cut where it would be too long."""

from annotator.services.comparing.align import align
from annotator.services.comparing.difference_rows import CONTEXT, DifferenceRow, difference_rows
from tests.unit.colleagues import layer, marked

TEXT = "".join(chr(ord("a") + number % 26) for number in range(1_000))


def rows(start: int, end: int, text: str = TEXT) -> list[DifferenceRow]:
    alignment = align({"mkato": layer([marked("a1", "claim", (start, end))]), "lrossi": layer()})
    return difference_rows(alignment, text)


def test_a_row_has_the_passage_what_stands_around_it_and_everybodys_words() -> None:
    (row,) = rows(100, 110)
    assert (row.kind, row.title, row.start, row.end) == ("missing", "missing claim", 100, 110)
    assert (row.before, row.passage, row.after) == (f"…{TEXT[60:100]}", TEXT[100:110], f"{TEXT[110:150]}…")
    assert row.opinions == {"lrossi": "–", "mkato": "claim “xxxxxxxxxx”"}


def test_at_both_ends_of_the_text_there_is_less_around() -> None:
    (row,) = rows(3, 10)
    assert (row.before, row.after) == (TEXT[:3], f"{TEXT[10 : 10 + CONTEXT]}…")
    (row,) = rows(990, 1_000)
    assert (row.before, row.after) == (f"…{TEXT[950:990]}", "")


def test_a_long_passage_is_cut() -> None:
    (row,) = rows(0, 400)
    assert row.passage == TEXT[:400]
    (row,) = rows(0, 401)
    assert row.passage == f"{TEXT[:400]}…"
    assert row.after == f"{TEXT[401:441]}…"


def test_no_word_around_is_cut() -> None:
    text = (
        "Earlier all the representatives of the ports met. "
        "They struck, as the harbourmasters had been told by telephone."
    )
    start = text.index("They")
    (row,) = rows(start, start + len("They struck"), text)
    assert row.before == "… the representatives of the ports met. "
    assert row.after == ", as the harbourmasters had been told by…"
    assert len(row.after) == CONTEXT + 1, "a word that just fits is kept"
    (row,) = rows(start, start + len("They struck"), text.replace(" of the ports met. ", " of the ports met.\n"))
    assert row.before == "… the representatives of the ports met.\n"


def test_without_a_place_or_a_text_there_is_none() -> None:
    alignment = align({"mkato": layer([marked("a1", "claim", quote=("gone",))]), "lrossi": layer()})
    (row,) = difference_rows(alignment, TEXT)
    assert (row.start, row.end, row.before, row.passage, row.after) == (-1, -1, "", "", "")
    (row,) = rows(100, 110, "")
    assert (row.before, row.passage, row.after) == ("", "", "")


def test_listing_tells_how_far_it_is() -> None:
    told: list[str] = []
    alignment = align({"mkato": layer([marked("a1", "claim", (0, 9))]), "lrossi": layer()})
    difference_rows(alignment, TEXT, lambda _count, _total, what: told.append(what))
    assert told == ["Listing the differences"]
