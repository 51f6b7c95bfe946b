"""Words searched for in many documents: told of one by one, and what could not be searched is said."""

from pathlib import Path

import pytest

from annotator.services.folding.find_words import Way
from annotator.services.running.progress import Cancelled, no_progress
from annotator.services.searching import folder_search
from annotator.services.searching.find_in_text import ExpressionError
from annotator.services.searching.folder_search import FoundDocument, SearchReport, search_documents


def put(folder: Path, **texts: str) -> list[Path]:
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    return [folder / f"{name}.txt" for name in texts]


def search(paths: list[Path], words: str, *, match_case: bool = False) -> tuple[list[FoundDocument], SearchReport]:
    told: list[FoundDocument] = []
    report = search_documents(paths, words, Way(match_case=match_case), tell=told.append, progress=no_progress)
    return told, report


def test_documents_are_told_of_in_the_order_given_and_those_without_the_words_not(tmp_path: Path) -> None:
    paths = put(tmp_path, b="A treaty, a treaty.", a="Nothing.", c="The TREATY")
    told, report = search(paths, "treaty")
    assert [(found.path.name, found.count) for found in told] == [("b.txt", 2), ("c.txt", 1)]
    assert [hit.span for hit in told[0].hits] == [(2, 8), (12, 18)]
    assert report.unread == {}
    assert [found.path.name for found in search(paths, "treaty", match_case=True)[0]] == ["b.txt"]
    assert search(paths, "  ") == ([], SearchReport())


def test_only_the_first_places_are_listed_and_all_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder_search, "SHOWN_OF_A_DOCUMENT", 2)
    ((found,), _report) = search(put(tmp_path, a="word word word"), "word")
    assert (found.count, [hit.span.start for hit in found.hits]) == (3, [0, 5])


def test_what_cannot_be_searched_is_said_and_the_rest_is_searched(tmp_path: Path) -> None:
    (tmp_path / "old.txt").write_bytes("Grüße, treaty".encode("cp1252"))
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    paths = [tmp_path / "old.txt", tmp_path / "picture.txt", tmp_path / "gone.txt", *put(tmp_path, a="treaty")]
    told, report = search(paths, "treaty")
    assert [found.path.name for found in told] == ["a.txt"]
    said = {path.name: why for path, why in report.unread.items()}
    assert list(said) == ["old.txt", "picture.txt", "gone.txt"]
    assert said["old.txt"] == "it is not in UTF-8, and its encoding is not certain"
    assert "binary" in said["picture.txt"]
    assert said["gone.txt"] == "No such file or directory"


def test_searching_tells_how_far_it_is_and_is_stopped(tmp_path: Path) -> None:
    paths = put(tmp_path, a="treaty", b="treaty", c="treaty")
    news: list[tuple[int, int]] = []
    told: list[FoundDocument] = []

    def progress(count: int, total: int, _what: str) -> None:
        news.append((count, total))
        if len(told) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        search_documents(paths, "treaty", Way(), tell=told.append, progress=progress)
    assert [found.path for found in told] == paths[:2]
    shares = [count / total for count, total in news]
    assert shares == sorted(shares)
    news.clear()
    told.clear()
    search_documents(paths[:1], "treaty", Way(), tell=told.append, progress=progress)
    assert news[-1] == (1, 1)


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("A treaty.", "A treaty."),
        ("A\n\n treaty,\tat last.", "A treaty, at last."),
        (f"{'word ' * 20}treaty", "…" + "word " * 11 + "treaty"),
        (f"treaty{' word' * 20}", "treaty" + " word" * 12 + "…"),
        (f"{'x' * 59} treaty", f"{'x' * 59} treaty"),
        (f"{'x' * 60} treaty", "…treaty"),
        (f"treaty {'x' * 59}", f"treaty {'x' * 59}"),
        (f"treaty {'x' * 60}", f"treaty {'x' * 59}…"),
    ],
)
def test_an_excerpt_is_one_line_of_what_stands_around(tmp_path: Path, text: str, excerpt: str) -> None:
    ((found,), _report) = search(put(tmp_path, a=text), "treaty")
    assert found.hits[0].excerpt == excerpt


def test_an_expression_that_takes_too_long_in_a_document_is_said_and_one_that_is_none_at_once(tmp_path: Path) -> None:
    paths = put(tmp_path, a="treaty 1", b="a treaty " * 5000)
    told: list[FoundDocument] = []
    report = search_documents(paths, r"(\w+\s*)+\d", Way(expression=True), tell=told.append, progress=no_progress)
    assert [found.path.name for found in told] == ["a.txt"]
    assert report.unread == {paths[1]: "The expression takes too long."}
    with pytest.raises(ExpressionError):
        search_documents(paths, "(", Way(expression=True), tell=told.append, progress=no_progress)
