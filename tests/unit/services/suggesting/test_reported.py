"""Who said what, by the forms that reported speech has."""

import pytest

from tests.unit.services.suggesting.reading_texts import suggested, told


@pytest.mark.parametrize(
    ("text", "speaker", "words"),
    [
        ("Nobuo Kishi said that security was at stake.", "Nobuo Kishi", "security was at stake"),
        ("Nobuo Kishi said on Monday that security was at stake.", "Nobuo Kishi", "security was at stake"),
        ("Nobuo Kishi told reporters that security was at stake.", "Nobuo Kishi", "security was at stake"),
        ("“We will not give way,” Nobuo Kishi said.", "Nobuo Kishi", "“We will not give way,”"),
        ("“We will not give way,” said Nobuo Kishi.", "Nobuo Kishi", "“We will not give way,”"),
        ("“We stay. We will not give way,” said Nobuo Kishi.", "Nobuo Kishi", "“We stay. We will not give way,”"),
        ("“We stay,” said Nobuo Kishi. “We will never give way.”", "Nobuo Kishi",
         "“We stay,” … “We will never give way.”"),
        ("The talks went well, according to Nobuo Kishi.", "Nobuo Kishi", "The talks went well"),
        ("According to Nobuo Kishi, the talks went well.", "Nobuo Kishi", "the talks went well"),
        ("The plan, Nobuo Kishi said, is not so easy to carry out.", "Nobuo Kishi",
         "The plan … is not so easy to carry out"),
        ("While Nobuo Kishi said the talks went well, nothing was signed.", "Nobuo Kishi", "the talks went well"),
        ("Nobuo Kishi, who leads the navy, called the pact a breakthrough.", "Nobuo Kishi", "the pact a breakthrough"),
        ("Asked about it, Nobuo Kishi replied: “We will not give way.”", "Nobuo Kishi", "“We will not give way.”"),
        ("Added Nobuo Kishi: “We will not give way at all.”", "Nobuo Kishi", "“We will not give way at all.”"),
        ("Later in the day, Nobuo Kishi said it would cooperate.", "Nobuo Kishi", "it would cooperate"),
        ("As reported by Kyodo News, the talks went well.", "Kyodo News", "the talks went well"),
        ('"We will not give way,” Nobuo Kishi said.', "Nobuo Kishi", '"We will not give way,”'),
        ("“We will not give way,” state Senator Nobuo Kishi (D) said.", "Nobuo Kishi", "“We will not give way,”"),
        ("Nobuo Kishi asked the allies for modern weapons.", "Nobuo Kishi", "for modern weapons"),
        ("Nobuo Kishi asked the allies to wait for the vote.", "Nobuo Kishi", "to wait for the vote"),
        ("Nobuo Kishi asked Guerini whether he would sign the pact.", "Nobuo Kishi", "whether he would sign the pact"),
        ("Nobuo Kishi argued for the second time that the pact was void.", "Nobuo Kishi", "the pact was void"),
        ("Talks had failed in Rome, the agency Kyodo reported.", "Kyodo", "Talks had failed in Rome"),
        ("Nobuo Kishi joked he would rather sail home.", "Nobuo Kishi", "he would rather sail home"),
        ("Nobuo Kishi blamed China after Lorenzo Guerini accused Russia of delay.", "Nobuo Kishi", "China"),
        ("Nobuo Kishi blamed China when the vote was over.", "Nobuo Kishi", "China"),
        ("Nobuo Kishi is convinced that the pact will hold.", "Nobuo Kishi", "the pact will hold"),
        ("Nobuo Kishi was reluctant to sign any pact.", "Nobuo Kishi", "to sign any pact"),
        ("KISHI: I think that it will hold for long.", "KISHI", "I think that it will hold for long"),
        ("Nobuo Kishi: We will not give way at all.", "Nobuo Kishi", "We will not give way at all"),
        ("The survey, published by Kyodo, found that most voters want peace.", "The survey", "most voters want peace"),
    ],
)  # fmt: skip
def test_it_is_found_who_says_what(text: str, speaker: str, words: str) -> None:
    assert (speaker, words) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "The statement was expected by many.",
        "A report was published on Monday.",
        "The hopes of the voters are high.",
        "Clinton's claims about taxes had no effect.",
        "He is expected to arrive on Tuesday.",
        "The ships keep off disputed islands for now.",
        "Lorenzo Guerini, backed by both parties, flew to Tokyo.",
        "The workers protested outside the ministry.",
        "It is certain that prices will rise.",
    ],
)
def test_a_noun_or_a_passive_says_nothing(text: str) -> None:
    assert told(text) == []


def test_two_verbs_of_one_sentence_say_two_things() -> None:
    text = "Nobuo Kishi said the talks went well, but Lorenzo Guerini said that much was open."
    assert told(text) == [("Nobuo Kishi", "the talks went well"), ("Lorenzo Guerini", "much was open")]


def test_a_participle_goes_on_with_the_one_who_spoke() -> None:
    text = "Nobuo Kishi said the talks went well, adding that a treaty was near."
    assert told(text) == [("Nobuo Kishi", "the talks went well"), ("Nobuo Kishi", "a treaty was near")]


def test_he_is_the_one_who_was_named_last() -> None:
    text = "Nobuo Kishi met Lorenzo Guerini in Tokyo.\nHe said that the talks went well."
    assert told(text) == [("Nobuo Kishi", "the talks went well")]


def test_the_two_are_those_who_were_named_together() -> None:
    text = "Nobuo Kishi and Lorenzo Guerini met. China was not there. The two ministers said that it went well."
    assert told(text)[-1] == ("Nobuo Kishi, Lorenzo Guerini", "it went well")


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Japan and Italy met. They said that it went well.", "Japan, Italy"),
        ("Japan and Italy met. It rained. The roof leaked. They said that it went well.", "They"),
        ("Japan, Italy and China met. It rained. The roof leaked. The three said that it went well.", "The three"),
        ("Japan met Italy. China was there. The allies said that it went well.", "The allies"),
    ],
)
def test_several_are_named_only_where_they_were_named_together_close_before(text: str, speakers: str) -> None:
    assert told(text)[-1] == (speakers, "it went well")


def test_a_surname_is_the_person_and_who_only_belongs_is_not_the_speaker() -> None:
    text = "Nobuo Kishi spoke. Kishi said that it went well. A spokesman for China said that it had not."
    assert told(text) == [
        ("Nobuo Kishi", "it went well"), ("A spokesman for China", "it had not")
    ]  # fmt: skip


def test_a_quotation_is_direct_and_what_is_told_is_not() -> None:
    text = "“We will not give way,” Kishi said. Guerini said that this was new."
    assert [one.attribution for one in suggested(text, "claim")] == ["direct", "indirect"]


def test_other_likely_extents_come_in_order() -> None:
    text = "On Monday Nobuo Kishi said that it went well, as ever."
    (one,) = suggested(text, "claim")
    assert [text[others[0].start : others[-1].end] for others in (one.fragments, *one.others)] == [
        "it went well, as ever",
        "it went well",
        "said that it went well, as ever",
        "Nobuo Kishi said that it went well, as ever",
        "On Monday Nobuo Kishi said that it went well, as ever",
    ]


@pytest.mark.parametrize(
    ("language", "text", "speaker", "words"),
    [
        ("de", "„Wir werden nicht nachlassen“, sagte Olaf Scholz.", "Olaf Scholz", "„Wir werden nicht nachlassen“"),
        ("de", "Olaf Scholz erklärte, dass die Gespräche gut verliefen.", "Olaf Scholz", "die Gespräche gut verliefen"),
        ("ja", "岸田首相は「日本とイタリアの協力を強める」と述べた。", "岸田首相", "「日本とイタリアの協力を強める」"),
        ("ja", "木原防衛相は安全保障の環境が厳しいと語った。", "木原防衛相", "安全保障の環境が厳しい"),
    ],
)
def test_other_languages_have_packs_too(language: str, text: str, speaker: str, words: str) -> None:
    assert (speaker, words) in told(text, language)


def test_without_a_pack_a_quotation_is_all_that_is_known() -> None:
    text = "« Nous avons enfin un bon accord », a déclaré le président."
    (one,) = suggested(text, "claim", "fr")
    assert one.quote(text) == ("« Nous avons enfin un bon accord »",)
    assert (one.roles, one.attribution) == ((), "direct")


@pytest.mark.parametrize(
    "text", ["", "\n\n", "said", "“", "said said said", "according to", ":", "a" * 5000, "，。" * 50]
)
def test_text_without_sentences_is_no_trouble(text: str) -> None:
    assert told(text) == []
