"""Review: aligning, differences and measures, beside the plain way of doing the same."""

import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from annotator.formats.documents.plain_text import read_source
from annotator.formats.sidecar.sidecar_json import load_sidecar
from annotator.model.annotation import Annotation, Role
from annotator.model.document import Document
from annotator.model.entity import Entity
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.model.topic import Topic
from annotator.services.agreement.agreement import document_agreement
from annotator.services.agreement.compare_files import CompareOptions, compare_all
from annotator.services.agreement.measures.gamma import disorder
from annotator.services.agreement.measures.gamma_of_all import disorder_of_all
from annotator.services.anchoring.reanchor import reanchored
from annotator.services.comparing.align import align
from annotator.services.comparing.differences import differences
from annotator.services.folder.find_files import find_sidecars
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.keeping.save_document import save
from annotator.services.settling.open_review import open_review
from annotator.services.settling.settle import Settling
from tests.bench.conftest import QUICK
from tests.unit.editing import edit, some_annotations

SENTENCE = "Minister Aiko Mori said that Norland and Ostia had agreed to hold joint exercises near Capes and Bays. "


def layer_of(document: Document, who: str, count: int, seed: int) -> Layer:
    """One annotator's layer: what all have, of which one in ten is left out and half have other ends."""
    common, own = random.Random(1), random.Random(seed)
    layer = Layer(LayerHead(Annotator(who)), document.info)
    layer.entities.update({f"e{n}": Entity(f"e{n}", f"Name {n}", "state") for n in range(50)})
    layer.topics.update({f"t{n}": Topic(f"t{n}", f"Topic {n}") for n in range(20)})
    for number, (type_, start, end) in enumerate(_spans(len(document.text), count, common)):
        shift = own.randrange(6) if own.random() < 0.5 else 0
        if own.random() < 0.1:
            continue
        span = Span(start + shift, end + shift)
        role = (Role(f"e{own.randrange(50)}"),)
        layer.annotations[f"a{number}"] = Annotation(
            f"a{number}", type_, (span,), (document.text[slice(*span)],),
            entities=("e1",) if type_ == "actor" else (),
            speakers=role if type_ == "claim" else (), parties=role if type_ == "agreement" else (),
            topic=None if type_ == "actor" else f"t{own.randrange(20)}", stance="agree",
            created="2026-01-01T00:00:00Z", modified="2026-01-01T00:00:00Z",
        )  # fmt: skip
    return layer


def _spans(length: int, count: int, choice: random.Random) -> Iterator[tuple[str, int, int]]:
    for _number in range(count):
        type_ = choice.choice(("actor", "claim", "agreement"))
        start = choice.randrange(length - 220)
        yield type_, start, start + (choice.randrange(4, 20) if type_ == "actor" else choice.randrange(30, 200))


@pytest.fixture(scope="module")
def two() -> dict[str, Layer]:
    document = read_source((SENTENCE * 2000).encode(), "large.txt")
    return {who: layer_of(document, who, 2000, seed) for seed, who in enumerate(("mkato", "lrossi"), start=2)}


@pytest.fixture(scope="module")
def fifty_of_six(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fifty")
    for number in range(50):
        path = folder / f"{number}.txt"
        path.write_text(SENTENCE * 60)
        document = read_source(path.read_bytes(), path.name)
        for seed, who in enumerate("abcdef", start=2):
            save(layer_of(document, who, 60, seed), folder / f"{number}.txt.{who}.ann.json", None)
    return folder


def length_of(layers: dict[str, Layer]) -> int:
    return max(layer.document.characters for layer in layers.values())


def dense(layers: dict[str, Layer]) -> int:
    one, other = (np.array([(a.start, a.end) for a in layer.annotations.values()]) for layer in layers.values())
    shared = np.minimum(one[:, None, 1], other[None, :, 1]) - np.maximum(one[:, None, 0], other[None, :, 0])
    shared = np.maximum(shared, 0)
    either = (one[:, 1] - one[:, 0])[:, None] + (other[:, 1] - other[:, 0])[None, :] - shared
    rows, columns = linear_sum_assignment(-shared / either)
    return int((shared[rows, columns] > 0).sum())


def test_every_span_against_every_other_2x2000(benchmark: Any, two: dict[str, Layer]) -> None:
    assert benchmark(dense, two) > 1000


def test_align_2x2000(benchmark: Any, two: dict[str, Layer]) -> None:
    benchmark.extra_info["yardstick"] = "test_every_span_against_every_other_2x2000"
    assert len(benchmark(align, two).groups) > 1000


def test_align_and_differences_2x2000(benchmark: Any, two: dict[str, Layer]) -> None:
    benchmark.extra_info["yardstick"] = "test_every_span_against_every_other_2x2000"
    assert len(benchmark(lambda: differences(align(two)))) > 1000


@pytest.fixture(scope="module")
def files_of_20000(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("large")
    path = folder / "large.txt"
    path.write_text(SENTENCE * 20_000)
    document = read_source(path.read_bytes(), path.name)
    files = [folder / f"{path.name}.{who}.ann.json" for who in ("mkato", "lrossi")]
    for seed, file in enumerate(files, start=2):
        save(layer_of(document, file.name.split(".")[-3], 20_000, seed), file, None)
    return files


def test_read_2x20000(benchmark: Any, files_of_20000: list[Path]) -> None:
    benchmark.pedantic(lambda: [load_sidecar(path.read_bytes()) for path in files_of_20000], rounds=3)


def test_open_review_2x20000(benchmark: Any, files_of_20000: list[Path]) -> None:
    benchmark.extra_info["yardstick"] = "test_read_2x20000"

    def opened() -> int:
        desk, review = open_review(files_of_20000, Annotator("chief"))
        desk.close()
        return len(review.differences)

    assert benchmark.pedantic(opened, rounds=3) > 20_000


def test_settle_one_of_2x20000(benchmark: Any, files_of_20000: list[Path]) -> None:
    benchmark.extra_info["yardstick"] = "test_read_2x20000"
    desk, review = open_review(files_of_20000, Annotator("chief"))
    numbers = iter(review.left())

    def settle() -> None:
        draft = review.session.draft()
        Settling(draft, review).take(review.differences[next(numbers)], ["mkato"])
        review.session.commit(draft, "Take")

    benchmark.pedantic(settle, rounds=200)
    assert review.progress().settled
    desk.close()


def test_gamma_2x2000(benchmark: Any, two: dict[str, Layer]) -> None:
    benchmark.extra_info["yardstick"] = "test_every_span_against_every_other_2x2000"
    marked = [list(layer.annotations.values()) for layer in two.values()]
    assert benchmark(disorder, *marked, length_of(two)).gamma


def test_gamma_of_six_at_once_2000(benchmark: Any, two: dict[str, Layer]) -> None:
    benchmark.extra_info["yardstick"] = "test_gamma_2x2000"
    document = read_source((SENTENCE * 2000).encode(), "large.txt")
    marked = [list(layer_of(document, who, 2000, seed).annotations.values()) for seed, who in enumerate("abcdef")]
    found, _proved = benchmark.pedantic(disorder_of_all, (marked, length_of(two)), rounds=1 if QUICK else 3)
    assert found.gamma


def test_find_500_again_in_100_kb(benchmark: Any) -> None:
    """The yardstick looks for the words as they are."""
    benchmark.extra_info["yardstick"] = "test_find_the_words_of_500"
    _old, marks, new = revised()
    placed = benchmark(reanchored, marks, new)
    assert len(placed.unplaced) < 250


def test_find_500_again_with_the_old_text(benchmark: Any) -> None:
    benchmark.extra_info["yardstick"] = "test_find_the_words_of_500"
    old, marks, new = revised()
    placed = benchmark(reanchored, marks, new, old)
    assert len(placed.unplaced) < 100


def test_find_the_words_of_500(benchmark: Any) -> None:
    _old, marks, new = revised()
    assert benchmark(lambda: sum(new.find(mark.quote[0]) >= 0 for mark in marks)) > 250


@cache
def revised() -> tuple[str, list[Annotation], str]:
    """Some 100 KB of the sample articles, each paragraph numbered, with marks, and a revision of them."""
    paragraphs = [part for path in sorted(Path("seeds").glob("*.txt")) for part in path.read_text().split("\n\n")]
    old = "\n\n".join(f"{number}: {paragraphs[number % len(paragraphs)]}" for number in range(420))
    chance = random.Random(1)
    return old, some_annotations(old, chance, 500), edit(old, chance, 150).text


def test_every_measure_with_gamma_2x2000(benchmark: Any, two: dict[str, Layer]) -> None:
    benchmark.extra_info["yardstick"] = "test_every_span_against_every_other_2x2000"
    assert benchmark(document_agreement, "large", two, length_of(two)).pairs


def test_read_50_documents_of_6(benchmark: Any, fifty_of_six: Path) -> None:
    found = find_sidecars([str(fifty_of_six)]).sidecars
    benchmark.pedantic(lambda: [read_annotated(one.path, duplicates=False) for one in found], rounds=3)


def test_compare_50_documents_of_6(benchmark: Any, fifty_of_six: Path) -> None:
    benchmark.extra_info["yardstick"] = "test_read_50_documents_of_6"
    found = find_sidecars([str(fifty_of_six)]).sidecars
    compared = benchmark.pedantic(compare_all, (found, CompareOptions(unfinished=True)), rounds=1 if QUICK else 3)
    assert len(compared.agreements) == 50


@pytest.mark.parametrize("annotators", [2, 4] if QUICK else [2, 4, 8])
def test_agreement_of_many(benchmark: Any, annotators: int) -> None:
    benchmark.extra_info.update(grows_with="annotators", size=annotators)
    document = read_source((SENTENCE * 200).encode(), "large.txt")
    layers = {f"a{number}": layer_of(document, f"a{number}", 100, number) for number in range(annotators)}
    benchmark.pedantic(document_agreement, ("x", layers, len(document.text)), rounds=1)
