"""The table of the bench: growth as an exponent, and two tables side by side."""

from typing import Any

from tests.bench.table import compared, exponents, table_of, text_of


def figures(*medians: float) -> list[dict[str, Any]]:
    sizes = (100, 1000)
    return [
        {"name": f"test_export[csv-{size}]", "median": median, "grows_with": "files", "size": size, "of": " csv"}
        for size, median in zip(sizes, medians, strict=True)
    ]


def test_growth_is_an_exponent() -> None:
    assert exponents(figures(2.0, 20.0)) == [{"name": "test_export csv", "with": "files", "exponent": 1.0}]
    assert exponents(figures(2.0, 200.0))[0]["exponent"] == 2.0
    assert exponents(figures(2.0, 20.0)[:1]) == []
    assert exponents(figures(0.0, 20.0)) == []
    assert "test_export csv grows with files^1.00" in text_of(table_of(figures(2.0, 20.0)))


def test_what_is_worse_beside_its_yardstick_is_marked() -> None:
    before = [
        {"name": "a", "median": 10.0, "times": 2.0},
        {"name": "b", "median": 10.0},
        {"name": "old", "median": 1.0},
    ]
    after = [{"name": "a", "median": 99.0, "times": 2.0}, {"name": "b", "median": 12.0}, {"name": "new", "median": 1.0}]
    marks = [line[0] + line.split()[-1] for line in compared({"figures": before}, {"figures": after})]
    assert marks == [" times", "!median", " new", " old"]
