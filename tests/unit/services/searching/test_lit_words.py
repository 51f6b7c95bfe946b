"""Words of a codebook are found as they stand in the text: in any case, with any accents and, if asked, any ending."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.model.span import Span
from annotator.services.searching.lit_words import lit_words, next_lit

TEXT = "Tariffs fell. TARIFF walls, a retariffed résumé;\nsmart art, free trade and free\ntrade 🤝 貿易 here."


def quotes(*words: str) -> list[str]:
    return [TEXT[slice(*span)] for span in lit_words(TEXT, words)]


def test_whole_words_and_any_ending() -> None:
    assert quotes("tariff") == ["TARIFF"]
    assert quotes("tariff*") == ["Tariffs", "TARIFF"]
    assert quotes("art*", "resume") == ["résumé", "art"]
    assert quotes("free trade") == ["free trade", "free\ntrade"]
    assert quotes("貿易") == ["貿易"]
    assert quotes("", "*", " ") == []


@given(st.lists(st.text("tarif* éE\n", max_size=6), max_size=4))
def test_places_are_in_order_and_of_the_text(words: list[str]) -> None:
    found = lit_words(TEXT, words)
    assert found == sorted(set(found))
    assert all(0 <= span.start < span.end <= len(TEXT) for span in found)


def test_the_next_one_goes_round() -> None:
    spans = [Span(3, 5), Span(9, 12)]
    assert [next_lit(spans, place) for place in (0, 3, 9)] == [Span(3, 5), Span(9, 12), Span(3, 5)]
    assert next_lit([], 0) is None
