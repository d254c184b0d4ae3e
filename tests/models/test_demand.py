"""What the district committee wants: its year, its state, and how sending its workbook answers it."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import demand as demands
from models.attachment import attach
from models.changes import change
from models.demand import Demand, take_as_answer
from models.record import RecordProblems
from models.reporting import Sent
from models.store import Store


def saved(**values: object) -> Demand:
    with change("登记"):
        made = Demand(**values)
        made.save()
    return made


def sent(digest: str, day: str, store: Store, file: Path) -> Sent:
    """A sending with the blank sheet beside it, as the filling registers it."""
    with change("登记上报"):
        made = Sent(name=f"报表{digest}", year=2010, sent_on=day, digest=digest)
        made.save()
        attach(made, [file], store.attachments)
        take_as_answer(made, store.attachments.add(file)[0])
    return made


def sheet(folder: Path, name: str) -> Path:
    path = folder / name
    path.write_bytes(name.encode())
    return path


def test_the_year_follows_from_the_day(store: Store) -> None:
    assert saved(name="季报", due="2010-04-05", received="2009-12-30").year == 2010
    assert saved(name="计划", received="2009-12-30").year == 2009
    assert saved(name="总结", due="2010-01-10", year=2009).year == 2009


def test_done_before_it_came_is_refused(store: Store) -> None:
    with pytest.raises(RecordProblems, match="早于收文日期"):
        saved(name="季报", received="2010-04-05", done="2010-04-01")
    # A month is not before a day in it.
    assert saved(name="季报", received="2010-04-05", due="2010-04").year == 2010


def test_state(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demands, "today", lambda: demands.last_day("2010-04-30"))
    assert saved(name="一", due="2010-04").state == demands.OPEN
    assert saved(name="二", due="2010-04-29").state == demands.OVERDUE
    assert saved(name="三", due="2010-04-29", done="2010-04-30").state == demands.DONE


def test_a_demand_is_done_when_all_its_workbooks_were_sent(store: Store, tmp_path: Path) -> None:
    wanted, other = saved(name="报表", due="2010-04-05"), saved(name="别的", due="2010-04-05")
    first, second = sheet(tmp_path, "附件1.xlsx"), sheet(tmp_path, "附件2.xls")
    attach(wanted, [first, second, sheet(tmp_path, "通知.pdf")], store.attachments)
    attach(other, [sheet(tmp_path, "附件3.xlsx")], store.attachments)
    sent("a", "2010-04-02", store, first)
    assert Demand.get_by_id(wanted.id).done is None
    last = sent("b", "2010-04-03", store, second)
    answered = Demand.get_by_id(wanted.id)
    assert (answered.done, answered.sent_id) == ("2010-04-03", last.id)
    assert Demand.get_by_id(other.id).done is None


def test_linking_what_was_sent_by_hand_says_when_it_was_done(store: Store) -> None:
    with change("登记上报"):
        made = Sent(name="小结", year=2010, sent_on="2010-07-05", digest="x")
        made.save()
    assert saved(name="报送小结", received="2010-06-20", sent=made.id).done == "2010-07-05"
