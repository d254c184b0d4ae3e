"""The office's particulars and what is remembered."""

from __future__ import annotations

from models.changes import change
from models.journal import last_undoable, undo
from models.settings import office, recall, remember, set_office, set_work_year, work_year
from models.store import Store
from tests.models.people import branch, committee


def test_the_office_is_its_top_committee_until_it_says_otherwise(store: Store) -> None:
    assert office("office_name") == ""
    branch("甲团支部", committee())
    assert office("office_name") == office("office_full_name") == "区水务局团委"
    assert office("reporter") == ""
    set_office({"office_name": "共青团区水务局委员会", "reporter": "张三"})
    assert (office("office_name"), office("reporter")) == ("共青团区水务局委员会", "张三")
    undo(last_undoable().id)
    assert office("office_name") == "区水务局团委"


def test_what_is_remembered_is_not_offered_for_undo(store: Store) -> None:
    branch("甲团支部")
    remember("columns.member", {"名字": "name"})
    assert recall("columns.member") == {"名字": "name"}
    assert recall("nothing", 7) == 7
    assert last_undoable().name == "新增团组织"


def test_the_work_year_is_kept_and_joins_a_running_change(store: Store) -> None:
    with change("换年度"):
        set_work_year(2010)
    assert work_year() == 2010
