"""What a reader takes for one letter; values by the rules of Unicode Standard Annex 29."""

import pytest

from annotator.formats.exchange.graphemes import grapheme_starts


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("ab c", [0, 1, 2, 3]),
        ("e\u0301a", [0, 2]),
        ("\r\na\n\u0301", [0, 2, 3, 4]),
        ("🇮🇹🇯🇵🇮", [0, 2, 4]),
        ("👍🏿!", [0, 2]),
        ("🏳️\u200d🌈 👩\u200d👩\u200d👧x", [0, 4, 5, 10]),
        ("a\u200db", [0, 2]),
        ("👩\u200d🇮🇹", [0, 2]),
        ("각\u1100\u1161\u11a8가\u11a8", [0, 1, 4]),
        ("का", [0]),
        ("\u200b\u0301", [0, 1]),
    ],
)
def test_letters_begin_where_a_reader_sees_them_begin(text: str, wanted: list[int]) -> None:
    assert list(grapheme_starts(text)) == wanted
