"""Times as files hold them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.model.clock import a_second_after, now, seconds_between

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
