"""Which folders' codebooks are read again, since the disk says something else of them."""

from pathlib import Path

from annotator.services.folder.signature import signature_at
from annotator.services.index.codebooks import changed_folders


def test_folders_whose_codebook_came_went_or_was_written_have_changed(tmp_path: Path) -> None:
    found = {}
    for name in ("same", "gone", "old", "new", "come"):
        (tmp_path / name).write_text(name * len(name))
        signature = signature_at(tmp_path / name)
        assert signature
        found[name] = signature
    same, gone, written, come = (Path(name) for name in ("same", "gone", "written", "come"))
    before = {same: found["same"], gone: found["gone"], written: found["old"]}
    now = {same: found["same"], written: found["new"], come: found["come"]}
    assert changed_folders(before, now) == {gone, written, come}
