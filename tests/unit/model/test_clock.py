"""Times as files hold them."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.clock import a_second_after, day_here, now, seconds_between

TIMES = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)).map(lambda time: time.replace(microsecond=0))  # noqa: DTZ001


def test_now_is_the_present_in_utc_to_the_second() -> None:
    before = datetime.now(UTC).replace(microsecond=0)
    read = datetime.strptime(now(), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert before <= read <= datetime.now(UTC)


@given(TIMES)
def test_a_second_after_a_time_is_a_second_from_it(time: datetime) -> None:
    text = f"{time.isoformat()}Z"
    later = a_second_after(text)
    assert later == f"{(time + timedelta(seconds=1)).isoformat()}Z"
    assert seconds_between(text, later) == 1
    assert seconds_between(later, text) == -1


@pytest.mark.parametrize(("one", "other"), [("", "2026-01-01T00:00:00Z"), ("2026-01-01T00:00:00Z", "soon"), ("x", "")])
def test_what_is_no_time_is_infinitely_far(one: str, other: str) -> None:
    assert seconds_between(one, other) == float("inf")


def test_a_time_without_a_zone_is_not_compared_with_one_that_has_one() -> None:
    assert seconds_between("2026-01-01T00:00:00", "2026-01-01T00:00:00Z") == float("inf")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be changed here")
@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("JST-9", "2026-03-04T16:30:00Z", "2026-03-05"),
        ("JST-9", "2026-03-04T14:59:59Z", "2026-03-04"),
        ("PST8", "2026-03-05T07:59:59Z", "2026-03-04"),
        ("PST8", "2026-03-05T00:30:00", "2026-03-04"),
        ("UTC0", "2026-03-05T00:30:00+02:00", "2026-03-04"),
        ("PST8", "2026-03-05 at noon", "2026-03-05"),
        ("PST8", "", ""),
    ],
)
def test_the_day_of_a_time_is_the_one_that_it_is_here(
    monkeypatch: pytest.MonkeyPatch, zone: str, moment: str, day: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert day_here(moment) == day
    finally:
        monkeypatch.undo()
        time.tzset()
