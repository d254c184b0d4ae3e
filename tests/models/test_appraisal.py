"""The members' appraisal: beginning it, the year's rules against a recount, points, and what the roster takes over."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.appraisal import (
    GRADES,
    AppraisalMeeting,
    MemberAppraisal,
    appraisals,
    begin_appraisals,
    grade_all,
    past_grades,
    register_all,
)
from models.appraisal_points import (
    AppraisalPoint,
    AppraisalStandard,
    begin_points,
    begin_standards,
    points,
    set_points,
    standards,
)
from models.appraisal_watch import most_excellent, tally, watch
from models.changes import change
from models.journal import last_undoable, undo
from models.member import Member
from models.organisation import Organisation
from models.record import RecordProblems
from models.reorganise import merge_into
from models.rule import history
from models.store import Store
from tests.models.people import branch, id_of, member

YEAR = 2010


@pytest.fixture
def home(store: Store) -> Organisation:
    made = branch("泵站团支部")
    for name in ("张三", "李四", "王五", "赵六"):
        member(name, made, joined="2006-05")
    return made


def save(record: MemberAppraisal | AppraisalMeeting, **values: object) -> None:
    for name, value in values.items():
        setattr(record, name, value)
    with change("登记"):
        record.save()


def said(home: Organisation, severity: str) -> str:
    return "；".join(each.message for each in watch(home.id, YEAR) if each.severity == severity)


def test_everybody_on_the_roster_is_begun_once(home: Organisation) -> None:
    member("孙七", home, state="已离团", left_on="2009-01-01")
    member("周八", home, joined="2011-05")
    assert begin_appraisals(home, YEAR) == 4
    member("吴九", home, joined="2010-12")
    assert begin_appraisals(home, YEAR) == 1
    assert begin_appraisals(home, YEAR) == 0
    assert len(appraisals(home.id, YEAR)) == 5
    undo(last_undoable().id)  # type: ignore[union-attr]
    assert len(appraisals(home.id, YEAR)) == 4


def test_a_branch_in_one_go_then_one_corrected(home: Organisation) -> None:
    begin_appraisals(home, YEAR)
    first, second, *_ = appraisals(home.id, YEAR)
    save(first, absent_reason="产假")
    save(second, grade="不合格")
    assert grade_all(home, YEAR, "合格") == 2
    assert register_all(home, YEAR, "2010-12-28") == 2
    assert [each.grade for each in appraisals(home.id, YEAR)] == [None, "不合格", "合格", "合格"]
    assert [each.registration for each in appraisals(home.id, YEAR)] == [None, None, "已注册", "已注册"]


def test_the_meetings_day_is_that_of_its_members_unless_they_have_their_own(home: Organisation) -> None:
    begin_appraisals(home, YEAR)
    own, *_ = appraisals(home.id, YEAR)
    save(own, held="2010-12-30")
    meeting = AppraisalMeeting(organisation=home, date="2010-12-20")
    save(meeting)
    assert meeting.year == YEAR
    save(meeting, date="2010-12-22")
    assert [each.held for each in appraisals(home.id, YEAR)] == ["2010-12-30", *["2010-12-22"] * 3]


def test_what_is_missing_and_what_is_against_the_rules_is_said(home: Organisation) -> None:
    assert "还没有开始" in said(home, "warning")
    begin_appraisals(home, YEAR)
    assert "应到、实到人数还没有登记" in said(home, "warning")
    assert "张三、李四、王五等4人还没有评议等次" in said(home, "warning")
    meeting = AppraisalMeeting(organisation=home, year=YEAR, expected=3, present=2)
    save(meeting)
    assert "到会2人，占应到3人的66.7%，应超过66.67%" in said(home, "error")
    save(meeting, present=3)
    grade_all(home, YEAR, "优秀")
    assert "优秀4人，占参评4人的100.0%，不超过30%即最多1人" in said(home, "error")
    one = appraisals(home.id, YEAR)[0]
    save(one, votes_excellent=2, votes_none=2)
    assert "张三的票数多于到会的3人（4票）" in said(home, "error")
    save(one, votes_none=1)
    for each in appraisals(home.id, YEAR)[1:]:
        save(each, grade="合格")
    register_all(home, YEAR, None)
    assert watch(home.id, YEAR) == []


def test_the_share_of_another_year_is_that_years(home: Organisation) -> None:
    assert (most_excellent(10, 2010), most_excellent(10, 2014)) == (3, 3)
    with change("新规定"):
        row = history("appraisal.excellent_share")[0]
        type(row)(**row.__data__ | {"id": None, "year": 2014, "number": 20}).save()
    assert (most_excellent(10, 2010), most_excellent(10, 2014)) == (3, 2)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(st.lists(st.sampled_from([*GRADES, None]), min_size=1, max_size=60))
def test_the_share_of_the_excellent_is_as_a_recount_finds_it(
    store: Store, grades: Sequence[str | None]
) -> None:
    counted = tally([MemberAppraisal(grade=grade) for grade in grades])
    given_ = [grade for grade in grades if grade]
    assert counted.appraised == len(given_) == sum(counted.grades.values())
    assert counted.expected == len(grades)
    excellent = given_.count("优秀")
    # In whole numbers: at most 30 of a hundred.
    assert (excellent <= most_excellent(len(given_), YEAR)) == (10 * excellent <= 3 * len(given_))
    assert counted.share("优秀") == pytest.approx(100 * excellent / len(given_) if given_ else 0)


def test_the_roster_follows_the_latest_grade_and_keeps_what_it_said_before(home: Organisation) -> None:
    first, second, *_ = Member.select().order_by(Member.id)
    with change("花名册"):
        second.last_grade = "优秀"
        second.save()
    save(MemberAppraisal(member=first, year=2009), grade="合格")
    later = MemberAppraisal(member=first, year=2010)
    save(later, grade="优秀")
    save(MemberAppraisal(member=first, year=2008), grade="不合格")
    save(MemberAppraisal(member=second, year=2010))
    assert [each.last_grade for each in Member.select().order_by(Member.id)][:2] == ["优秀", "优秀"]
    with change("删除"):
        later.delete_instance()
    assert Member.get_by_id(first.id).last_grade == "合格"
    assert past_grades([first.id, second.id], 2010, 3) == {first.id: [(2009, "合格"), (2008, "不合格")]}


def test_one_appraisal_a_year_which_goes_with_its_member(home: Organisation) -> None:
    first = Member.get()
    save(MemberAppraisal(member=first, year=YEAR))
    assert appraisals(home.id, YEAR)[0].organisation_id == home.id
    with pytest.raises(RecordProblems, match="2010年已有一条团员评议"):
        save(MemberAppraisal(member=first, year=YEAR))
    with change("删除"):
        first.delete_instance()
    assert MemberAppraisal.select().count() == 0


def test_a_branch_that_is_merged_keeps_its_meetings_and_what_it_found(home: Organisation) -> None:
    other = branch("河道团支部")
    begin_appraisals(home, YEAR)
    for organisation in (home, other):
        save(AppraisalMeeting(organisation=organisation, year=YEAR, expected=4, present=4))
    merge_into(home, other, "2011-03-01")
    assert {meeting.organisation_id for meeting in AppraisalMeeting.select()} == {home.id, other.id}
    assert {each.organisation_id for each in appraisals(home.id, YEAR)} == {home.id}
    assert {each.branch_id for each in Member.select()} == {other.id}


def test_the_members_own_facts_are_shown_with_the_appraisal_and_covered(home: Organisation) -> None:
    first = Member.get()
    number = id_of("1988-05-04")
    with change("号码"):
        first.id_number = number
        first.save()
    made = MemberAppraisal(member=first, year=YEAR)
    assert made.shown("id_number") == first.shown("id_number") != number
    assert (made.shown("id_number", full=True), made.shown("born")) == (number, "1988.05")
    assert MemberAppraisal().shown("born") == ""


def test_a_day_of_registration_says_the_year_and_that_it_was_done(home: Organisation) -> None:
    made = MemberAppraisal(member=Member.get(), registered_on="2009-12")
    save(made)
    assert (made.year, made.registration) == (2009, "已注册")


def test_standards_begin_with_the_shipped_ones_and_then_with_last_years(home: Organisation) -> None:
    assert [each.item for each in begin_standards(2010)] == [
        "带头坚定信念",
        "带头刻苦学习",
        "带头争创佳绩",
        "带头弘扬新风",
        "组织纪律",
    ]
    assert sum(each.base for each in standards(2010)) == 100
    with change("改标准"):
        one = standards(2010)[0]
        one.base = 15
        one.save()
    assert begin_standards(2011)[0].base == 15
    assert begin_standards(2010)[0].id == one.id


def test_points_add_up_and_never_pass_the_base(home: Organisation) -> None:
    begin_appraisals(home, YEAR)
    mine = appraisals(home.id, YEAR)[0]
    assert mine.points is None
    begin_points(mine)
    begin_points(mine)
    lines = standards(YEAR)
    assert AppraisalPoint.select().count() == len(lines)
    set_points(mine, lines[0], "branch_points", 18.5)
    set_points(mine, lines[1], "branch_points", 20)
    set_points(mine, lines[1], "self_points", 19)
    assert mine.points == 38.5
    with pytest.raises(RecordProblems, match="最高20分"):
        set_points(mine, lines[2], "branch_points", 21)
    set_points(mine, lines[0], "branch_points", None)
    assert lines[0].id not in points(mine)
    assert AppraisalStandard.field("base").show(lines[0].base) == "20"
