"""A word is found in the lines of which it is part, whatever they are written with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.services.index import word_blocks
from annotator.services.index.digest import Words
from annotator.services.index.starts import as_typed
from annotator.services.index.word_blocks import BlockMaker

SIGNS = (
    "aeiIİıſßΣσςłŁé\u0301\u0307\u0327\u0345¨ﬁ½ⅷ㎏ꟸ"
    "“”‘’-–\u00ad\u200b\u2060\ufeff \t\n\r\x0b\x1c\x85\u00a0\u2003\u2028\u3000漢가ﷺ\ud800'"
)
TEXTS = st.text(st.sampled_from(SIGNS), max_size=12)


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=6), TEXTS)
def test_a_word_is_found_where_it_is_part_of_a_line(rows: list[tuple[str, str, str]], typed: str) -> None:
    ids, quotes = tuple(map(str, range(len(rows)))), tuple(quote for quote, _before, _after in rows)
    before, after = tuple(one for _quote, one, _after in rows), tuple(one for _quote, _before, one in rows)
    maker = BlockMaker()
    maker.add(Words(ids, quotes, before, after, {0: "Noted İ¨"}), len(rows))
    block = maker.made()
    lines = [as_typed(" ".join(row) + (" Noted İ¨" if at == 0 else "")) for at, row in enumerate(rows)]
    pieces = {line[at : at + size] for line in lines for at in range(len(line)) for size in (1, 2, 3)}
    for word in [*as_typed(typed).split(), *(piece for piece in pieces if not any(map(str.isspace, piece)))]:
        found = set(block.lines_with(word.encode("utf-8", "surrogatepass")).tolist())
        assert found == {at for at, line in enumerate(lines) if word in line}, word


def test_lines_are_the_same_however_many_words_have_it(monkeypatch: pytest.MonkeyPatch) -> None:
    maker = BlockMaker()
    for file in range(3):
        quotes = tuple(f"word{file}{row} and" for row in range(40))
        maker.add(Words(quotes, quotes, quotes, quotes), 41)
    block = maker.made()
    few = sorted(set(block.lines_with(b"ord").tolist()))
    monkeypatch.setattr(word_blocks, "_FEW", 1)
    assert sorted(set(block.lines_with(b"ord").tolist())) == few
    assert few == [41 * file + row for file in range(3) for row in range(40)]
    assert block.lines_with(b"nowhere").tolist() == []


def test_a_block_of_nothing() -> None:
    assert BlockMaker().made().lines_with(b"a").tolist() == []
