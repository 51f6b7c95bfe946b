"""What is shown before the window is furnished: one plain article, where nothing has to be asked or waited for."""

from pathlib import Path

from annotator.model.layer import Annotator
from annotator.services.keeping.desk import desk_of
from annotator.services.keeping.first_article import open_first_article
from tests.unit.making import TEXT, annotated

KATO = Annotator("mkato", "M. Kato")


def test_a_first_article_shows_what_is_simple_and_leaves_the_rest_to_the_window(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    opened = open_first_article([desk.sidecar], KATO)
    assert opened
    assert opened.layer.annotations == desk.layer.annotations
    opened = open_first_article([desk.path], KATO)
    assert opened
    assert opened.document.text == TEXT
    again = desk_of(opened, KATO)
    assert again.session.layer is opened.layer
    assert not again.session.read_only
    again.close()
    (tmp_path / "talks.txt.adjudicated.ann.json").write_bytes(desk.sidecar.read_bytes())
    for name, data in (("a.pdf", b"%PDF"), ("long.txt", b"word " * 2**20), ("old.txt", b"\xfc"), ("empty.txt", b"")):
        (tmp_path / name).write_bytes(data)
    names = ("talks.txt.adjudicated.ann.json", "a.pdf", "long.txt", "old.txt", "empty.txt", "gone.txt", "")
    assert not any(open_first_article([tmp_path / name], KATO) for name in names)
    assert open_first_article([desk.path, desk.sidecar], KATO) is None
    assert open_first_article([], KATO) is None
    desk.sidecar.write_bytes(desk.sidecar.read_bytes() + b" " * 2**18)
    assert open_first_article([desk.path], KATO)
    desk.path.write_text(f"A line before.\n{TEXT}")
    assert open_first_article([desk.path], KATO) is None


def test_before_it_is_known_who_annotates_nothing_is_opened(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    assert open_first_article([desk.path], KATO)
    assert open_first_article([desk.path], Annotator("")) is None


def test_what_cannot_be_opened_is_left_to_the_window_to_say(tmp_path: Path) -> None:
    desk = annotated(tmp_path)
    desk.sidecar.write_bytes(b"{")
    assert open_first_article([desk.path], KATO) is None
    assert open_first_article([desk.sidecar], KATO) is None
    assert open_first_article([tmp_path], KATO) is None
