"""One table of all that a run of the bench measured, kept as JSON and as text, and two such tables side by side."""

import json
import math
import os
import platform
import sys
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.places import ROOT

FOLDER = ROOT / "build" / "bench"
NOISE = 1.15
"""Two runs of the same program differ by so much; what differs by more is marked."""
Figure = dict[str, Any]


def figure_of(bench: Any, medians: dict[str, float]) -> Figure:
    """Give what was measured: the median, what 95 % stay below of twenty and more, and how often the yardstick fits.

    All but ratios is in milliseconds. ``grows_with`` and ``size`` say of what there was how much, ``wanted`` what the
    median is to be at most.
    """
    data = bench.stats.sorted_data
    yardstick = bench.extra_info.get("yardstick", "")
    median = bench.stats.median * 1000
    found: Figure = {"name": bench.fullname.split("::")[-1], "median": round(median, 3)}
    if len(data) >= 20:
        found["p95"] = round(data[int(0.95 * len(data))] * 1000, 3)
    if yardstick in medians:
        found |= {"yardstick": yardstick, "times": round(median / medians[yardstick], 3)}
    return found | {key: value for key, value in bench.extra_info.items() if key not in found}


def table_of(figures: list[Figure]) -> dict[str, Any]:
    """Give the table that is kept; it names no machine."""
    return {
        "measured": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "figures": figures,
        "growth": exponents(figures),
    }


def exponents(figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """Give with what power of the size each thing grows that was measured at several: 1 is in proportion."""
    sizes: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for figure in figures:
        if "grows_with" in figure and figure["median"] > 0:  # what is too quick to be measured has no power
            base = figure["name"].partition("[")[0] + figure.get("of", "")
            sizes[base, figure["grows_with"]].append((math.log(figure["size"]), math.log(figure["median"])))
    return [
        {"name": name, "with": what, "exponent": round(_slope(points), 2)}
        for (name, what), points in sizes.items()
        if len({size for size, _time in points}) > 1
    ]


def _slope(points: list[tuple[float, float]]) -> float:
    middle = sum(x for x, _y in points) / len(points)
    return sum((x - middle) * y for x, y in points) / sum((x - middle) ** 2 for x, _y in points)


def text_of(table: dict[str, Any]) -> str:
    """Give the table as text."""
    width = max(len(figure["name"]) for figure in table["figures"])
    lines = [f"{'':<{width}}  {'median':>10} {'95 %':>10} {'wanted':>8}  times its yardstick"]
    for figure in table["figures"]:
        most = f"{figure['p95']:10,.2f}" if "p95" in figure else " " * 10
        wanted = f"{figure['wanted']:8,.10g}" if "wanted" in figure else " " * 8
        beside = f"{figure['times']:7.2f} × {figure['yardstick']}" if "times" in figure else ""
        lines.append(f"{figure['name']:<{width}}  {figure['median']:10,.2f} {most} {wanted}  {beside}".rstrip())
    lines += ["", "milliseconds; where a name ends in [mb], megabytes", ""]
    lines += [f"{row['name']} grows with {row['with']}^{row['exponent']:.2f}" for row in table["growth"]]
    return "\n".join(lines) + "\n"


def keep(table: dict[str, Any]) -> Path:
    """Write a table beside those of earlier runs."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{table['measured'].replace(':', '').partition('+')[0]}.json"
    path.write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    path.with_suffix(".txt").write_text(text_of(table), encoding="utf-8")
    return path


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Say what became of each figure that both have: of its ratio to its yardstick, or of itself where it has none."""
    old = {figure["name"]: figure for figure in before["figures"]}
    lines = []
    for figure in after["figures"]:
        former = old.get(figure["name"])
        if former is None:
            lines.append(f"  new           {figure['name']}")
            continue
        what = "times" if "times" in figure and "times" in former else "median"
        change = figure[what] / former[what] if former[what] else 1.0
        mark = "!" if change > NOISE else "-" if change < 1 / NOISE else " "
        lines.append(f"{mark} {former[what]:9.2f} → {figure[what]:9.2f}  ({change:.2f})  {figure['name']}, {what}")
    return lines + [f"  gone          {name}" for name in old.keys() - {figure["name"] for figure in after["figures"]}]


def main() -> int:
    """Print the last two tables side by side, or those that are named."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(FOLDER.glob("*.json"))[-2:]
    if len(paths) != 2:
        sys.stderr.write(f"There are no two tables in {FOLDER}: run make bench before and after a change.\n")
        return 2
    before, after = (json.loads(path.read_text(encoding="utf-8")) for path in paths)
    sys.stdout.write(f"{paths[0].stem} → {paths[1].stem}; ! is worse, - is better\n")
    sys.stdout.write("\n".join(compared(before, after)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
