"""Annotate articles to their references by keys, with and without suggestions, and print what that costs."""

import argparse
import json
import os
import shutil
import sys
from collections import Counter
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from annotator.ui.window.main_window import MainWindow

ROOT = Path(__file__).resolve().parents[2]
LONGEST_SECONDS = 20
FIELDS = ("entity", "topic", "stance", "status")
SHARED = ROOT.parent / "shared"


def references() -> list[tuple[Path, Path]]:
    """Give articles with their references: the real one where it is at hand, and the samples."""
    found = [(SHARED / "seeds/japan-italy.txt", SHARED / "references/japan-italy.txt.reference.ann.json")]
    found += [(path, path.with_name(f"{path.name}.mkato.ann.json")) for path in sorted((ROOT / "seeds").glob("*.txt"))]
    return [pair for pair in found if all(path.exists() for path in pair)]


def begin(folder: Path, article: Path, reference: Path) -> Path:
    """Put an article into a folder whose codebook has the topics of its references and nothing else."""
    from annotator.formats.codebooks.codebook_json import dump_codebook, load_codebook
    from annotator.formats.sidecar.sidecar_json import load_sidecar
    from annotator.model.codebook import Codebook

    place = folder / "codebook.json"
    before = load_codebook(place.read_bytes(), place.name).topics if place.exists() else ()
    topics = {topic.name: topic for topic in before}
    for topic in load_sidecar(reference.read_bytes()).layer.topics.values():
        topics.setdefault(topic.name, topic)
    place.write_bytes(dump_codebook(Codebook("effort", topics=tuple(topics.values()))))
    return Path(shutil.copy(article, folder))


def measure(folder: Path, article: Path, reference: Path, *, with_suggestions: bool) -> dict[str, Any]:
    """Annotate one article from nothing; gives actions and letters by what they are for, and what was not reached."""
    from annotator.formats.sidecar.sidecar_json import load_sidecar
    from annotator.services.user.settings import SettingsStore
    from annotator.ui.window.main_window import MainWindow
    from tests.effort.analyst import Analyst
    from tests.effort.hands import settle

    store = SettingsStore(folder.parent / "settings.json")
    store.settings.annotator_id, store.settings.annotator_name = "effort", "Effort"
    store.settings.first_steps_done = True
    path = begin(folder, article, reference)
    window = MainWindow(store)
    window.resize(1280, 800)
    window.show()
    window.open_paths([path])
    settle()
    wait_for_index(window)
    analyst = Analyst(window, load_sidecar(reference.read_bytes()).layer)
    missed = analyst.annotate(with_suggestions=with_suggestions)
    analyst.leave()
    window.close()
    settle()
    hands = analyst.hands
    return {
        "article": article.name, "annotations": len(analyst.goals), "suggestions": with_suggestions,
        "actions": dict(hands.actions), "letters": dict(hands.letters),
        "of": dict(Counter(goal.type for goal in analyst.goals)), "missing": missed,
        "compare": compared(path, reference), "log": hands.log,
        "kinds": [[*key, number, hands.letter_kinds[key]] for key, number in sorted(hands.kinds.items())],
    }  # fmt: skip


def wait_for_index(window: "MainWindow") -> None:
    """Wait until the folder is known: what is offered of it is the same each time."""
    from tests.effort.hands import settle

    until = monotonic() + LONGEST_SECONDS
    while window.bridge.folder.index is None and monotonic() < until:
        settle()


def compared(article: Path, reference: Path) -> dict[str, float]:
    """Give what ``annotator compare --against`` says of the file that was made: who, where, roles and fields."""
    with TemporaryDirectory() as name:
        author = json.loads(reference.read_bytes())["annotator"]["id"]
        shutil.copy(article, name)
        shutil.copy(article.with_name(f"{article.name}.effort.ann.json"), name)
        shutil.copy(reference, Path(name) / f"{article.name}.{author}.ann.json")
        command = [sys.executable, "-m", "annotator", "compare", name, "--against", author, "--unfinished", "--json"]
        said = json.loads(run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    pair = said["documents"][0]["pairs"][0]
    fields = {key: each["percent"] / 100 for key, each in pair["fields"].items() if key in FIELDS and each["n"]}
    return {"alpha_u": pair["alpha_u"], "relaxed": pair["relaxed"]["f1"], "roles": pair["roles_by_entity_f1"], **fields}


def curve(pairs: list[tuple[Path, Path]], *, with_suggestions: bool) -> list[dict[str, Any]]:
    """Annotate articles in one folder, each with what is known from those before."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "articles"
        folder.mkdir()
        return [measure(folder, *pair, with_suggestions=with_suggestions) for pair in pairs]


def main(arguments: list[str] | None = None) -> int:
    """Print a table; gives 1 where an article was not reached whole."""
    parser = argparse.ArgumentParser(prog="tests.effort", description=__doc__)
    parser.add_argument("--json", type=Path, help="where the figures go as well")
    parser.add_argument("--only", help="a part of an article's name")
    parser.add_argument("--kinds", action="store_true", help="print what actions and letters go into")
    parser.add_argument("--log", action="store_true", help="print what was done, place by place")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as home:
        for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = home
        from PySide6.QtCore import qInstallMessageHandler

        from annotator.ui.window.application import make_application

        # The offscreen platform says at each list that it cannot raise windows.
        qInstallMessageHandler(lambda *said: None)
        application = make_application()
        pairs = [pair for pair in references() if not options.only or options.only in pair[0].name]
        found = [row for pair in pairs for how in (False, True) for row in curve([pair], with_suggestions=how)]
        learned = curve(pairs, with_suggestions=True) if len(pairs) > 1 else []
        del application
    for title, rows in (("Each article in an empty folder", found), ("One after the other in one folder", learned)):
        sys.stdout.write(f"{title}\n" if rows else "")
        for row in rows:
            sys.stdout.write(line(row) + "\n" + (kinds(row) if options.kinds else ""))
            sys.stdout.write("".join(f"    {said}\n" for said in row["log"]) if options.log else "")
            for goal in row["missing"]:
                sys.stdout.write(f"    not reached: {goal}\n")
    if options.json:
        options.json.write_text(json.dumps({"each": found, "curve": learned}, indent=1))
    sys.stdout.flush()
    os._exit(1 if any(row["missing"] for row in (*found, *learned)) else 0)


def line(row: dict[str, Any]) -> str:
    """Give one measurement as a line."""
    actions, letters = sum(row["actions"].values()), sum(row["letters"].values())
    each = "  ".join(f"{kind} {row['actions'].get(kind, 0) / number:.2f}" for kind, number in sorted(row["of"].items()))
    how = "with suggestions" if row["suggestions"] else "by hand"
    groups = row["actions"].get("entities", 0)
    alike = min(row["compare"].values())
    start = f"{row['article'][:28]:28} {how:17} {actions:4} actions {letters:4} letters"
    return f"{start}   each {each}   groups {groups}   compare {alike:.3f}"


def kinds(row: dict[str, Any]) -> str:
    """Give what actions and letters of one measurement went into, a line a type."""
    found: dict[str, list[str]] = {}
    for purpose, kind, actions, letters in row["kinds"]:
        found.setdefault(purpose, []).append(f"{kind} {actions}" + (f"/{letters}" if letters else ""))
    return "".join(f"    {purpose}: {', '.join(each)}\n" for purpose, each in found.items())


if __name__ == "__main__":
    sys.exit(main())
