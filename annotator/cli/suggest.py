"""annotator suggest: documents with files of suggestions, for measuring and to begin from."""

import argparse
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.services.proposing.folder_knowledge import folder_knowledge
from annotator.services.proposing.suggest_files import (
    SuggestOrder,
    SuggestSummary,
    find_documents,
    suggest_files,
    wanted_suggesters,
)
from annotator.services.suggesting.apart import stop_all
from annotator.services.suggesting.knowledge import NO_KNOWLEDGE
from annotator.services.suggesting.protocol import SuggesterError
from annotator.services.suggesting.suggesters import broken_suggesters, suggester, usual_suggesters


def run(options: argparse.Namespace, console: Console) -> int:
    """Write what was asked for; every document that got none, and every suggester that failed, is named on stderr."""
    names = wanted_suggesters(options.suggesters, usual_suggesters())
    try:
        for name in names:
            suggester(name)
    except SuggesterError as error:
        console.trouble(str(error))
        return WRONG_USAGE
    if options.knowledge and not Path(options.knowledge).is_dir():
        console.trouble(f"{options.knowledge} is no folder.")
        return WRONG_USAGE
    knowledge, unread = NO_KNOWLEDGE, {}
    if options.knowledge:
        gathered = folder_knowledge(Path(options.knowledge))
        knowledge, unread = gathered.knowledge, gathered.problems
    order = SuggestOrder(tuple(options.paths), Path(options.out), names, options.threshold, options.encoding)
    try:
        summary = suggest_files(order, find_documents(options.paths), knowledge, console.progress)
    finally:
        stop_all()
    summary.failed.update(unread)
    return _said(summary, names, console, named=bool(options.suggesters))


def _said(summary: SuggestSummary, names: tuple[str, ...], console: Console, *, named: bool) -> int:
    if not named:
        summary.left_out.update(
            {name: f"The suggester “{name}” cannot be loaded ({why})." for name, why in broken_suggesters().items()}
        )
    for path, why in summary.failed.items():
        console.trouble(f"{path}: {why}")
    for why in dict.fromkeys(summary.left_out.values()):
        console.trouble(why)
    for note in summary.notes:
        console.note(note)
    console.note(f"{summary.suggestions:,} annotations suggested for {len(summary.done):,} documents")
    console.report.update(
        suggesters=list(names),
        written=[str(path) for path in summary.written],
        annotations=summary.suggestions,
        done=summary.done,
        failed=summary.failed,
        left_out=summary.left_out,
        notes=summary.notes,
    )
    return OK if summary.all_well else SOME_FAILED
