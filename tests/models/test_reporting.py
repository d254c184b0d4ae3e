"""Requests: who has sent what, who is late, whom to remind and when it presses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from models.changes import change
from models.clock import today
from models.organisation import Organisation
from models.record import RecordProblems
from models.reporting import Request, Return, ledger, missing, pressing, reminder
from models.store import Store
from tests.models.people import branch, committee


@pytest.fixture
def homes(store: Store) -> list[Organisation]:
    top = committee()
    return [branch(name, top, founded="2000-01") for name in ("甲团支部", "乙团支部", "丙团支部")]


def asked(**facts: object) -> Request:
    with change("下发"):
        request = Request(**({"name": "活动上报", "year": 2010, "kind": "活动上报表"} | facts))
        request.save()
    return request


def came(request: Request, home: Organisation, day: date, version: int = 1) -> None:
    with change("收到"):
        Return(
            request=request.id,
            organisation=home.id,
            version=version,
            received=day.isoformat(),
            file_name=f"{version}.xlsx",
            digest=str(version),
        ).save()


def test_the_ledger_names_version_and_lateness(homes: list[Organisation]) -> None:
    due = today() - timedelta(days=2)
    request = asked(due=due.isoformat())
    came(request, homes[0], due)
    came(request, homes[1], due)
    came(request, homes[1], today(), version=2)
    found = [
        (line.organisation.name, line.received and line.received.version, line.late)
        for line in ledger(request)
    ]
    assert found == [("甲团支部", 1, False), ("乙团支部", 2, True), ("丙团支部", None, True)]
    assert [each.name for each in missing(request)] == ["丙团支部"]


def test_without_a_day_nobody_is_late(homes: list[Organisation]) -> None:
    request = asked()
    came(request, homes[0], today())
    assert [line.late for line in ledger(request)] == [False, False, False]


def test_the_reminder_is_ready_to_be_sent(homes: list[Organisation]) -> None:
    request = asked(due="2099-12-25")
    assert reminder(request) == (
        "以下3个团支部尚未报送“活动上报”，请于12月25日前报送：甲团支部、乙团支部、丙团支部。"
    )
    assert "请尽快报送（应于1月5日前报送）" in reminder(asked(name="旧的", due="2010-01-05"))
    assert "请尽快报送：" in reminder(asked(name="没有期限"))
    for home in homes:
        came(request, home, today())
    assert reminder(request) == ""


def test_what_is_due_soon_or_over_and_not_all_there_presses(homes: list[Organisation]) -> None:
    day = today()
    soon = asked(name="快到期", due=(day + timedelta(days=7)).isoformat())
    over = asked(name="已过期", due=(day - timedelta(days=30)).isoformat())
    asked(name="还早", due=(day + timedelta(days=8)).isoformat())
    asked(name="没有期限")
    done = asked(name="都报了", due=day.isoformat())
    for home in homes:
        came(done, home, day)
    came(soon, homes[0], day)
    found = [(request.name, len(waiting)) for request, waiting in pressing(day, 7)]
    assert found == [(over.name, 3), (soon.name, 2)]


def test_a_day_before_it_was_asked_for_is_refused(homes: list[Organisation]) -> None:
    with pytest.raises(RecordProblems, match="早于下发日期"):
        asked(asked="2010-12-20", due="2010-12-19")
