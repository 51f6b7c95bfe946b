"""An import is ordered once, and the order says what is wrong with it."""

from dataclasses import replace
from pathlib import Path

import pytest

from annotator.services.exporting.export_order import ExportOrder, run_export
from annotator.services.importing.import_order import ImportOrder, run_import
from annotator.services.running.progress import Cancelled
from tests.unit.making import annotated


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"paths": ()}, "Nothing is chosen"),
        ({"out": ""}, "Say into which folder the documents go."),
        ({"format_name": "docx"}, "There is no format “docx”"),
        ({"annotator": "Łukasz Müller"}, "such as “lukasz-muller”."),
        ({"annotator": "adjudicated"}, "is no annotator's id"),
        ({"out": __file__}, "is no folder. Name the folder that the documents go into."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, wrong: dict[str, object], sentence: str) -> None:
    order = ImportOrder((str(tmp_path),), "jsonl", str(tmp_path / "out"))
    assert order.problem() == ""
    assert sentence in replace(order, **wrong).problem()  # type: ignore[arg-type]


def test_what_was_exported_is_brought_in_and_stopping_leaves_whole_files(tmp_path: Path) -> None:
    folder, lines = tmp_path / "in", tmp_path / "lines"
    folder.mkdir()
    for number in range(3):
        annotated(folder, name=f"{number}.txt")
    run_export(ExportOrder((str(folder),), "jsonl", f"{lines}/", unit="document"))
    files = sorted(lines.iterdir())
    assert len(files) == 1
    for number in range(3):
        (lines / f"{number}.jsonl").write_bytes(files[0].read_bytes().splitlines(keepends=True)[number])
    files[0].unlink()

    def stop(count: int, total: int, _name: str) -> None:
        assert total == 3
        if count == 2:
            raise Cancelled

    order = ImportOrder((str(lines), str(tmp_path / "nothing")), "jsonl", str(tmp_path / "out"))
    with pytest.raises(Cancelled):
        run_import(order, stop)
    assert len(list((tmp_path / "out").glob("*.ann.json"))) == 2
    summary = run_import(replace(order, out=str(tmp_path / "all")))
    assert (len(summary.done), list(summary.failed), summary.all_well) == (3, [str(tmp_path / "nothing")], False)
