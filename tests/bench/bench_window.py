"""The window: start, opening a large article, annotating, the chart."""

from pathlib import Path
from typing import Any

import orjson
import pytest
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from pytestqt.qtbot import QtBot

from annotator.formats.resource_files import sample_folder
from annotator.model.layer import Annotator
from annotator.model.span import Span
from annotator.services.editing import annotations
from annotator.services.keeping.desk import Desk, open_desk
from annotator.services.user.settings import SettingsStore
from annotator.ui.chart.chart_panel import ChartPanel
from annotator.ui.text.article_view import ArticleView
from tests.bench.conftest import PARAGRAPH, QUICK, SIZES_OF_MEMORY, run_python

FIRST_PAINT = str(Path(__file__).with_name("first_paint.py"))
KATO = Annotator("mkato", "M. Kato")


@pytest.fixture
def known_user() -> None:
    store = SettingsStore()
    store.settings.annotator_id = "mkato"
    store.write()


@pytest.fixture
def short_article(tmp_path: Path) -> Path:
    path = tmp_path / "short.txt"
    path.write_text(PARAGRAPH * 6)
    return path


def test_bare_window_to_first_paint(benchmark: Any, short_article: Path) -> None:
    benchmark.pedantic(run_python, (FIRST_PAINT, "bare", str(short_article)), rounds=7, warmup_rounds=1)


def test_start_to_first_painted_article(benchmark: Any, short_article: Path, known_user: None) -> None:
    benchmark.extra_info["yardstick"] = "test_bare_window_to_first_paint"
    benchmark.pedantic(run_python, (FIRST_PAINT, "annotator", str(short_article)), rounds=7, warmup_rounds=1)


def test_memory(request: pytest.FixtureRequest, benchmark: Any, short_article: Path, known_user: None) -> None:
    """What a window with an article holds, and what is added from the twentieth further article to the last."""
    more = 50 if QUICK else 1000
    benchmark.pedantic(lambda: None, rounds=1)
    told = run_python(FIRST_PAINT, "annotator", str(short_article), str(more)).split()
    first, twentieth, last = map(float, told)
    rows = {"test_memory_of_a_window[mb]": first, f"test_memory_more_after_{more}_articles[mb]": last - twentieth}
    request.config.stash.setdefault(SIZES_OF_MEMORY, []).extend(
        {"name": name, "median": round(megabytes, 1)} for name, megabytes in rows.items()
    )


def show(view: ArticleView, desk: Desk) -> None:
    view.show_document(desk.session.document, desk.session.layer)
    view.repaint()


def opened(path: Path, tmp_path: Path) -> Desk:
    return open_desk(path, KATO, journals=tmp_path / "journals")


def test_plain_text_and_json_of_10k(benchmark: Any, article_of_10k: Path, qtbot: QtBot) -> None:
    def read() -> None:
        edit = QPlainTextEdit()
        qtbot.addWidget(edit)
        edit.resize(900, 800)
        edit.show()
        edit.setPlainText(article_of_10k.read_text())
        orjson.loads(article_of_10k.with_name("large.txt.mkato.ann.json").read_bytes())
        edit.repaint()

    benchmark.pedantic(read, rounds=9, warmup_rounds=1)


def test_open_1_mb_with_10k_annotations(benchmark: Any, article_of_10k: Path, tmp_path: Path, qtbot: QtBot) -> None:
    benchmark.extra_info["yardstick"] = "test_plain_text_and_json_of_10k"
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(900, 800)
    view.show()

    def read() -> None:
        desk = opened(article_of_10k, tmp_path)
        show(view, desk)
        desk.close()

    benchmark.pedantic(read, rounds=9, warmup_rounds=1)


def test_open_10_mb_with_100k_annotations(benchmark: Any, article_of_100k: Path, tmp_path: Path, qtbot: QtBot) -> None:
    benchmark.extra_info["yardstick"] = "test_plain_text_and_json_of_10k"
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(900, 800)
    view.show()

    def read() -> None:
        desk = opened(article_of_100k, tmp_path)
        show(view, desk)
        desk.close()

    benchmark.pedantic(read, rounds=3, warmup_rounds=0)


def annotate_and_paint(benchmark: Any, view: ArticleView, desk: Desk) -> None:
    session = desk.session
    session.subscribe(view.layer_changed)
    show(view, desk)
    middle = len(session.document.text) // 2
    view.set_caret(middle)
    view.reveal(Span(middle, middle))
    view.repaint()
    places = iter(range(middle, middle + 100_000))

    def annotate() -> None:
        start = next(places)
        draft = session.draft()
        annotations.annotate(draft, session.document, [Span(start, start + 5)], "claim")
        session.commit(draft, "Annotate")
        # Delivers the one paint event that the change asked for.
        QApplication.processEvents()

    benchmark.pedantic(annotate, rounds=60, warmup_rounds=3)


@pytest.mark.parametrize("size", ["short", "10k", "100k"])
def test_annotate_to_painted_frame(
    benchmark: Any, size: str, request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot
) -> None:
    path = request.getfixturevalue("short_article" if size == "short" else f"article_of_{size}")
    if size != "short":
        benchmark.extra_info["yardstick"] = "test_annotate_to_painted_frame[short]"
    view = ArticleView()
    qtbot.addWidget(view)
    view.resize(900, 800)
    view.show()
    desk = opened(path, tmp_path)
    desk.end_check(desk.check_rest())
    annotate_and_paint(benchmark, view, desk)
    desk.close(keep_journal=True)


def test_chart_after_an_annotation(benchmark: Any, tmp_path: Path, qtbot: QtBot) -> None:
    panel = ChartPanel()
    qtbot.addWidget(panel)
    panel.resize(420, 420)
    panel.show()
    sample = sample_folder() / "nato-summit-madrid.txt"
    desk = open_desk(sample, KATO, journals=tmp_path / "journals")
    panel.show_session(desk.session)

    def refresh() -> None:
        panel.rebuild()
        QApplication.processEvents()

    benchmark.pedantic(refresh, rounds=60, warmup_rounds=3)
    desk.close()
