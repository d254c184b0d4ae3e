"""Brands: their dates and states, who holds them, how one becomes an honour, and how they are counted."""

from __future__ import annotations

import pytest

from models.award import Honour
from models.brand import (
    APPLIED,
    BUILDING,
    CIVILISED_UNIT,
    LOST,
    NAMED,
    POST_EXPERT,
    Brand,
    honour_of,
    make_honour,
)
from models.changes import change
from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.organisation import Organisation
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member


@pytest.fixture
def home(store: Store) -> Organisation:
    return branch("一所团支部", committee())


def brand(home: Organisation, kind: str = CIVILISED_UNIT, **facts: object) -> Brand:
    with change("登记创建"):
        made = Brand(organisation=home.id, kind=kind, **facts)
        made.save()
    return made


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"applied": "2010-01"}, APPLIED),
        ({"applied": "2010-01", "started": "2010-01-15"}, BUILDING),
        ({"started": "2009", "named": "2009-12"}, NAMED),
        ({"named": "2009-12", "lost": "2010-12"}, LOST),
    ],
)
def test_the_state_follows_from_the_dates(home: Organisation, facts: dict[str, str], state: str) -> None:
    made = brand(home, **facts)
    assert (made.state, made.name) == (state, "一所团支部青年文明号")


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"started": "2010-03", "named": "2010-02-28"}, "命名日期：早于品牌创建时间"),
        ({"applied": "2010-03", "lost": "2009"}, "撤牌日期：早于创建申报日期"),
        ({"state": NAMED}, "已命名要填命名日期"),
        ({"state": LOST, "named": "2010"}, "已撤牌要填撤牌日期"),
        ({"state": BUILDING, "named": "2010"}, "应是“已命名”"),
        ({"state": NAMED, "named": "2010", "lost": "2010-05"}, "应是“已撤牌”"),
    ],
)
def test_dates_and_state_must_agree(home: Organisation, facts: dict[str, str], said: str) -> None:
    with pytest.raises(RecordProblems, match=said):
        brand(home, **facts)


def test_an_expert_is_a_member_and_a_unit_is_not(home: Organisation) -> None:
    person = member("张三", home)
    with pytest.raises(RecordProblems, match="青年岗位能手要填是哪名团员"):
        brand(home, POST_EXPERT)
    with pytest.raises(RecordProblems, match="达标窗口是集体创建"):
        brand(home, "达标窗口", member=person.id)
    with change("登记创建"):
        made = Brand(kind=POST_EXPERT, member=person.id)
        made.save()
    assert (made.organisation_id, made.name) == (home.id, "张三青年岗位能手")
    # The sheet names the person among 人员组成; two of that name are nobody.
    assert brand(home, POST_EXPERT, people="张三", started="2010-02").member_id == person.id
    member("张三", home)
    with pytest.raises(RecordProblems, match="要填是哪名团员"):
        brand(home, POST_EXPERT, people="张三", started="2010-03")
    elsewhere = branch("二所团支部")
    [said] = Brand(
        organisation=elsewhere.id, kind=POST_EXPERT, member=person.id, name="x", state=APPLIED
    ).check()
    assert (said.field, said.severity) == ("member", "warning")


def test_a_named_brand_becomes_one_honour(home: Organisation) -> None:
    made = brand(
        home, named="2010-05-04", level="区级", granted_by="共青团示例区委员会", document="示青〔2010〕3号"
    )
    honour = make_honour(made)
    assert (honour.name, honour.level, honour.organisation_id, honour.member_id) == (
        "青年文明号",
        "区级",
        home.id,
        None,
    )
    assert (honour.granted, honour.granted_by, honour.document) == (
        "2010-05-04",
        "共青团示例区委员会",
        "示青〔2010〕3号",
    )
    assert make_honour(made).id == honour.id
    other = brand(home, name="营业大厅青年文明号", named="2010-05-04")
    assert honour_of(other) is None
    assert make_honour(other).id != honour.id
    assert Honour.select().count() == 2


def test_an_honour_entered_by_hand_is_not_doubled(home: Organisation) -> None:
    person = member("张三", home)
    with change("登记荣誉"):
        known = Honour(name=POST_EXPERT, member=person.id, granted="2010-05")
        known.save()
    made = brand(home, POST_EXPERT, member=person.id, named="2010-05-04")
    assert make_honour(made).id == known.id
    later = brand(home, POST_EXPERT, name="再次", member=person.id, named="2010-11-04")
    assert make_honour(later).id != known.id


def test_what_is_not_named_is_no_honour(home: Organisation) -> None:
    with pytest.raises(AppError, match="还没有命名"):
        make_honour(brand(home, started="2010"))


def test_brands_are_counted_when_begun_named_and_held(home: Organisation) -> None:
    person = member("张三", home)
    brand(home, started="2010-03", name="甲")
    brand(home, started="2009-11", named="2010-05-04", name="乙")
    brand(home, started="2008", named="2008-12", lost="2010-06-30", name="丙")
    brand(home, POST_EXPERT, member=person.id, named="2010-05-04")
    year, may = Period.year(2010), Period.months(2010, 5, 5)
    assert figure("brands.started.unit").value(year) == 1
    assert figure("brands.named.expert").by_organisation(year) == {home.id: 1}
    assert figure("brands.named").value(year) == 2
    assert figure("brands.held").value(may) == 3
    assert figure("brands.held").value(year) == 2
    assert figure("brands.held.unit").value(year) == 1
