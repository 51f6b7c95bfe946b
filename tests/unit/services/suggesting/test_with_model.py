"""Who can be asked besides the usual suggesters: pipelines of spaCy and packages that need a model."""

from importlib.metadata import EntryPoint
from typing import Any

import pytest

from annotator.services.suggesting import suggesters, with_model
from annotator.services.suggesting.protocol import Suggester


class _Moods(Suggester):
    name, title, needs_model = "moods", "Moods", True

    def suggest(self, *_about: Any) -> tuple[()]:
        return ()


def test_pipelines_and_packages_that_need_a_model_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    points = [EntryPoint(name, "x", "spacy_models") for name in ("en_small", "de_small", "en_small")]
    monkeypatch.setattr(with_model, "entry_points", lambda group: points if group == "spacy_models" else [])
    monkeypatch.setattr(with_model, "find_spec", lambda _name: object())
    monkeypatch.setattr(with_model, "suggester_names", lambda: [*suggesters.USUAL, "spacy", "moods"])
    monkeypatch.setattr(with_model, "suggester", lambda _name: _Moods())
    found = with_model.with_model()
    assert found == [("spacy de_small", "spaCy: de_small"), ("spacy en_small", "spaCy: en_small"), ("moods", "Moods")]
    chosen = [(with_model.suggester_of(one.key), with_model.pipeline_of(one.key)) for one in found]
    assert chosen == [("spacy", "de_small"), ("spacy", "en_small"), ("moods", "")]
    monkeypatch.setattr(with_model, "find_spec", lambda _name: None)
    assert [one.key for one in with_model.with_model()] == ["moods"]
