"""Times as files hold them."""

from datetime import UTC, datetime, timedelta

_FORM = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """Give the present in UTC to the second, such as ``2026-11-23T18:02:11Z``."""
    return datetime.now(UTC).strftime(_FORM)


def a_second_after(time: str) -> str:
    """Give the time a second later."""
    return (datetime.strptime(time, _FORM).replace(tzinfo=UTC) + timedelta(seconds=1)).strftime(_FORM)


def day_here(time: str) -> str:
    """Give the day of a time where this computer stands, as YYYY-MM-DD; one without an offset is in UTC."""
    try:
        at = datetime.fromisoformat(time)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone().date().isoformat()
    except (ValueError, OverflowError, OSError):
        return time[:10]


def seconds_between(earlier: str, later: str) -> float:
    """Give the seconds from one time to another; infinite where one cannot be read."""
    try:
        return (datetime.fromisoformat(later) - datetime.fromisoformat(earlier)).total_seconds()
    except (ValueError, TypeError):
        return float("inf")
