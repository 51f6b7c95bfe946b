"""How the fixed words of files are written on screen where they differ."""

from typing import Final


def counted(number: int, word: str) -> str:
    """Give a number with its word, which takes an s."""
    return f"{number:,} {word}{'' if number == 1 else 's'}"


LETTERS: Final = {"actor": "A", "claim": "C", "agreement": "G"}
"""Of the types, where there is no room for words."""
ENTITY_TYPE_WORDS: Final = {
    "person": "person",
    "organization": "organization",
    "state": "state or territory",
    "igo": "intergovernmental organization",
    "group": "group",
    "place": "place",
    "other": "other",
}
ENTITY_LETTERS: Final = {
    "person": "P",
    "organization": "O",
    "state": "S",
    "igo": "I",
    "group": "G",
    "place": "L",
    "other": "X",
}
"""Each another one: colours alone do not tell all entity types apart."""
ATTRIBUTION_WORDS: Final = {
    "direct": "direct (quoted)",
    "indirect": "indirect (reported)",
    "ascribed": "ascribed (a view without speech)",
    "author": "author (the text's own)",
    "unattributed": "unattributed",
}
RELIABILITY_WORDS: Final = {
    "A": "A  completely reliable",
    "B": "B  usually reliable",
    "C": "C  fairly reliable",
    "D": "D  not usually reliable",
    "E": "E  unreliable",
    "F": "F  cannot be judged",
}
CREDIBILITY_WORDS: Final = {
    "1": "1  confirmed by other sources",
    "2": "2  probably true",
    "3": "3  possibly true",
    "4": "4  doubtful",
    "5": "5  improbable",
    "6": "6  cannot be judged",
}
WORDS_OF_VALUES: Final = {
    "attribution": ATTRIBUTION_WORDS,
    "reliability": RELIABILITY_WORDS,
    "credibility": CREDIBILITY_WORDS,
}
"""By the key of the field that has the values."""
