"""What letters tell of the language of a text that names none."""

import pytest

from annotator.formats.languages.letters import UNKNOWN, language_by_letters

CASES = [
    ("The minister said so.", None),
    ("Der Außenminister Łukasz Żak sagte „Nein“.", None),
    ("", None),
    ("12, 14 – 15 😀", None),
    ("岸田首相は「合意した」と述べた。", "ja"),
    ("基辛格说：“我们同意。”", UNKNOWN),
    ("장관은 “합의했다”고 말했다.", "ko"),
    ("قال الوزير «اتفقنا»", UNKNOWN),
    ("Министр сказал: «Мы договорились»", UNKNOWN),
    ("Ο υπουργός είπε «συμφωνήσαμε»", "el"),
    ("השר אמר: „הסכמנו”", "he"),
    ("NATO और EU ने समझौते पर हस्ताक्षर किए, मंत्री ने कहा", UNKNOWN),
    ("The Japanese word 合意 (gōi) means agreement.", None),
]


@pytest.mark.parametrize(("text", "language"), CASES)
def test_letters_that_one_language_has_tell_it_and_others_that_it_is_not_known(text: str, language: str | None) -> None:
    assert language_by_letters(text) == language
