"""Rules on Universal Dependencies, held to sentences parsed by hand; no pipeline is needed for them."""

from typing import Any

import pytest

from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggestion import Suggestion
from annotator.services.suggesting.universal import of_parsed, pipeline_for

spacy = pytest.importorskip("spacy", reason="the extra spacy is not installed")


def parsed(rows: str, language: str = "en", named: tuple[tuple[int, int, str], ...] = ()) -> Any:
    """Make a document of rows "word relation head", heads counted from 0."""
    cells = [row.split() for row in rows.strip().splitlines()]
    words = [word for word, _relation, _head in cells]
    spaces = [after[0] not in ".,”" for after in words[1:]] + [False]
    doc = spacy.tokens.Doc(
        spacy.blank(language).vocab, words, [s and w != "“" for s, w in zip(spaces, words, strict=True)],
        heads=[int(head) for _word, _relation, head in cells], deps=[relation for _word, relation, _head in cells],
    )  # fmt: skip
    doc.ents = [spacy.tokens.Span(doc, start, end, label) for start, end, label in named]
    return doc


def said(doc: Any, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    found: list[Suggestion] = [one for one in of_parsed(doc, language, "spacy 1") if one.type == "claim"]
    return [(one.roles[0].who.name, one.quote(doc.text)) for one in found]


def test_a_clause_that_depends_on_a_verb_is_what_its_subject_says() -> None:
    doc = parsed(
        "Kishi nsubj 1\nsaid root 1\nthat mark 4\nit nsubj 4\nwent ccomp 1\nwell advmod 4\n. punct 1",
        named=((0, 1, "PERSON"),),
    )
    assert said(doc) == [("Kishi", ("it went well",))]
    actor = next(one for one in of_parsed(doc, "en", "spacy 1") if one.type == "actor")
    assert (actor.quote(doc.text), actor.entities[0].type) == (("Kishi",), "person")


def test_what_a_verb_is_put_into_is_said_before_and_behind_it() -> None:
    doc = parsed("Talks nsubj 4\n, punct 3\nKishi nsubj 3\nsaid parataxis 4\nhelp root 4\npeople obj 4\n. punct 4")
    assert said(doc) == [("Kishi", ("Talks", "help people"))]


def test_a_language_of_which_only_the_words_are_known_works_too() -> None:
    doc = parsed(
        "Scholz nsubj 1\nsagte root 1\n, punct 6\ndass mark 6\nalles nsubj 6\ngut advmod 6\ngeht ccomp 1\n. punct 1",
        "de",
    )
    assert said(doc, "de") == [("Scholz", ("alles gut geht",))]


def test_a_pipeline_that_is_missing_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy.util, "get_installed_models", lambda: ["de_small", "xx_other"])
    assert pipeline_for("de-AT") == "de_small"
    assert pipeline_for("fr", "xx_other") == "xx_other"
    for tag, wanted in (("fr", ""), (None, ""), ("de", "en_gone")):
        with pytest.raises(SuggesterError, match="Install one with"):
            pipeline_for(tag, wanted)
