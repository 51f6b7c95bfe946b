"""The sample folder: whole, checked, and as untidy as real text."""

import re
from collections import Counter
from hashlib import sha256
from pathlib import Path

import pytest

from annotator import __version__
from annotator.formats.codebooks.codebook_json import load_codebook
from annotator.formats.documents.kinds import PLAIN_SUFFIXES
from annotator.formats.documents.plain_text import read_source
from annotator.formats.sidecar.sidecar_checks import check_name
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar
from annotator.formats.sidecar.sidecar_names import SUFFIX, split_sidecar_name
from annotator.model.codebook import Codebook
from annotator.model.entity import Entity
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.networks.relation_graph import relation_graph
from annotator.services.editing.annotations import CONTEXT
from tests.places import SEEDS

ARTICLES = sorted(path for path in SEEDS.iterdir() if path.suffix in PLAIN_SUFFIXES)
SIDECARS = sorted(SEEDS.glob(f"*{SUFFIX}"))


def _text(path: Path) -> str:
    return read_source(path.read_bytes(), path.name).text


def _article_of(sidecar: Path) -> Path:
    parts = split_sidecar_name(sidecar.name)
    assert parts is not None
    return SEEDS / parts[0]


def _layer(sidecar: Path) -> Layer:
    return load_sidecar(sidecar.read_bytes(), _text(_article_of(sidecar))).layer


def _codebook() -> Codebook:
    return load_codebook((SEEDS / "codebook.json").read_bytes(), "codebook.json")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_an_article_is_as_long_as_a_short_report(path: Path) -> None:
    assert 250 <= len(_text(path).split()) <= 450


@pytest.mark.parametrize("path", SIDECARS, ids=lambda path: path.name)
def test_a_sidecar_passes_every_check_and_keeps_its_bytes(path: Path) -> None:
    data = path.read_bytes()
    loaded = load_sidecar(data, _text(_article_of(path)))
    assert loaded.findings == []
    assert check_name(loaded.layer, path.name) == []
    assert dump_sidecar(loaded.layer) == data


@pytest.mark.parametrize("path", SIDECARS, ids=lambda path: path.name)
def test_a_sidecar_is_of_the_article_beside_it(path: Path) -> None:
    article = _article_of(path)
    layer = _layer(path)
    read = read_source(article.read_bytes(), article.name).info
    facts = ("name", "media_type", "encoding", "reader", "bytes_sha256", "text_sha256", "characters")
    assert [getattr(layer.document, fact) for fact in facts] == [getattr(read, fact) for fact in facts]
    assert layer.document.title == _text(article).splitlines()[0]
    assert layer.head.generator == f"annotator {__version__}"


@pytest.mark.parametrize("path", SIDECARS, ids=lambda path: path.name)
def test_annotations_carry_their_surroundings_and_stand_in_order(path: Path) -> None:
    text = _text(_article_of(path))
    annotations = list(_layer(path).annotations.values())
    assert annotations == sorted(annotations, key=lambda annotation: annotation.place)
    for annotation in annotations:
        assert annotation.before == text[max(0, annotation.start - CONTEXT) : annotation.start]
        assert annotation.after == text[annotation.end : annotation.end + CONTEXT]


@pytest.mark.parametrize("path", SIDECARS, ids=lambda path: path.name)
def test_a_mention_is_one_of_its_entity(path: Path) -> None:
    layer = _layer(path)
    wrong = [
        (annotation.text, layer.entities[role.entity].name)
        for annotation in layer.annotations.values()
        for _field, role in annotation.roles()
        if role.mention and role.entity not in layer.annotations[role.mention].entities
    ]
    assert wrong == []


def test_every_article_has_a_first_annotator_and_several_a_second() -> None:
    annotators = Counter(_article_of(path).name for path in SIDECARS)
    assert set(annotators) == {path.name for path in ARTICLES}
    assert len(ARTICLES) == 5
    assert sum(count > 1 for count in annotators.values()) >= 2


def test_two_annotators_share_no_ids_and_do_not_agree_on_everything() -> None:
    for first in SEEDS.glob(f"*.mkato{SUFFIX}"):
        second = first.with_name(first.name.replace(".mkato.", ".lrossi."))
        if second.exists():
            one, other = _layer(first), _layer(second)
            assert not one.annotations.keys() & other.annotations.keys()
            places = [{(a.type, a.fragments) for a in layer.annotations.values()} for layer in (one, other)]
            assert places[0] & places[1]
            assert places[0] - places[1]
            assert places[1] - places[0]


@pytest.mark.parametrize("path", sorted(SEEDS.glob(f"*.mkato{SUFFIX}")), ids=lambda path: path.name)
def test_the_chart_of_an_article_is_worth_looking_at(path: Path) -> None:
    graph = relation_graph(_layer(path))
    kinds = {edge.kind for edge in graph.edges.values()}
    assert len(graph.nodes) >= 10
    assert len(graph.edges) >= 10
    assert kinds == {"agreement", "claim", "position"}
    assert all(edge.evidence for edge in graph.edges.values())


def test_the_headline_and_its_repeat_count_once() -> None:
    layer = _layer(SEEDS / f"japan-italy-ministers.txt.mkato{SUFFIX}")
    counted = [edge for edge in relation_graph(layer).edges.values() if len(edge.evidence) > edge.count]
    assert counted


def _repeats_its_headline(text: str) -> bool:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[0] == lines[1]


TRAPS = {
    "headline twice": lambda raw, text: _repeats_its_headline(text),
    "caption run into the text": lambda raw, text: re.search(r"(?:Pool|File) photo [A-Z]", text) is not None,
    "lost apostrophe": lambda raw, text: re.search(r"\b(?:China|Japan|Ukraine|Guerini) s ", text) is not None,
    "emoji outside the first plane": lambda raw, text: any(ord(character) > 0x1F000 for character in text),
    "Han characters": lambda raw, text: re.search(r"[\u4e00-\u9fff]", text) is not None,
    "Cyrillic": lambda raw, text: "Київ" in text,
    "no-break space": lambda raw, text: "\u00a0" in text,
    "CRLF": lambda raw, text: b"\r\n" in raw and b"\n" not in raw.replace(b"\r\n", b"") and "\r" not in text,
    "combining mark": lambda raw, text: "e\u0301" in text,
}


@pytest.mark.parametrize("trap", TRAPS)
def test_each_trap_of_real_text_is_in_the_sample(trap: str) -> None:
    assert [path.name for path in ARTICLES if TRAPS[trap](path.read_bytes(), _text(path))]


@pytest.mark.parametrize("odd", ["\u00a0", "e\u0301", "岸信夫", "Київ", " s "])
def test_some_annotation_quotes_what_is_odd(odd: str) -> None:
    assert any(odd in annotation.text for path in SIDECARS for annotation in _layer(path).annotations.values())


def test_sidecars_name_the_codebook_as_it_stands() -> None:
    digest = sha256((SEEDS / "codebook.json").read_bytes()).hexdigest()
    references = [_layer(path).head.codebook for path in SIDECARS]
    assert {(book.name, book.sha256) for book in references if book} == {(_codebook().name, digest)}
    assert None not in references


def test_codes_in_use_are_the_codebook_s_and_one_of_each_group() -> None:
    codebook = _codebook()
    for path in SIDECARS:
        for annotation in _layer(path).annotations.values():
            known = {code.name for code in codebook.codes_of(annotation.type)}
            assert set(annotation.codes) <= known
            for code in annotation.codes:
                assert not codebook.excluded_by(code, annotation.type) & set(annotation.codes)


def test_an_entity_of_a_sidecar_is_that_of_the_codebook() -> None:
    def facts(entity: Entity) -> object:
        return (entity.name, entity.type, entity.aliases, dict(entity.external_ids))

    registry = {folded(entity.name): entity for entity in _codebook().entities}
    for path in SIDECARS:
        for entity in _layer(path).entities.values():
            registered = registry.get(folded(entity.name), entity)
            assert facts(entity) == facts(registered)


def test_the_codebook_names_nothing_that_it_lacks() -> None:
    codebook = _codebook()
    entities = {entity.id for entity in codebook.entities}
    topics = {topic.id for topic in codebook.topics}
    assert {group for entity in codebook.entities for group in entity.member_of} <= entities
    assert {topic.broader for topic in codebook.topics if topic.broader} <= topics
    assert {identifier for pair in codebook.distinct for identifier in pair} <= entities
    assert len(entities) == len(codebook.entities)
    assert len({folded(topic.name) for topic in codebook.topics}) == len(codebook.topics)
