"""Assessments of several years side by side: totals, grades and ranks of a branch, and each indicator's share of its points."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.assessment import Assessment, Score, outcome, ranks
from models.organisation import Organisation, tree
from models.scheme import BLOCKS, GOODS, Indicator, Scheme, indicators
from models.text import squash


class Mark(NamedTuple):
    """What one year gave: points out of how many, and for a whole assessment its grade, rank and veto."""

    assessment_id: int
    points: float | None
    of: float
    grade: str = ""
    rank: int | None = None
    vetoed: bool = False

    @property
    def share(self) -> float | None:
        """The part of the points that was reached, so that years with different points compare; None when not scored."""
        return None if self.points is None or not self.of else self.points / self.of


class Line(NamedTuple):
    """One organisation, block or indicator through the years."""

    name: str
    block: str
    marks: dict[int, Mark]  # by year


def years() -> list[int]:
    """The years in which anything was assessed, the earliest first."""
    return [row.year for row in Assessment.select(Assessment.year).distinct().order_by(Assessment.year)]


def by_organisation() -> list[tuple[int, Line]]:
    """Every organisation that was assessed, in the order of the tree, with the total of each year."""
    found: dict[int, dict[int, Mark]] = {}
    for assessment in Assessment.select():
        found.setdefault(assessment.organisation_id, {})[assessment.year] = _whole(assessment)
    names = Organisation.titles()
    return [(id_, Line(names[id_], "", found[id_])) for id_, _ in tree(include_ended=True) if id_ in found]


def _whole(assessment: Assessment) -> Mark:
    result = outcome(assessment)
    total = None if result.missing else result.total
    rank = ranks(assessment.year).get(assessment.organisation_id)
    return Mark(assessment.id, total, 100, assessment.grade or result.grade, rank, result.vetoed)


def by_indicator(organisation_id: int) -> list[Line]:
    """The four blocks and the indicators of one organisation through the years, the latest year's order first.

    An indicator of another year is the same when its content is the same in the same block, or else when it is the only
    one there of the same second level in both years.
    """
    mine = list(
        Assessment.select().where(Assessment.organisation == organisation_id).order_by(Assessment.year.desc())
    )
    lines: list[tuple[Indicator, Line]] = []
    blocks = {block: Line(block, "", {}) for block in GOODS}
    for assessment in mine:
        given = {
            score.indicator_id: score for score in Score.select().where(Score.assessment == assessment.id)
        }
        scheme = Scheme.get_by_id(assessment.scheme_id)
        wanted = [each for each in indicators(scheme) if each.block in GOODS]
        matched = match([each for each, _ in lines], wanted)
        for number, indicator in enumerate(wanted):
            score = given.get(indicator.id)
            mark = Mark(assessment.id, score.final if score else None, indicator.points)
            place = matched[number]
            if place is None:
                name = (
                    f"{indicator.topic}：{indicator.content}" if indicator.topic else str(indicator.content)
                )
                lines.append((indicator, Line(name, str(indicator.block), {assessment.year: mark})))
            else:
                lines[place][1].marks[assessment.year] = mark
            whole = blocks[indicator.block].marks
            before = whole.get(assessment.year, Mark(assessment.id, None, 0))
            points = before.points if mark.points is None else (before.points or 0) + mark.points
            whole[assessment.year] = before._replace(points=points, of=before.of + indicator.points)
    found = []
    for block in BLOCKS[:4]:
        inside = [line for indicator, line in lines if indicator.block == block]
        found += [blocks[block], *inside] if inside else []
    return found


def match(known: Sequence[Indicator], wanted: Sequence[Indicator]) -> list[int | None]:
    """For each wanted indicator the place of the known one that is the same; no two have the same place."""
    found: list[int | None] = [None] * len(wanted)
    for key in (_content, _topic):
        left = [place for place in range(len(known)) if place not in found]
        here = _only_once([(place, key(known[place])) for place in left])
        there = _only_once([(n, key(wanted[n])) for n in range(len(wanted)) if found[n] is None])
        for name, number in there.items():
            if name[1] and name in here:
                found[number] = here[name]
    return found


def _content(indicator: Indicator) -> tuple[str, str]:
    return str(indicator.block), squash(f"{indicator.content}")


def _topic(indicator: Indicator) -> tuple[str, str]:
    return str(indicator.block), squash(f"{indicator.topic or ''}")


def _only_once(keyed: Sequence[tuple[int, tuple[str, str]]]) -> dict[tuple[str, str], int]:
    keys = [key for _, key in keyed]
    return {key: place for place, key in keyed if keys.count(key) == 1}
