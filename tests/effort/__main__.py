"""Annotate articles to their references by keys, with and without suggestions, and print what that costs."""

import argparse
import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


def references() -> list[tuple[Path, Path]]:
    """Give articles with their references: the real one where it is at hand, and the samples."""
    found = [(SHARED / "seeds/japan-italy.txt", SHARED / "references/japan-italy.txt.reference.ann.json")]
    found += [(path, path.with_name(f"{path.name}.mkato.ann.json")) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [pair for pair in found if all(path.exists() for path in pair)]


def begin(folder: Path, article: Path, reference: Path) -> Path:
    """Put an article into an empty folder with a codebook that has the reference's topics and nothing else."""
    from annotator.formats.codebooks.codebook_json import dump_codebook
    from annotator.formats.sidecar.sidecar_json import load_sidecar
    from annotator.model.codebook import Codebook

    layer = load_sidecar(reference.read_bytes()).layer
    (folder / "codebook.json").write_bytes(dump_codebook(Codebook("effort", topics=tuple(layer.topics.values()))))
    return Path(shutil.copy(article, folder))


def measure(article: Path, reference: Path, *, with_suggestions: bool) -> dict[str, Any]:
    """Annotate one article from nothing; gives actions and letters by what they are for, and what was not reached."""
    from annotator.formats.sidecar.sidecar_json import load_sidecar
    from annotator.services.user.settings import SettingsStore
    from annotator.ui.window.main_window import MainWindow
    from tests.effort.analyst import Analyst
    from tests.effort.hands import settle

    with TemporaryDirectory() as name:
        store = SettingsStore(Path(name) / "settings.json")
        store.settings.annotator_id, store.settings.annotator_name = "effort", "Effort"
        store.settings.first_steps_done = True
        folder = Path(name) / "articles"
        folder.mkdir()
        path = begin(folder, article, reference)
        window = MainWindow(store)
        window.resize(1280, 800)
        window.show()
        window.open_paths([path])
        settle()
        analyst = Analyst(window, load_sidecar(reference.read_bytes()).layer)
        left = analyst.annotate(with_suggestions=with_suggestions)
        window.files.autosave.watch(None)
        if window.files.desk:
            window.files.desk.close()
            window.files.desk = None
        window.close()
        hands = analyst.hands
        return {
            "article": article.name, "annotations": len(analyst.goals), "suggestions": with_suggestions,
            "actions": dict(hands.actions), "letters": dict(hands.letters),
            "of": dict(Counter(goal.type for goal in analyst.goals)), "missing": [str(goal) for goal in left],
        }  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print a table; gives 1 where an article was not reached whole."""
    parser = argparse.ArgumentParser(prog="tests.effort", description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures go as well")
    parser.add_argument("--only", help="a part of an article's name")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as home:
        for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = home
        from annotator.ui.window.application import make_application

        application = make_application()
        found = [
            measure(article, reference, with_suggestions=suggestions)
            for article, reference in references()
            if not options.only or options.only in article.name
            for suggestions in (False, True)
        ]
        del application
    for row in found:
        sys.stdout.write(line(row) + "\n")
        for goal in row["missing"]:
            sys.stdout.write(f"    not reached: {goal}\n")
    if options.json:
        options.json.write_text(json.dumps(found, indent=1))
    sys.stdout.flush()
    os._exit(1 if any(row["missing"] for row in found) else 0)


def line(row: dict[str, Any]) -> str:
    """Give one measurement as a line."""
    actions, letters = sum(row["actions"].values()), sum(row["letters"].values())
    each = "  ".join(f"{kind} {row['actions'].get(kind, 0) / number:.2f}" for kind, number in sorted(row["of"].items()))
    how = "with suggestions" if row["suggestions"] else "by hand"
    groups = row["actions"].get("entities", 0)
    return f"{row['article'][:28]:28} {how:17} {actions:4} actions {letters:4} letters   each {each}   groups {groups}"


if __name__ == "__main__":
    sys.exit(main())
