"""The sections of a summary: each part says what the records and figures tell, and nothing where they tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

from models.activity import CATEGORIES, Activity
from models.assessment import Assessment
from models.award import Honour
from models.dictionary import DictionaryEntry
from models.figures import catalogue
from models.member import Member
from models.organisation import Organisation
from models.summary import YEARLY
from models.summary_facts import Facts, date_words, gist, number_words, quoted, sentence, several

# 创先争优: what each of the three contests is for.
_AIMS = {
    "比贡献": "基层组织比贡献，争做服务大局的先锋队",
    "比作为": "共青团员比作为，争做水务发展的生力军",
    "比成效": "自身建设比成效，争做团建创新的开拓者",
}
_BEST, _BEST_OF_BRANCH = 3, 2
# From when on an assessment is not only the office's own opinion.
_AGREED = ("党组织已签署", "公示中", "已签字")


def organisation_part(facts: Facts) -> Iterator[str]:
    """Who there is: members, officers, volunteers, who came and went; how many organisations."""
    below = [facts.told(f"{kind}{{}}个", f"organisations.{kind}") for kind in ("团总支", "团支部")]
    party = facts.number("members.party")
    yield "现有" + sentence(
        [
            *([] if facts.of_branch else below),
            facts.told("团员{}人", "members.total"),
            facts.told("其中女团员{}人", "members.female"),
            facts.told("少数民族团员{}人", "members.minority"),
            f"保留团籍的党员{number_words(party)}人" if party else "",
        ]
    )
    yield sentence(
        [
            facts.told("有团干部{}人", "officers.total"),
            facts.told("注册志愿者{}人", "members.volunteers"),
            facts.told("28周岁以下未入团青年{}人", "youth.non_member"),
        ]
    )
    yield sentence(
        [
            facts.told("新发展团员{}人", "members.joined"),
            facts.told("转出、离团{}人", "members.left"),
            facts.told("递交入党申请的团员{}人", "members.applied"),
        ]
    )
    elected = facts.organisation.last_election
    if facts.of_branch and facts.kind == YEARLY and elected and elected[:4] == str(facts.year):
        yield f"{date_words(elected) or '本年'}按期完成换届。"


def activity_part(facts: Facts) -> Iterator[str]:
    """How much was done in all."""
    if not facts.number("activities.all.count"):
        return
    yield facts.span + sentence(
        [
            facts.told("开展活动{}次", "activities.all.count"),
            facts.told("参加{}人次", "activities.all.attendance"),
            facts.told("其中团员{}人次", "activities.all.league"),
            facts.told("带动未入团青年{}人次", "activities.all.youth"),
        ]
    )
    yield sentence(
        [
            facts.told("开展志愿服务{}次", "activities.volunteer.count"),
            facts.told("服务{}小时", "activities.volunteer.hours"),
            facts.told("与党组织联合开展活动{}次", "activities.party.count"),
        ]
    )


def contest_parts(facts: Facts) -> Iterator[tuple[str, str]]:
    """(aim, what was done for it) of each contest that something was done for; a branch's in the short form."""
    known = catalogue()
    for category in CATEGORIES:
        times = facts.number(f"activities.{category}.count")
        if not times:
            continue
        kinds = [
            (facts.number(f"activities.{kind}.count"), kind)
            for kind in DictionaryEntry.children("activity_kind", category)
            if f"activities.{kind}.count" in known
        ]
        kinds.sort(key=lambda each: -each[0])
        held = [f"{kind}{number_words(count)}次" for count, kind in kinds if count]
        yield (
            category if facts.of_branch else _AIMS[category],
            sentence(
                [
                    f"开展活动{number_words(times)}次",
                    facts.told("参加{}人次", f"activities.{category}.attendance"),
                    facts.told("服务{}小时", f"activities.{category}.hours"),
                    f"其中{several(held, 4, '个项目')}" if len(held) > 1 else "",
                    f"项目为{kinds[0][1]}" if len(held) == 1 else "",
                ]
            ),
        )


def best_activities(facts: Facts) -> list[Activity]:
    """The activities worth telling of: with a result, many hours or people; none twice."""
    found = list(Activity.select().where(Activity.id.in_(facts.ids_of("activities.all.count"))))
    found.sort(
        key=lambda each: (bool(each.result), each.person_hours or 0, each.present or 0, -each.id),
        reverse=True,
    )
    chosen: dict[str, Activity] = {}
    for each in found:
        chosen.setdefault(str(each.title), each)
    return sorted(
        list(chosen.values())[: _BEST_OF_BRANCH if facts.of_branch else _BEST],
        key=lambda each: (str(each.start), each.id),
    )


def best_part(facts: Facts) -> Iterator[str]:
    """The best activities, one sentence each."""
    for activity in best_activities(facts):
        whose = "" if facts.of_branch else Organisation.titles().get(activity.branch_id, "")
        where = f"在{activity.place}" if activity.place else ""
        yield sentence(
            [
                date_words(str(activity.start)),
                f"{whose}{where}开展{quoted(str(activity.title))}",
                f"{activity.present}人参加" if activity.present else "",
                f"服务{number_words(activity.person_hours)}小时" if activity.person_hours else "",
                gist(activity.result),
            ]
        )


def honour_part(facts: Facts) -> Iterator[str]:
    """What honours were received, of organisations and of members."""
    for name, whose, unit in (
        ("honours.organisations", "集体", "项"),
        ("honours.members", "团员", "项"),
    ):
        ids = facts.ids_of(name)
        if not ids:
            continue
        held = [
            _honour(each, facts)
            for each in Honour.select().where(Honour.id.in_(ids)).order_by(Honour.granted)
        ]
        yield f"{whose}获{several(list(dict.fromkeys(held)), 4, unit)}。"


def _honour(honour: Honour, facts: Facts) -> str:
    level = honour.level or ""
    if honour.member_id is not None:
        return f"{level}{quoted(str(honour.name))}（{Member.titles().get(honour.member_id, '')}）"
    whose = "" if facts.of_branch else Organisation.titles().get(honour.organisation_id, "")
    return f"{level}{quoted(str(honour.name))}" + (f"（{whose}）" if whose else "")


def assessment_part(facts: Facts) -> Iterator[str]:
    """The yearly assessment of a branch, once it has a grade."""
    if not facts.of_branch or facts.kind != YEARLY:
        return
    held = Assessment.get_or_none(
        Assessment.organisation == facts.organisation.id, Assessment.year == facts.year
    )
    if held is None:
        return
    total, grade = held.shown("total"), held.shown("final_grade")
    if total and grade and held.state in _AGREED:
        yield f"年度考核得{total}分，等次为{grade}。"
