"""Names in lists stand where they are looked for."""

from annotator.services.folding.list_order import list_key


def test_letters_count_first_then_accents() -> None:
    names = ["Zagreb", "Łódź", "lofoten", "Lodge", "Šibenik", "Sofia", "Lodz", "E\u0301vora", "Évora", "東京", "Évry"]
    ordered = ["E\u0301vora", "Évora", "Évry", "Lodge", "Lodz", "Łódź", "lofoten", "Šibenik", "Sofia", "Zagreb", "東京"]
    assert sorted(names, key=list_key) == ordered
