"""基层团组织年度考核评分表: what stands in each organisation's form of a year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date

from exports.paper import Document
from models import settings
from models.assessment import Assessment, Outcome, Score, outcome
from models.clock import today
from models.errors import AppError
from models.files import FileStore
from models.member import Member, Office
from models.organisation import Organisation, branches, subtree, tree
from models.partial_date import in_words
from models.scheme import BONUS, DEDUCTION, VETO, Indicator, Scheme, indicators, scheme_for
from models.snapshot import keep

TITLE = "基层团组织年度考核评分表"
_KINDS = {BONUS: "bonus", DEDUCTION: "deduction", VETO: "veto"}
_GIVES = re.compile(r"，(?:得(?:满分)?[0-9.]+分|不得分)$")
_SCORES = {"self": "self_score", "public": "public_score", "office": "office_score"}


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year, of one organisation and those below it or of all; nothing in them is covered."""
    return assessment_documents(assessed(year, organisation_id), year)


def assessed(year: int, organisation_id: int | None) -> list[Organisation]:
    """The branches of a year and whatever else is assessed in it, in the order of the tree."""
    wanted = {branch.id for branch in branches(date(year, 12, 31))}
    wanted |= {row.organisation_id for row in Assessment.select().where(Assessment.year == year)}
    if organisation_id is not None:
        wanted = (wanted & subtree(organisation_id)) or {organisation_id}
    if not wanted:
        raise AppError("还没有团支部，没有可以打印的考核评分表。", "请先导入或新建团组织。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    found = Organisation.select().where(Organisation.id.in_(list(wanted)))
    return sorted(found, key=lambda organisation: place[organisation.id])


def assessment_documents(organisations: Iterable[Organisation], year: int) -> list[Document]:
    """Each organisation's assessment of a year; a blank form of its scheme where none is begun.

    The state behind each form is kept under the code that is printed on it (models/snapshot.py).

    Raises AppError where there is no scheme for an organisation.
    """
    wanted = list(organisations)
    records = _Records(wanted, year)
    return [records.document(organisation) for organisation in wanted]


class _Records:
    """The records behind the forms of a year, read once for all organisations."""

    def __init__(self, organisations: Sequence[Organisation], year: int) -> None:
        self._year = year
        self._committee = settings.office("office_name")
        self._secretaries = _secretaries(organisations, year)
        begun = Assessment.select().where(
            Assessment.year == year, Assessment.organisation.in_([each.id for each in organisations])
        )
        self._begun = {assessment.organisation_id: assessment for assessment in begun}
        self._scores: dict[int, dict[int, Score]] = {}
        ids = [assessment.id for assessment in self._begun.values()]
        for score in Score.select().where(Score.assessment.in_(ids)):
            self._scores.setdefault(score.assessment_id, {})[score.indicator_id] = score
        self._codes = keep(list(self._begun.values()))
        self._schemes = {scheme.id: scheme for scheme in Scheme.select()}
        self._indicators: dict[int, list[Indicator]] = {}

    def document(self, organisation: Organisation) -> Document:
        """What stands in one organisation's form."""
        assessment = self._begun.get(organisation.id)
        if assessment is None:
            scheme = _scheme(organisation, self._year)
            return self._common(organisation, self._given(scheme, {}), scheme, None) | _BLANK
        scheme = self._schemes[assessment.scheme_id]
        given = self._given(scheme, self._scores.get(assessment.id, {}))
        vetoed = {score.vetoed for indicator, score in given if indicator.block == VETO} - {None}
        return self._common(organisation, given, scheme, outcome(assessment)) | {
            "code": self._codes[assessment.id],
            "date": in_words(str(assessment.signed_on or "")),
            "score": assessment.shown("total"),
            "grade": assessment.grade or assessment.shown("computed_grade"),
            "rank": assessment.shown("rank"),
            "veto": Score.field("vetoed").show(any(vetoed) if vetoed else None),
            "self_assessor": assessment.self_assessor or "",
            "assessors": assessment.assessors or "",
            "party_opinion": assessment.party_opinion or "",
            "office_opinion": assessment.office_opinion or "",
        }

    def _given(self, scheme: Scheme, scores: dict[int, Score]) -> list[tuple[Indicator, Score]]:
        if scheme.id not in self._indicators:
            self._indicators[scheme.id] = indicators(scheme)
        return [
            (indicator, scores.get(indicator.id) or Score(indicator=indicator.id))
            for indicator in self._indicators[scheme.id]
        ]

    def _common(
        self,
        organisation: Organisation,
        given: list[tuple[Indicator, Score]],
        scheme: Scheme,
        result: Outcome | None,
    ) -> dict[str, object]:
        return {
            "bookmark": organisation.name,
            "caption": f"{organisation.name}　{self._year}年度基层团组织考核评分表",
            "year": str(self._year),
            "committee": self._committee,
            "organisation": organisation.name,
            "unit": organisation.unit or "",
            "secretary": self._secretaries.get(organisation.id, ""),
            "blocks": _blocks(given, scheme),
            "total": _total(given, result),
            "notes": "；".join(filter(None, (scheme.source and f"考核依据为{scheme.source}", scheme.remark))),
        }


_BLANK = dict.fromkeys(
    (
        "code",
        "date",
        "score",
        "grade",
        "rank",
        "veto",
        "self_assessor",
        "assessors",
        "party_opinion",
        "office_opinion",
    ),
    "",
)


def _scheme(organisation: Organisation, year: int) -> Scheme:
    scheme = scheme_for(year, organisation.kind)
    if scheme is None:
        raise AppError(
            f"{year}年没有适用于{organisation.kind}的考核方案，无法打印“{organisation.name}”的考核评分表。",
            "请先在“考评”里新建方案，或从上一年复制。",
        )
    return scheme


def _blocks(given: list[tuple[Indicator, Score]], scheme: Scheme) -> list[Document]:
    """The first-level blocks in the form's order, their rows grouped by second level."""
    blocks: dict[str, list[tuple[Indicator, Score]]] = {}
    for indicator, score in given:
        blocks.setdefault(indicator.block, []).append((indicator, score))
    number = 0
    found: list[Document] = []
    for name, pairs in blocks.items():
        groups: list[tuple[str, list[Document]]] = []
        for indicator, score in pairs:
            number += 1
            topic = indicator.topic or ""
            if not groups or groups[-1][0] != topic:
                groups.append((topic, []))
            groups[-1][1].append(_row(number, indicator, score))
        limit = scheme.bonus_limit if name == BONUS else None
        subtotal = None if name == VETO else _sums(pairs, limit)
        found.append(
            {
                "kind": _KINDS.get(name, "score"),
                "name": name,
                "points": subtotal["points"] if subtotal else "",
                "groups": [{"name": topic, "rows": rows} for topic, rows in groups],
                "subtotal": subtotal,
            }
        )
    return found


def _row(number: int, indicator: Indicator, score: Score) -> Document:
    veto = indicator.block == VETO
    return {
        "number": str(number),
        "content": indicator.content,
        "points": _points(indicator.points or None),
        "standard": indicator.criteria or "",
        "evidence": _evidence(indicator, score),
        **{key: score.shown(name) for key, name in _SCORES.items()},
        "office": "" if veto else _points(score.final),
        "reason": _reason(score),
        "final": score.shown("vetoed") if veto else _points(score.final),
        "note": score.remark or "",
    }


def _evidence(indicator: Indicator, score: Score) -> str:
    """What the score rests on: the numbers that its rule found, what the branch named, else what was asked for."""
    if score.why and score.computed is not None:
        # What it gave stands in the column of scores.
        return "；".join(filter(None, (_GIVES.sub("", str(score.why)), score.evidence)))
    return score.evidence or indicator.basis or ""


def _reason(score: Score) -> str:
    """Why points were lost or added; by hand, beside what the rule gave."""
    by_hand = score.computed is not None and score.office_score not in (None, score.computed)
    computed = f"{Score.field('computed').label}{score.shown('computed')}" if by_hand else ""
    return "；".join(filter(None, (score.reason, computed)))


def _sums(pairs: Sequence[tuple[Indicator, Score]], limit: float | None) -> dict[str, str]:
    """A block's subtotal; its final score goes no higher than `limit` (the scheme's limit of bonus points)."""
    sums = {key: _sum(score.value(name) for _, score in pairs) for key, name in _SCORES.items()}
    final = _sum(score.final for _, score in pairs)
    sums["office"] = final
    if final is not None and limit is not None:
        final = min(final, limit)
    points = sum(indicator.points for indicator, _ in pairs) or None
    values = {"points": points if limit is None else min(points or limit, limit), **sums, "final": final}
    return {key: _points(value) for key, value in values.items()}


def _total(given: Sequence[tuple[Indicator, Score]], result: Outcome | None) -> Document:
    """The line under all blocks: points and scores of the four blocks, and with bonus and deduction the final score."""
    points = sum(indicator.points for indicator, _ in given if indicator.block not in _KINDS)
    final = None
    if result is not None and result.office_total is not None:
        final = result.office_total + result.bonus - result.deduction
    return {
        "points": _points(points),
        "self": _points(result.self_total if result else None),
        "public": _points(result.public_total if result else None),
        "office": _points(result.office_total if result else None),
        "final": _points(final),
    }


def _sum(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _points(value: float | None) -> str:
    return Indicator.field("points").show(value)


def _secretaries(organisations: Sequence[Organisation], year: int) -> dict[int, str]:
    """Who was secretary of each organisation at the end of the year, or is now."""
    end = min(f"{year}-12", today().isoformat()[:7])
    offices = Office.select().where(
        Office.organisation.in_([each.id for each in organisations]), Office.post == "书记"
    )
    held = [
        office
        for office in offices
        if (office.since or "") <= end and (office.until is None or office.until >= end)
    ]
    held.sort(key=lambda office: office.since or "")
    names = Member.titles()
    return {office.organisation_id: names.get(office.member_id, "") for office in held}
