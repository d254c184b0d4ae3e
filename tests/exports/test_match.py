"""Header words as people write them: right or asked, never wrong silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.match import Match, Matcher, header_key, stated_limit
from exports.sources import NUMBER
from exports.subjects import SUBJECTS, subject
from models.starter import plant_dictionaries
from models.store import Store


@pytest.fixture
def office(store: Store) -> Store:
    plant_dictionaries()
    return store


def matcher(name: str) -> Matcher:
    found = subject(name)
    return Matcher(found.sources(), found.record)


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("of", "path", "left", "expected"),
    [
        ("organisation", ("比贡献", "次数"), (), "activities.比贡献.count"),
        ("organisation", ("合计", "人次"), (), "activities.all.attendance"),
        ("organisation", ("志愿服务", "时长（小时）"), (), "activities.volunteer.hours"),
        ("organisation", ("志愿服务情况", "次 数"), (), "activities.volunteer.count"),
        ("organisation", ("团员数", "其中：女"), (), "members.female"),
        ("organisation", ("其中：女",), ("团员数",), "members.female"),
        ("organisation", ("其中女",), ("团员总数",), "members.female"),
        ("organisation", ("团员情况", "男"), (), "members.male"),
        ("organisation", ("团员数", "其中", "男"), (), "members.male"),
        ("organisation", ("28周岁以下\n未入团青年",), (), "youth_non_member"),
        ("organisation", ("最近一次换届",), (), "last_election"),
        ("organisation", ("书记", "姓名"), (), "secretary.name"),
        ("organisation", ("书记姓名",), (), "secretary.name"),
        ("organisation", ("书记", "出生年月"), (), "secretary.born"),
        ("organisation", ("联系电话",), (), "phone"),
        ("organisation", ("团干部数", "专职"), (), "officers.专职"),
        ("organisation", ("水上保洁", "人次"), (), "activities.水上保洁.attendance"),
        ("organisation", ("序号",), (), NUMBER),
        ("organisation", ("上年", "团员数"), (), "members.total@last:"),
        ("organisation", ("上年团员数",), (), "members.total@last:"),
        ("organisation", ("其中女",), ("上年度团员数",), "members.female@last:"),
        ("organisation", ("第一季度", "活动次数"), (), "activities.all.count@quarter:1"),
        ("organisation", ("上半年", "比贡献", "次数"), (), "activities.比贡献.count@half:1"),
        ("organisation", ("3月份活动次数",), (), "activities.all.count@months:3-3"),
        ("organisation", ("1-3月", "志愿服务时长"), (), "activities.volunteer.hours@months:1-3"),
        ("organisation", ("2009年", "团员数"), (), "members.total@year:2009"),
        ("organisation", ("本年", "团员数"), (), "members.total"),
        ("organisation", ("团员数", "上年数"), (), "members.total@last:"),
        ("organisation", ("团组织数", "团支部"), (), "organisations.团支部"),
        ("organisation", ("青年数", "35周岁以下青年", "男"), (), "youth.youth_35_male"),
        ("organisation", ("青年数", "28周岁以下党员"), (), "youth.party_members_28"),
        ("nominee", ("上年度教育评议等次",), (), "member.last_grade"),
        ("nominee", ("团龄（年）",), (), "nominee.league_years"),
        ("nominee", ("任现职时间",), (), "nominee.office_since"),
        ("volunteer_service", ("年累计时长（小时）",), (), "volunteer.hours"),
        ("volunteer_service", ("团组织",), (), "member.branch"),
        ("member", ("出生⏎年月".replace("⏎", "\n"),), (), "born"),
        ("member", ("姓  名",), (), "name"),
        ("member", ("基本情况", "姓名"), (), "name"),
        ("member", ("身份证号码：",), (), "id_number"),
        ("member", ("联系方式", "手机"), (), "phone"),
        ("officer", ("所属团组织",), (), "organisation"),
        ("officer", ("团内职务",), (), "post"),
        ("officer", ("姓名",), (), "member.name"),
        ("officer", ("支部人数",), (), "members.total"),
        ("assessment", ("团组织",), (), "organisation"),
        ("assessment", ("综合得分",), (), "total"),
        ("assessment", ("考核等次",), (), "final_grade"),
        ("nominated_organisation", ("主要事迹（限200字以内）",), (), "deeds"),
        ("nominated_organisation", ("全年活动次数",), (), "activities.all.count"),
        ("nominated_organisation", ("非团员青年数",), (), "organisation.youth_non_member"),
    ],
)
def test_words_of_real_sheets_are_sure(
    of: str, path: tuple[str, ...], left: tuple[str, ...], expected: str
) -> None:
    found = matcher(of).find(path, left)
    assert (found.source, found.sureness) == (expected, "sure")


@pytest.mark.usefixtures("office")
@pytest.mark.parametrize(
    ("of", "path"),
    [
        ("organisation", ("离团情况", "男")),
        ("organisation", ("青年数", "女")),
        ("organisation", ("推优入党", "合计")),
        ("member", ("介绍人", "姓名")),
        ("organisation", ("青年", "其中女")),
        ("organisation", ("上年", "28周岁以下未入团青年")),
        ("organisation", ("去年", "35周岁以下青年", "男")),
        ("member", ("配偶", "身份证号")),
    ],
)
def test_a_group_that_changes_the_meaning_is_asked_about(of: str, path: tuple[str, ...]) -> None:
    assert matcher(of).find(path).sureness != "sure"


@pytest.mark.usefixtures("office")
def test_of_which_belongs_to_the_column_before() -> None:
    assert matcher("organisation").find(("其中女",), ("青年数",)).sureness == "ask"
    assert matcher("organisation").find(("其中女",), ("现有团员",)).source == "members.female"
    under = matcher("organisation").find(("基本情况", "其中女"), ("基本情况", "青年数"))
    assert under.sureness == "ask"
    under = matcher("organisation").find(("基本情况", "其中女"), ("基本情况", "团员总数"))
    assert (under.source, under.sureness) == ("members.female", "sure")
    assert matcher("activity").find(("其中团员数",), ("实到人数",)) == Match("league_present", "sure")


@pytest.mark.usefixtures("office")
def test_what_nobody_knows_stays_blank() -> None:
    assert matcher("member").find(("婚恋意向",)) == Match(None, "unknown")


@pytest.mark.usefixtures("office")
def test_a_persons_choice_is_learnt() -> None:
    learnt = {header_key(("家庭 情况",)): "remark", header_key(("手机号码",)): None}
    found = subject("member")
    taught = Matcher(found.sources(), found.record, learnt)
    assert taught.find(("家庭情况（必填）",)) == Match("remark", "sure")
    assert taught.find(("手机号码",)) == Match(None, "sure")


@pytest.mark.parametrize(
    ("header", "limit"),
    [
        ("主要事迹（限200字以内）", 200),
        ("事迹材料(不超过500字)", 500),
        ("简介（100个字以内）", 100),
        ("姓名", None),
    ],
)
def test_limit_that_a_header_states(header: str, limit: int | None) -> None:
    assert stated_limit(header) == limit


DECORATIONS = ("{}", " {} ", "{}：", "{}（必填）", "{}*", "　{}")
GROUPS = ("", "", "基本情况", "离团情况", "配偶", "某某活动", "其他")


def spread(word: str, seed: int) -> str:
    """The word with a blank or a line break inside, as headers have them."""
    if seed == 0 or len(word) < 2 or not word.isalpha():
        return word
    return f"{word[:1]}{(' ', chr(10), '　')[seed % 3]}{word[1:]}"


@pytest.mark.usefixtures("office")
@given(data=st.data())
def test_known_words_in_any_dress_are_right_or_asked(data: st.DataObject) -> None:
    """A sure match means a source that answers to exactly these words; another group above makes it a question."""
    of = data.draw(st.sampled_from(SUBJECTS))
    sources = of.sources()
    found = Matcher(sources, of.record)
    source = sources[data.draw(st.sampled_from(sorted(sources)))]
    word = data.draw(st.sampled_from(source.words))
    levels = [
        data.draw(st.sampled_from(DECORATIONS)).format(spread(level, data.draw(st.integers(0, 3))))
        for level in word.split("/")
    ]
    group = data.draw(st.sampled_from(GROUPS))
    path = tuple([group, *levels] if group else levels)
    match = found.find(path)
    if match.sureness != "sure":
        return
    assert match.source is not None
    if match.source == NUMBER:
        return
    answers = {header_key(each.split("/")) for each in sources[match.source].words}
    whole = header_key(path)
    if group in ("", "基本情况", "其他"):
        assert header_key(word.split("/")) in answers
    else:  # only when the group belongs to the source's own words
        assert whole in answers or whole.replace("/", "") in {each.replace("/", "") for each in answers}
