"""Summaries: what they are, what they are composed of, and that nobody's writing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.activity import Activity
from models.attachment import Attachment, attach
from models.award import Honour
from models.changes import change
from models.commitment import Commitment
from models.correction import Correction
from models.organisation import Organisation
from models.record import RecordProblems
from models.review import Review
from models.role_model import RoleModel
from models.store import Store
from models.summary import (
    FINAL,
    MONTHLY,
    YEARLY,
    Summary,
    SummaryPicture,
    candidates,
    first_choice,
    period_of,
    pictures_of,
    set_pictures,
)
from models.summary_facts import gist, numeral, quoted, sentence
from models.summary_text import Changed, Composed, begin, compare, compose, compose_all, renew
from tests.models.people import branch, committee, member


@pytest.fixture
def home(store: Store) -> Organisation:
    """A branch with two members, three activities and an honour in 2010."""
    top = committee()
    found = branch("泵站团支部", top, party_organisation="中共泵站支部委员会", founded="2001")
    member("张三", found, sex="女", volunteer=True)
    member("李四", found)
    with change("登记"):
        for title, kind, start, present, hours in (
            ("清理河道", "水上保洁", "2010-03-05", 12, 24.0),
            ("清理河道", "水上保洁", "2010-06-05", 10, 20.0),
            ("“五四”主题团日", "主题团日", "2010-05-04", 20, None),
            ("去年的活动", "主题团日", "2009-05-04", 99, None),
        ):
            Activity(
                branch=found.id,
                title=title,
                kind=kind,
                start=start,
                present=present,
                person_hours=hours,
                result="清出漂浮物两吨。居民说好。" if start == "2010-03-05" else None,
            ).save()
        Honour(name="五四红旗团支部", organisation=found.id, granted="2010-05-04", level="区级").save()
    return found


def picture(activity: Activity, folder: Path, name: str, store: Store) -> Attachment:
    path = folder / name
    path.write_bytes(name.encode())
    return attach(activity, [path], store.attachments)[0]


def test_a_branchs_year_in_figures(home: Organisation) -> None:
    text = compose(Summary(organisation=home.id, year=2010, kind=YEARLY))
    lines = text.splitlines()
    assert "在中共泵站支部委员会和区水务局团委的领导下" in lines[0]
    assert [line for line in lines if line[:2] in ("一、", "二、", "三、", "四、", "五、")] == [
        "一、基本情况",
        "二、“三比三争”活动开展情况",
        "三、主要活动",
        "四、接受点评、考核和获得荣誉情况",
    ]
    assert "现有团员2人，其中女团员1人。注册志愿者1人。" in lines
    assert "全年开展活动3次，参加42人次。开展志愿服务2次，服务44小时。" in lines
    assert "（一）比贡献。开展活动2次，参加22人次，服务44小时，项目为水上保洁。" in lines
    # The better of two alike, with what came of it; quotation marks inside are single ones.
    assert (
        "3月5日，开展“清理河道”，12人参加，服务24小时，清出漂浮物两吨；居民说好。"
        "5月4日，开展“‘五四’主题团日”，20人参加。" in lines
    )
    assert "集体获区级“五四红旗团支部”。" in lines
    assert "去年" not in text
    assert "比作为" not in text


def test_the_offices_month_has_a_table_that_adds_up(home: Organisation) -> None:
    other = branch("河道团支部", Organisation.get(Organisation.name == "区水务局团委"), founded="2001")
    with change("登记"):
        Activity(branch=other.id, title="巡查", kind="排水志愿者", start="2010-03-20", present=5).save()
    report = Summary(organisation=home.parent_id, year=2010, kind=MONTHLY, month=3)
    rows = [line.strip("|").split("|") for line in compose(report).splitlines() if line.startswith("|")]
    assert rows == [
        ["团支部", "团员", "活动次数", "参加人次", "服务小时"],
        ["泵站团支部", "2", "1", "12", "24"],
        ["河道团支部", "0", "1", "5", "0"],
        ["合计", "2", "2", "17", "24"],
    ]


def test_the_campaigns_records_are_told_of(home: Organisation) -> None:
    with change("登记"):
        for title, done in (("每季度一次团课", "2010-09-01"), ("每月一次义务巡查", None)):
            Commitment(organisation=home.id, subject="团组织", title=title, year=2010, done=done).save()
        review = Review(
            organisation=home.id,
            by="同级党组织",
            date="2010-06-30",
            achievements="水上保洁形成品牌。参与面广。",
            problems="活动记录不完整。",
        )
        review.save()
        Correction(
            review=review.id, task="补齐活动记录", due="2010-10-31", done="2010-10-01", result="已补"
        ).save()
        Correction(review=review.id, task="配齐委员", due="2010-12-31").save()
        RoleModel(kind="个人", name="张三", organisation=home.id, since="2010-05").save()
    text = compose(Summary(organisation=home.id, year=2010, kind=YEARLY))
    assert "作出公开承诺2条，已兑现1条，兑现率50%。" in text
    assert "培树先进典型“张三”。" in text
    assert "接受领导点评1次。点评认为水上保洁形成品牌；参与面广；存在的问题是活动记录不完整。" in text
    assert "应整改问题2项，已整改1项，如“补齐活动记录”。" in text
    of_office = compose(Summary(organisation=home.parent_id, year=2010, kind=YEARLY))
    assert "组织领导点评1次。" in of_office
    assert "培树先进典型泵站团支部“张三”。" in of_office


def test_what_people_wrote_stays_until_they_ask(home: Organisation) -> None:
    summary = begin(home, 2010)
    assert summary.title == "泵站团支部2010年工作总结"
    assert not summary.edited
    with change("修改"):
        summary.body = f"{summary.body}\n五、下一步打算\n再接再厉。"
        summary.save()
        Activity(branch=home.id, title="新的活动", kind="团课学习", start="2010-07-01", present=3).save()
    assert Summary.get_by_id(summary.id).edited
    assert compose_all([home], 2010) == Composed(0, 0, 1)
    assert "再接再厉" in Summary.get_by_id(summary.id).body
    would = compare(str(summary.body), compose(summary))
    assert Changed("-", "再接再厉。") in would
    assert any(each.sign == "+" and "开展活动4次" in each.line for each in would)
    renew(summary)
    assert not Summary.get_by_id(summary.id).edited


def test_all_in_one_go(home: Organisation) -> None:
    other = branch("河道团支部")
    assert compose_all([home, other], 2010) == Composed(2, 0, 0)
    assert compose_all([home, other], 2010) == Composed(0, 0, 0)
    with change("登记"):
        Activity(branch=home.id, title="新的活动", kind="团课学习", start="2010-07-01", present=3).save()
        last = Summary.get(Summary.organisation == other.id)
        last.state = FINAL
        last.save()
    assert compose_all([home, other], 2010) == Composed(0, 1, 1)


def test_only_one_of_a_kind(home: Organisation) -> None:
    begin(home, 2010, MONTHLY, 3)
    begin(home, 2010, MONTHLY, 4)
    with pytest.raises(RecordProblems, match="已经有了"):
        begin(home, 2010, MONTHLY, 4)
    with pytest.raises(RecordProblems, match="哪个月"):
        begin(home, 2010, MONTHLY)


def test_pictures_of_the_best_activities(home: Organisation, store: Store, tmp_path: Path) -> None:
    held = {each.start: each for each in Activity.select()}
    small = picture(held["2010-05-04"], tmp_path, "团日.PNG", store)
    best = picture(held["2010-03-05"], tmp_path, "河道.jpg", store)
    picture(held["2010-03-05"], tmp_path, "第二张.jpg", store)
    picture(held["2010-03-05"], tmp_path, "方案.docx", store)
    picture(held["2009-05-04"], tmp_path, "去年.jpg", store)
    summary = begin(home, 2010)
    assert [(each.picture_id, each.caption) for each in pictures_of(summary)] == [
        (best.id, "清理河道（3月）"),
        (small.id, "“五四”主题团日（5月）"),
    ]
    found = candidates(home.id, period_of(summary))
    assert [each.attachment.name for each in found] == ["河道.jpg", "第二张.jpg", "团日.PNG"]
    assert len(first_choice(found, 9)) == 2
    assert candidates(home.parent_id, period_of(summary))[0].caption == "泵站团支部：清理河道（3月）"
    set_pictures(summary, [(small, "团日"), (best, "")])
    assert [(each.picture_id, each.caption) for each in pictures_of(summary)] == [
        (small.id, "团日"),
        (best.id, None),
    ]
    with change("删除"):
        held["2010-05-04"].delete_instance()
    assert [each.picture_id for each in SummaryPicture.select()] == [best.id]


@given(st.lists(st.text("甲乙丙丁。！\n", max_size=30), max_size=4), st.integers(1, 40))
def test_a_gist_is_whole_sentences_that_fit(parts: list[str], limit: int) -> None:
    text = "。".join(parts)
    said = gist(text, limit)
    assert len(said) <= limit
    whole = [part.strip() for part in text.replace("\n", "").replace("！", "。").split("。") if part.strip()]
    assert said == "；".join(whole[: said.count("；") + 1 if said else 0])


@pytest.mark.parametrize(
    ("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_headings_count_in_chinese(number: int, words: str) -> None:
    assert numeral(number) == words


def test_sentences_leave_out_what_says_nothing() -> None:
    assert sentence(["", "开展活动3次", "", "参加9人次"]) == "开展活动3次，参加9人次。"
    assert sentence(["", ""]) == ""
    assert quoted("“五四”团日") == "“‘五四’团日”"


@given(st.text("甲乙\n|", max_size=40), st.text("甲乙\n|", max_size=40))
def test_a_comparison_holds_both_texts(old: str, new: str) -> None:
    found = compare(old, new)
    assert [each.line for each in found if each.sign in "=-"] == old.splitlines()
    assert [each.line for each in found if each.sign in "=+"] == new.splitlines()
