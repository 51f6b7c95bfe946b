"""annotator compare --progress: how far the reviews of a folder have come, a line a document."""

import argparse
from collections.abc import Iterator
from typing import Any

from annotator.cli.console import OK, SOME_FAILED, Console
from annotator.services.folder.copies import without_copies
from annotator.services.folder.document_files import by_document
from annotator.services.folder.find_files import find_sidecars


def run_progress(options: argparse.Namespace, console: Console) -> int:
    """Say of every document who is done, whether it is adjudicated, what is settled and what is new since."""
    # numpy and scipy are loaded with these.
    from annotator.services.settling.review_progress import folder_progress

    found = without_copies(find_sidecars(options.paths))
    console.copies(found.copies)
    failed = dict(found.problems)
    listed = folder_progress(by_document(found.sidecars, failed), jobs=options.jobs, progress=console.progress)
    failed |= {one.name: one.problem for one in listed if one.problem}
    for name, why in failed.items():
        console.trouble(f"{name}: {why}")
    if options.json:
        console.result_json({"documents": [_json(one) for one in listed]})
    else:
        for line in _lines(listed):
            console.result(line)
    console.report.update(done=[one.name for one in listed if not one.problem], failed=failed)
    return OK if listed and not failed else SOME_FAILED


def _lines(listed: Any) -> Iterator[str]:
    from annotator.services.settling.review_progress import next_to_review, progress_words

    for one in listed:
        who = ", ".join(f"{annotator} {state}" for annotator, state in one.states.items())
        yield f"{one.name}  {progress_words(one) or 'one annotator'}  ({who})"
    reviewed = sum(one.is_settled for one in listed)
    waiting = sum(one.is_to_review for one in listed)
    yield ""
    number = f"{len(listed):,} document{'s' if len(listed) != 1 else ''}"
    yield f"{number}: {reviewed:,} settled, {waiting:,} to review."
    if following := next_to_review(listed):
        yield f"Next to review: {following.name}"


def _json(one: Any) -> dict[str, Any]:
    standing = one.standing
    return {
        "name": one.name,
        "annotators": dict(one.states),
        "adjudicated": one.adjudicated or None,
        "settled": standing and standing.settled,
        "differences": standing and standing.total,
        "agreed_to_take": standing and standing.agreed,
        "new": one.new if standing else None,
        "to_review": one.is_to_review,
        "problem": one.problem,
    }
