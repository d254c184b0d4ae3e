"""Role models and good practice: begun with one click, never twice; what the district's list asks for as text."""

from __future__ import annotations

import pytest

from models.activity import Activity
from models.award import Honour
from models.changes import change
from models.news import News
from models.organisation import Organisation
from models.practice import Practice, from_inspection
from models.practice import from_activity as practice_from
from models.record import RecordProblems
from models.role_model import (
    RoleModel,
    RoleModelVisit,
    from_activity,
    from_honour,
    publicity_text,
    visits_text,
)
from models.store import Store
from models.supervision import Inspection
from tests.models.people import branch, committee, member


@pytest.fixture
def home(store: Store) -> Organisation:
    return branch("泵站团支部", committee())


def honour(name: str, **holder: object) -> Honour:
    with change("登记荣誉"):
        found = Honour(name=name, level="区级", granted="2010-05-04", granted_by="团区委", **holder)
        found.save()
    return found


def kept(model: RoleModel) -> RoleModel:
    with change("登记典型"):
        model.save()
    return model


def test_a_person_is_begun_from_an_honour_and_opened_from_the_next(home: Organisation) -> None:
    person = member("张小明", home)
    first = honour("青年岗位能手", member=person.id)
    begun = from_honour(first)
    assert (begun.kind, begun.name, begun.organisation_id) == ("个人", "张小明", home.id)
    assert (begun.level, begun.department) == ("区级", "团区委")
    assert begun.honours == "2010-05-04 青年岗位能手 团区委"
    held = kept(begun)
    assert from_honour(first).id == held.id
    assert from_honour(honour("优秀共青团员", member=person.id)).id == held.id


def test_a_branch_is_one_group_whether_from_honour_or_activity(home: Organisation) -> None:
    with change("登记活动"):
        activity = Activity(
            branch=home.id, category="比贡献", title="水上保洁", start="2010-05-01", result="清理12吨。"
        )
        activity.save()
    held = kept(from_honour(honour("五四红旗团支部", organisation=home.id)))
    assert (held.kind, held.name) == ("集体", "泵站团支部")
    assert from_activity(activity).id == held.id
    with change("删除"):
        held.delete_instance()
    begun = from_activity(activity)
    assert begun.get_id() is None
    assert begun.deeds == "水上保洁：\n清理12吨。"
    assert begun.honours == "2010-05-04 五四红旗团支部 团区委"


def test_a_row_of_a_sheet_finds_its_member_or_says_that_there_is_none(home: Organisation) -> None:
    person = member("张小明", home)
    held = kept(RoleModel(name="张小明", organisation=home.id))
    assert (held.kind, held.member_id) == ("个人", person.id)
    stranger = RoleModel(name="李静", organisation=home.id)
    stranger.complete()
    assert [problem.severity for problem in stranger.check()] == ["warning"]
    unit = kept(RoleModel(organisation=home.id, since="2010-03"))
    assert (unit.kind, unit.name) == ("集体", "泵站团支部")
    with pytest.raises(RecordProblems, match="集体典型不填个人"):
        kept(RoleModel(kind="集体", name="泵站班组", member=person.id))


def test_visits_and_news_come_out_as_the_lists_two_columns(home: Organisation) -> None:
    model = kept(
        RoleModel(organisation=home.id, since="2010-03", visited="年初电话了解", publicity="局简报刊登")
    )
    with change("走访"):
        for day, who in (("2010-06-01", "团委副书记"), ("2010-04-01", "宣传委员")):
            RoleModelVisit(role_model=model.id, date=day, who=who, what="了解创建情况").save()
        News(
            organisation=home.id, title="泵站青年", date="2010-05-05", channel="水务网站", role_model=model.id
        ).save()
    assert visits_text(model) == (
        "2010-04-01 宣传委员 了解创建情况\n2010-06-01 团委副书记 了解创建情况\n年初电话了解"
    )
    assert publicity_text(model) == "局简报刊登\n2010-05-05 水务网站 《泵站青年》"


def test_a_practice_is_begun_from_an_activity_once(home: Organisation) -> None:
    with change("登记活动"):
        activity = Activity(
            branch=home.id,
            category="比作为",
            title="岗位练兵",
            start="2010-06-01",
            content="每周一练",
            result="全员过关",
        )
        activity.save()
    begun = practice_from(activity)
    assert (begun.title, begun.content, begun.effect, begun.source_kind) == (
        "岗位练兵",
        "每周一练",
        "全员过关",
        "活动",
    )
    with change("登记做法"):
        begun.save()
    assert practice_from(activity).id == begun.id
    with pytest.raises(RecordProblems, match="早于总结时间"), change("推广"):
        begun.promoted_on = "2010-05"
        begun.save()
    assert Practice.get().promoted_on is None


def test_a_practice_is_begun_from_what_an_inspection_praised(home: Organisation) -> None:
    with change("督查"):
        inspection = Inspection(
            way="实地调研",
            organisation=home.id,
            date="2010-06-01",
            highlights="河段认领制，每周巡一次。\n上墙公布。",
        )
        inspection.save()
    begun = from_inspection(inspection)
    assert (begun.title, begun.content, begun.noted) == ("河段认领制", inspection.highlights, "2010-06-01")
    with change("登记做法"):
        begun.save()
    assert begun.source_kind == "督查调研"
    assert from_inspection(inspection).id == begun.id
