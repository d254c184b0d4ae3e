"""The one catalogue of figures: each has a name, the header words it answers to, what it counts, and the records behind it."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable
from typing import Any

from models import (
    figures_appraisal,
    figures_commitments,
    figures_honours,
    figures_news,
    figures_plans,
    figures_polls,
    figures_roster,
    figures_scoring,
    figures_supervision,
)
from models.activity import CATEGORIES, Activity
from models.assessment import Assessment
from models.award import Honour, Nomination
from models.dictionary import DictionaryEntry
from models.figure import Figure, Period
from models.organisation import Organisation

_IN_PERIOD = "start >= :first AND start < :end"


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
    return [
        *figures_roster.FIGURES,
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
    figures_honours.FIGURES,
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
