"""What one address may do is bounded; no address is kept."""

from contrib_app import limits
from contrib_app.limits import DAY, Limit


def limit(**changed):
    return Limit(**{"count": 2, "seconds": 60.0, "total": 100} | changed)


def test_the_third_time_waits_until_the_first_is_old():
    one = limit()
    assert [one.wait("192.0.2.1", now) for now in (1000, 1010, 1020)] == [0, 0, 40]
    assert one.wait("192.0.2.2", 1020) == 0
    assert one.wait("192.0.2.1", 1060) == 0


def test_what_is_refused_is_not_counted():
    one = limit(count=1)
    assert [one.wait("x", now) for now in (0, 59, 60)] == [0, 1, 0]


def test_everybody_together_is_bounded_by_day():
    one = limit(total=3)
    start = 5 * DAY
    assert [one.wait(str(who), start) for who in range(4)] == [0, 0, 0, DAY]
    assert one.wait("somebody", start + DAY) == 0


def test_no_address_is_kept():
    one = limit()
    one.wait("192.0.2.1", 1000)
    assert "192.0.2.1" not in repr(vars(one))


def test_the_same_address_is_another_the_next_day():
    one = limit()
    one.wait("x", DAY)
    first = set(one._times)
    one.wait("x", 2 * DAY)
    assert first.isdisjoint(one._times)


def test_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(limits, "MOST_ADDRESSES", 10)
    one = limit(total=10_000)
    for who in range(1000):
        one.wait(str(who), 100 + who)
    assert len(one._times) <= 61  # those of the last minute
