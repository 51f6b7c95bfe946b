"""Who is named, by capitals and by what is known of states, titles and words between."""

import pytest

from tests.unit.services.suggesting.reading_texts import suggested


def named(text: str, language: str = "en") -> list[str]:
    return [one.quote(text)[0] for one in suggested(text, "actor", language)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("On Monday the Japanese defence minister, Nobuo Kishi, met Wang Yi.", ["Nobuo Kishi", "Wang Yi"]),
        ("Yesterday President Joe Biden spoke of Trinidad.", ["Joe Biden", "Trinidad"]),
        ("The Ministry of Defence and the Bank of Japan answered.", ["Ministry of Defence", "Bank of Japan"]),
        ("A report by Frederick Fung of Amnesty was read.", ["Frederick Fung", "Amnesty"]),
        ("The Strategic Concept and the Reciprocal Access Agreement are new.", []),
        ("The Chinese met the Americans.", ["Americans"]),
        ("Yes, Typhoon Gaemi came in May.", []),
        ("They met Kim Jong - un in Seoul.", ["Kim Jong - un", "Seoul"]),
        ("They met Wen Bao - bin and Ono Ka - chiang.", ["Wen Bao - bin", "Ono Ka - chiang"]),
        ("A letter by Anna Ono In the valley it rained.", ["Anna Ono"]),
        ("They chose James To in May.", ["James To"]),
        ("Figures suggest that it rained.", []),
        ("They sang on Saturday Night and for Chinese New Year.", []),
        ("He lives in St. Petersburg.", ["St. Petersburg"]),
        ("They asked FBI Director Ben Ono and the Justice Department.", ["FBI", "Ben Ono", "Justice Department"]),
        ("He met Sen. Ann Ito, Secretary of State Li Wen and Chief of Staff Bo Ray.", ["Ann Ito", "Li Wen", "Bo Ray"]),
        ("They met US President Jo Ray and Ambassador to Peru Ana Ruiz.", ["US", "Jo Ray", "Peru", "Ana Ruiz"]),
        (
            "They left General Motors, Queen Mary Hospital and President Park.",
            ["General Motors", "Queen Mary Hospital", "Park"],
        ),
        ("It asked the Department of Health and Human Services.", ["Department of Health and Human Services"]),
        ("He left the Council on Foreign Relations on Friday.", ["Council on Foreign Relations"]),
        ("“I’m late,” he said. They don't like anti-Ono and Ono-based firms.", []),
        ("Absolutely not. Absolutely not. Unlike Ann Ito, he went.", ["Ann Ito"]),
        ("The North Korean envoy and African-American voters met Muslims.", ["Muslims"]),
        ("An F-16 and an Ono A320 were sold under the Freedom of Information Act to the G-20.", ["G-20"]),
        ("It knows Al Qaeda and Xi Jinping, and John XI came.", ["Al Qaeda", "Xi Jinping", "John XI"]),
        ("LONDON - Ann Ito left (Reuters) for Bonn.", ["LONDON", "Ann Ito", "Reuters", "Bonn"]),
        ("The Workers' Party of Peru left St. Peter's Basilica.", ["Workers' Party of Peru", "St. Peter's Basilica"]),
        ("South Asian and Catholic voters like Marxism and US$5, not the Anti-Doping Agency.", ["Anti-Doping Agency"]),
        ("In May Theresa May met Ono. Then May left, on May 5.", ["Theresa May", "Ono", "May"]),
        ("New York City was glad. New ideas from New York are new.", ["New York City", "New York"]),
        (
            "They saw “Game of Thrones”, “I know Ono,” and the “Peru” bar of the “Hyde Hotel”.",
            ["Ono", "Peru", "Hyde Hotel"],
        ),
        ("(Reporting by Ann Ito and Ben Ono; edited by Li Wen.)", ["Ann Ito", "Ben Ono", "Li Wen"]),
    ],
)
def test_names_are_found(text: str, names: list[str]) -> None:
    assert named(text) == names


def test_a_word_that_opens_a_sentence_is_a_name_where_it_is_one_elsewhere() -> None:
    assert named("Guerini came. They liked Guerini.") == ["Guerini", "Guerini"]
    assert named("Trees fell. The trees were old.") == []


def test_a_headline_in_capitals_has_the_names_that_the_text_has() -> None:
    text = "Ministers Praise Stoltenberg For Sober Words\n\nThey like Jens Stoltenberg there."
    assert named(text) == ["Stoltenberg", "Jens Stoltenberg"]


def test_a_headline_with_a_full_stop_is_known_by_the_capitals_of_small_words() -> None:
    assert named("Ministers Quarrel With Ono About Tax.\n\nThey like Ben Ono there.") == ["Ono", "Ben Ono"]


def test_german_nouns_are_no_names() -> None:
    text = "Gestern hat Olaf Scholz die Opposition im Saal gelobt. Der Kanzler dankte Frankreich."
    assert named(text, "de") == ["Olaf Scholz", "Frankreich"]


def test_all_places_of_a_name_belong_together() -> None:
    text = "Nobuo Kishi came. Then Kishi left, and Wang Yi stayed."
    first, second, third = suggested(text, "actor")
    assert first.names_same(second)
    assert not first.names_same(third)
    assert [one.entities[0].type for one in (first, second, third)] == ["person"] * 3
