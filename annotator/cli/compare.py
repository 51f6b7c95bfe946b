"""annotator compare: agreement between annotators on the same documents."""

import argparse
from pathlib import Path
from typing import Any

import orjson

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.tables.delimited import delimited_line
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.folder.find_files import find_sidecars

_OUTS = (".html", ".csv", ".json")
_MOST_NAMED = 5
_COEFFICIENTS = {
    "alpha_u": "αU (Krippendorff), place and length",
    "gamma": "γ (Mathet), place and type",
    "alpha_nominal": "α nominal (Krippendorff) per character",
    "kappa": "κ (Cohen) per character",
    "pi": "π (Scott) per character",
    "roles_f1": "F1 of roles, in aligned annotations",
    "links_f1": "F1 of links between aligned annotations",
    "roles_by_entity_f1": "F1 of roles by entity, wherever they stand",
    "links_by_entity_f1": "F1 of links by entity, wherever they stand",
    "tuples_f1": "F1 of (document, entity, topic, stance)",
}
_OF_ALL = ("alpha_nominal", "alpha_u", "gamma")


def run(options: argparse.Namespace, console: Console) -> int:
    """Compare what was named: a table or JSON on stdout, a report in ``--out``."""
    out = Path(options.out) if options.out else None
    if out and out.suffix.lower() not in _OUTS:
        console.trouble(f"{out.name} should end in one of: {', '.join(_OUTS)}.")
        return WRONG_USAGE
    # numpy and scipy are loaded with these, which wrong usage need not wait for.
    from annotator.services.agreement.agreement_json import agreement_json
    from annotator.services.agreement.coding_round import Round
    from annotator.services.agreement.compare_files import CompareOptions, compare_all

    found = find_sidecars(options.paths)
    wanted = CompareOptions(
        options.unfinished,
        options.against,
        options.encoding,
        listed=bool(out and out.suffix.lower() == ".html"),
        of_round=Round(options.start or "", options.end or "", options.codebook),
    )
    comparison = compare_all(found.sidecars, wanted, jobs=options.jobs, progress=console.progress)
    comparison.failed = {**found.problems, **comparison.failed}
    agreement = agreement_json(comparison.agreements)
    _say(comparison, console)
    if out:
        try:
            write_atomically(out, _written(out, comparison, agreement))
        except SaveError as error:
            console.trouble(str(error))
            return SOME_FAILED
    if options.json:
        console.result(orjson.dumps(agreement).decode())
    elif not out:
        _table(agreement, console)
    findings = {path: f for document in comparison.documents for path, f in document.findings.items()}
    left_out = {path: why for document in comparison.documents for path, why in document.left_out.items()}
    console.report.update(
        written=[str(out)] if out else [],
        done=[document.name for document in comparison.agreements],
        failed=comparison.failed,
        left_out=left_out,
        reanchored={path: why for document in comparison.documents for path, why in document.moved.items()},
        findings={path: [finding._asdict() for finding in listed] for path, listed in findings.items()},
    )
    return OK if comparison.agreements and not comparison.failed and not findings else SOME_FAILED


def _say(comparison: Any, console: Console) -> None:
    for path, why in comparison.failed.items():
        console.trouble(f"{path}: {why}")
    for document in comparison.documents:
        for path, findings in document.findings.items():
            more = f" (and {len(findings) - 1} more: annotator check)" if len(findings) > 1 else ""
            console.trouble(f"{path}: {findings[0].code} {findings[0].path}: {findings[0].sentence}{more}")
    _name("re-anchored", [item for document in comparison.documents for item in document.moved.items()], console)
    _name("left out", [item for document in comparison.documents for item in document.left_out.items()], console)
    if not comparison.agreements:
        console.trouble("There is no document with two annotators' finished files to compare.")
    else:
        console.note(f"{len(comparison.agreements):,} of {len(comparison.documents):,} documents compared.")
        if number := sum(agreement.corrections for agreement in comparison.agreements):
            console.note(f"Corrections by the reviewer of which entities are the same one: {number:,}.")


def _name(what: str, files: list[tuple[str, str]], console: Console) -> None:
    for path, why in files[:_MOST_NAMED]:
        console.note(f"{what}: {path}: {why}")
    if len(files) > _MOST_NAMED:
        console.note(f"{what}: {len(files) - _MOST_NAMED:,} more; --report FILE names them all.")


def _written(out: Path, comparison: Any, agreement: dict[str, Any]) -> bytes:
    suffix = out.suffix.lower()
    if suffix == ".json":
        return orjson.dumps(agreement, option=orjson.OPT_INDENT_2) + b"\n"
    if suffix == ".html":
        from annotator.services.agreement.report import report_html

        return report_html(comparison, agreement)
    from annotator.services.agreement.agreement_table import COLUMNS, agreement_rows

    return b"".join(delimited_line(row, ",") for row in (COLUMNS, *agreement_rows(agreement)))


def _table(agreement: dict[str, Any], console: Console) -> None:
    for document in agreement["documents"]:
        for pair in document["pairs"]:
            console.result(f"{document['name']}  {pair['a']} – {pair['b']}  {_line(pair)}")
    overall = agreement["overall"]
    for pair in overall["pairs"]:
        console.result("")
        console.result(f"{pair['a']} – {pair['b']}, {pair['documents']:,} documents")
        for name, value in _lines(pair):
            console.result(f"  {name:<44}{value}")
    if len(overall["pairs"]) > 1:
        console.result("")
        console.result(f"mean of {len(overall['pairs']):,} pairs  {_line(overall)}")
        console.result(f"standard deviation over pairs  F1 exact {_number(overall['exact']['deviation'])}")
        together = overall["all_annotators"]
        console.result("")
        console.result(f"all annotators at once, {len(agreement['documents']):,} documents")
        for key in _OF_ALL:
            console.result(f"  {_COEFFICIENTS[key]:<44}{_measured(together, key)}")
        if not together["gamma_is_proved"]:
            console.result("  γ rests on an alignment that was searched for and may not be quite the best")


def _line(pair: dict[str, Any]) -> str:
    named = {
        "F1 exact": pair["exact"]["f1"],
        "relaxed": pair["relaxed"]["f1"],
        "αU": pair["alpha_u"],
        "γ": pair["gamma"],
    }
    return "  ".join(f"{name} {_number(value)}" for name, value in named.items())


def _lines(pair: dict[str, Any]) -> list[tuple[str, str]]:
    lines = []
    for kind in ("exact", "relaxed"):
        measured = pair[kind]
        lines.append((f"F1 {kind}", _number(measured["f1"]) + _interval(pair["intervals"][f"{kind}_f1"])))
        lines += [(f"  of type {name}", _number(value)) for name, value in measured["by_type"].items()]
    share = pair["unannotated"]
    for key, words in _COEFFICIENTS.items():
        lines.append((words, _measured(pair, key)))
        if key == "pi":
            lines.append(
                ("unannotated text, which raises these three", "undefined" if share is None else f"{share:.0%}")
            )
    for name, measured in pair["fields"].items():
        share = "" if measured["percent"] is None else f", {measured['percent']:.0f} % the same"
        lines.append(
            (f"α of {name} in aligned annotations", f"{_number(measured['alpha'])}{share}, n = {measured['n']:,}")
        )
    return lines


def _measured(measures: dict[str, Any], key: str) -> str:
    return _number(measures[key]) + _interval(measures["intervals"][key])


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def _interval(interval: tuple[float, float] | None) -> str:
    return f"   95 % over documents {interval[0]:.3f} to {interval[1]:.3f}" if interval else ""
