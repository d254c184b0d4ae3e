"""The notice that makes nominations public, objections to them, and the line of places over the sheets."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports import forms, paper
from exports.form_publicity import publicity_documents
from exports.quota_line import of_members, of_organisations
from exports.sources import Scope
from models import settings
from models.award import Nomination, advance
from models.award_kind import award_of
from models.award_rule import plant_awards
from models.changes import change
from models.errors import AppError
from models.member import Member
from models.nomination_draft import begin_nomination, fitting
from models.objection import Objection, objections_to
from models.organisation import Organisation
from models.record import RecordProblems
from models.store import Store
from tests.models.people import branch, committee, member

YEAR = 2010


@pytest.fixture
def people(store: Store) -> list[Member]:
    """Three members of one branch, two of them put forward."""
    home = branch("泵站团支部", committee(), founded="2001-05", unit="泵站")
    found = [
        member(name, home, born="1988-11", sex="女", job="运行工") for name in ("张小明", "李静", "王单")
    ]
    with change("推荐"):
        settings.set_office(
            {"telephone": "021-55550100", "reporter": "示例甲", "office_full_name": "共青团示例局委员会"}
        )
        for rank, person in enumerate(found[:2], 1):
            Nomination(year=YEAR, kind="优秀共青团员", member=person.id, rank=3 - rank).save()
        Nomination(year=YEAR, kind="五四红旗团支部", organisation=home.id).save()
    return found


def in_public(nomination: Nomination, first: str, last: str) -> None:
    for state in ("已提交", "党组织已签署"):
        advance(nomination, state, "2010-04-01")
    nomination.public_until = last
    advance(nomination, "公示中", first)


def test_those_with_the_same_days_stand_on_one_notice_in_their_order(people: list[Member]) -> None:
    for one in Nomination.select():
        in_public(one, "2010-04-29", "2010-05-06")
    persons, group = publicity_documents(Nomination.select())
    assert [row[:3] for row in persons["rows"]] == [["1", "李静", "女"], ["2", "张小明", "女"]]
    assert "下列2名同志为2010年度优秀共青团员" in persons["opening"]
    # 1 to 3 May are free, and so is the weekend: five working days are left.
    assert persons["days"] == "2010年4月29日至2010年5月6日（5个工作日）"
    assert (persons["telephone"], persons["reporter"], persons["date"]) == (
        "021-55550100",
        "示例甲",
        "2010年4月29日",
    )
    assert group["rows"] == [["1", "泵站团支部", "团支部", "泵站", "2001-05"]]


def test_the_notice_is_printed(people: list[Member], tmp_path: Path) -> None:
    with pytest.raises(AppError, match="没有可以公示"):
        forms.documents("publicity", YEAR)
    for one in Nomination.select():
        in_public(one, "2010-04-29", "2010-05-06")
    found = forms.documents("publicity", YEAR)
    pdf = paper.render_many("publicity", found, lambda *_: None)
    assert len(found) == 2 and pdf.startswith(b"%PDF")


def test_an_objection_is_open_until_its_result_is_written_with_what_was_looked_into(
    people: list[Member],
) -> None:
    one = Nomination.get(Nomination.member == people[0].id)
    in_public(one, "2010-04-29", "2010-05-06")
    with change("登记"):
        objection = Objection(nomination=one.id, received="2010-05-04", content="时长不实")
        objection.save()
    assert objection.is_open and objection.heading() == "2010-05-04 匿名"
    assert objection.home() == one.organisation_id
    with pytest.raises(AppError, match="没有处理完"):
        advance(one, "局团委已审", "2010-05-07")
    advance(one, "党组织已签署", "2010-05-07")  # back it may go
    with change("处理"), pytest.raises(RecordProblems, match="核查了什么"):
        objection.result = "异议成立"
        objection.save()
    with change("处理"):
        objection.handling = "核对签到表，少8小时"
        objection.save()
    assert objection.closed and objections_to([one]) == [objection] and not objection.is_open
    advance(one, "公示中", "2010-05-10")
    with change("删除"):
        one.delete_instance()
    assert Objection.select().count() == 0


def test_the_line_over_the_sheets_counts_places_and_shares(people: list[Member]) -> None:
    found = of_members(Scope(YEAR))
    assert (found["分配名额"], found["已推荐"], found["占团员比例"]) == ("未定", "2", "66.7%")
    award = award_of("优秀共青团员", YEAR)
    with change("名额"):
        award.quota_number = 1
        award.save()
        Nomination(year=YEAR, kind="优秀志愿者", member=people[2].id).save()
    found = of_members(Scope(YEAR))
    assert found["分配名额"] == "优秀共青团员1、优秀志愿者未定"
    assert found["已推荐"] == "优秀共青团员2、优秀志愿者1"
    assert of_organisations(Scope(YEAR))["已推荐"] == "1"
    other = branch("别的团支部", Organisation.get(Organisation.parent.is_null()))
    assert of_members(Scope(YEAR, other))["已推荐"] == ""


@given(st.text(alphabet="甲乙。\n", max_size=1200))
def test_a_draft_is_cut_to_what_its_field_holds_at_a_sentence(text: str) -> None:
    kept = fitting("conduct", text) or ""
    assert len(kept) <= 1000 and text.strip().startswith(kept)
    if len(text) > 1000 and "。" in text[:1000]:
        assert kept.endswith("。") or "\n" in text[:1000]


def test_a_draft_for_somebody_without_records_says_nothing_untrue(people: list[Member]) -> None:
    plant_awards()
    begun = begin_nomination(award_of("优秀志愿者", YEAR), YEAR, people[2].id)
    assert begun.deeds == "王单是泵站团支部团员。"
    assert begun.conduct is None and begun.study is None and begun.rank == 1
