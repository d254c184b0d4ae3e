"""The one catalogue of figures: each has a name, the header words it answers to, what it counts, and the records behind it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import Any

from models import (
    figures_appraisal,
    figures_commitments,
    figures_news,
    figures_plans,
    figures_polls,
    figures_scoring,
    figures_supervision,
)
from models.activity import CATEGORIES, Activity
from models.assessment import Assessment
from models.award import Honour, Nomination
from models.dictionary import DictionaryEntry
from models.figure import Figure, Period
from models.member import Member, Office
from models.organisation import ACTIVE, KINDS, Organisation

# A member counts in a period when on the roster at its end: joined the League by then and not yet left.
_ON_ROSTER = "(left_on IS NULL OR left_on >= :end) AND (joined IS NULL OR joined < :end)"
_IN_PERIOD = "start >= :first AND start < :end"


def _members(name: str, label: str, condition: str, words: tuple[str, ...]) -> Figure:
    return Figure(f"members.{name}", label, Member, f"{_ON_ROSTER} AND {condition}", unit="人", words=words)


def _activities(
    name: str, label: str, condition: str, group: str, parameters: dict[str, Any]
) -> list[Figure]:
    """Times, person-times and hours of a group of activities."""
    where = f"{_IN_PERIOD} AND {condition}"
    names = [group] if group else []
    return [
        Figure(
            f"activities.{name}.count",
            f"{label}次数",
            Activity,
            where,
            unit="次",
            parameters=parameters,
            words=tuple(f"{each}/次数" for each in names) + tuple(f"{each}次数" for each in names),
        ),
        Figure(
            f"activities.{name}.attendance",
            f"{label}人次",
            Activity,
            where,
            "present",
            "人次",
            parameters=parameters,
            words=tuple(f"{each}/人次" for each in names) + tuple(f"{each}人次" for each in names),
        ),
        Figure(
            f"activities.{name}.hours",
            f"{label}时长",
            Activity,
            where,
            "person_hours",
            "小时",
            parameters=parameters,
            words=tuple(f"{each}/{leaf}" for each in names for leaf in ("时长", "服务时长", "总时长")),
        ),
    ]


def _organisations() -> list[Figure]:
    """How many organisations there are at the end of the period, the one that is asked included: all, and by kind."""
    stood = "(founded IS NULL OR founded < :end) AND (state = :active OR ended >= :end)"
    whole: dict[str, Any] = {"organisation": "id", "parameters": {"active": ACTIVE}}
    name, words = "团组织数", ("团组织数/合计", "团组织总数")
    found = [Figure("organisations.total", name, Organisation, stood, words=words, **whole)]
    for kind in KINDS.words:
        name, words = f"{kind}数", (f"团组织数/{kind}", f"{kind}数")
        where = f"{stood} AND kind = '{kind}'"
        found.append(Figure(f"organisations.{kind}", name, Organisation, where, words=words, **whole))
    return found


def _youth() -> list[Figure]:
    """The young people of an organisation that its card states: under 35 by sex, and the Party's young members."""
    stated = {
        "youth_35_male": ("35周岁以下男青年数", "35周岁以下青年（男）", "35周岁以下青年/男"),
        "youth_35_female": ("35周岁以下女青年数", "35周岁以下青年（女）", "35周岁以下青年/女"),
        "party_members_28": ("28周岁以下党员数", "28周岁以下党员"),
        "party_members_35": ("35周岁以下党员数", "35周岁以下党员"),
    }
    whole: dict[str, Any] = {"unit": "人", "organisation": "id"}
    return [
        Figure(
            f"youth.{each}", label, Organisation, _stated(each), each, words=_under("青年数", words), **whole
        )
        for each, (label, *words) in stated.items()
    ]


def _stated(column: str) -> str:
    return f"{column} IS NOT NULL"


def _under(group: str, words: Iterable[str]) -> tuple[str, ...]:
    return tuple(each for word in words for each in (word, f"{group}/{word}"))


def _fixed() -> list[Figure]:
    at_end = "(until IS NULL OR until >= :end) AND (since IS NULL OR since < :end)"
    office: dict[str, Any] = {"unit": "人", "organisation": "organisation_id"}
    return [
        _members(
            "total",
            "团员数",
            "1",
            ("团员数", "团员总数", "团员人数", "团员数/合计", "现有团员", "支部人数", "团员"),
        ),
        _members("male", "男团员数", "sex = '男'", ("团员数/男", "男团员", "其中男", "男")),
        _members("female", "女团员数", "sex = '女'", ("团员数/女", "女团员", "其中女", "女")),
        _members(
            "minority",
            "少数民族团员数",
            "ethnicity IS NOT NULL AND ethnicity NOT IN ('汉族', '汉')",
            ("团员数/少数民族", "团员数/其中少数民族", "少数民族", "少数民族团员"),
        ),
        _members(
            "volunteers",
            "注册志愿者数",
            "volunteer = 1",
            ("注册志愿者数", "注册志愿者", "志愿者数", "注册志愿者人数"),
        ),
        _members(
            "party",
            "党员数",
            "politics IN ('中共党员', '中共预备党员')",
            ("党员数", "保留团籍的党员", "团员数/保留团籍的党员"),
        ),
        _members("applied", "递交入党申请人数", "applied_to_party = 1", ("递交入党申请人数", "申请入党人数")),
        Figure(
            "members.joined",
            "新发展团员数",
            Member,
            "joined >= :first AND joined < :end",
            unit="人",
            words=("新发展团员数", "本年新发展团员数", "新发展团员", "发展团员数"),
        ),
        Figure(
            "members.left",
            "离开团员数",
            Member,
            "left_on >= :first AND left_on < :end",
            unit="人",
            words=("离团人数", "转出人数"),
        ),
        Figure(
            "officers.total",
            "团干部数",
            Office,
            at_end,
            words=("团干部数", "团干部", "团干部人数", "团干部数/合计"),
            **office,
        ),
        *[
            Figure(
                f"officers.{nature}",
                f"{nature}团干部数",
                Office,
                f"{at_end} AND nature = '{nature}'",
                words=(f"团干部数/{nature}", f"{nature}团干部", f"{nature}团干部数"),
                **office,
            )
            for nature in ("专职", "兼职", "挂职")
        ],
        *_organisations(),
        Figure(
            "youth.non_member",
            "未入团青年数",
            Organisation,
            _stated("youth_non_member"),
            "youth_non_member",
            "人",
            organisation="id",
            words=(
                "28周岁以下未入团青年",
                "青年数/28周岁以下未入团青年",
                "28周岁以下未入团青年数",
                "非团员青年数",
                "未入团青年",
                "未入团青年数",
                "青年数",
            ),
        ),
        *_youth(),
        Figure(
            "honours.members",
            "团员获奖数",
            Honour,
            "granted >= :first AND granted < :end AND member_id IS NOT NULL",
            unit="项",
            words=("个人荣誉", "团员获奖数"),
            organisation="(SELECT branch_id FROM member WHERE member.id = honour.member_id)",
        ),
        Figure(
            "honours.organisations",
            "集体获奖数",
            Honour,
            "granted >= :first AND granted < :end AND organisation_id IS NOT NULL",
            unit="项",
            words=("集体荣誉", "获奖数", "集体获奖数"),
            organisation="organisation_id",
        ),
        Figure(
            "nominations.total",
            "推荐数",
            Nomination,
            "CAST(year AS TEXT) >= :first AND CAST(year AS TEXT) < :end",
            unit="项",
            organisation="organisation_id",
            words=("推荐数", "推荐人数"),
        ),
        Figure(
            "assessments.total",
            "年度考核数",
            Assessment,
            "CAST(year AS TEXT) >= :first AND CAST(year AS TEXT) < :end",
            unit="份",
            organisation="organisation_id",
        ),
        *_activities("all", "活动", "1", "合计", {}),
        Figure(
            "activities.all.league",
            "参加活动团员人次",
            Activity,
            _IN_PERIOD,
            "league_present",
            "人次",
            words=("团员人次", "参加团员人次", "合计/团员人次"),
        ),
        Figure(
            "activities.all.youth",
            "参加活动青年人次",
            Activity,
            _IN_PERIOD,
            "youth_present",
            "人次",
            words=("青年人次", "未入团青年人次", "带动青年人次"),
        ),
        Figure(
            "activities.party.count",
            "党团联合活动次数",
            Activity,
            f"{_IN_PERIOD} AND joint_with_party = 1",
            unit="次",
            words=("党团联合活动次数", "与党组织联合活动次数"),
        ),
        Figure(
            "activities.cost",
            "活动经费",
            Activity,
            _IN_PERIOD,
            "cost",
            "元",
            words=("活动经费", "经费合计", "经费"),
        ),
        # 志愿服务: every activity in which hours were served, of whatever category.
        *_activities("volunteer", "志愿服务", "person_hours > 0", "志愿服务", {}),
    ]


_OTHER_WORDS = {
    "activities.all.count": ("活动次数", "全年活动次数", "活动总次数", "开展活动次数", "活动数"),
    "activities.all.attendance": ("参与人次", "参加人次", "活动人次", "参与总人次"),
    "activities.all.hours": ("活动总时长",),
    "activities.volunteer.hours": ("志愿服务时长", "志愿服务总时长", "服务时长", "志愿服务时长（小时）"),
    "activities.volunteer.count": ("志愿服务次数", "志愿服务活动次数"),
    "activities.volunteer.attendance": ("志愿服务人次",),
}


def _with_more_words(figure: Figure) -> Figure:
    more = _OTHER_WORDS.get(figure.name)
    if not more:
        return figure
    return Figure(**{**figure.__dict__, "words": (*figure.words, *more)})


# The figures of the campaign's other records, each subject's in a file of its own.
_OF_SUBJECTS: tuple[tuple[Figure, ...], ...] = (
    figures_appraisal.FIGURES,
    figures_commitments.FIGURES,
    figures_news.FIGURES,
    figures_plans.FIGURES,
    figures_polls.FIGURES,
    figures_scoring.FIGURES,
    figures_supervision.FIGURES,
)


@functools.lru_cache(maxsize=8)
def _catalogue(kinds: tuple[str, ...]) -> dict[str, Figure]:
    found = [*_fixed(), *(figure for figures in _OF_SUBJECTS for figure in figures)]
    for category in CATEGORIES:
        found += _activities(category, category, "category = :word", category, {"word": category})
    for kind in kinds:
        found += _activities(kind, kind, "kind = :word", kind, {"word": kind})
    return {figure.name: _with_more_words(figure) for figure in found}


def catalogue() -> dict[str, Figure]:
    """Every figure by its name; the activity kinds are those of the office's dictionary."""
    return _catalogue(DictionaryEntry.words("activity_kind").words)


def figure(name: str) -> Figure:
    """The figure of that name; KeyError when there is none."""
    return catalogue()[name]


def by_month(name: str, year: int, organisations: Collection[int] | None = None) -> list[float]:
    """A figure for each of the twelve months of a year."""
    return [figure(name).value(Period.months(year, month, month), organisations) for month in range(1, 13)]
