"""Composing a summary from the records in official Chinese, and what a fresh composition would change."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from models import settings
from models.changes import change
from models.organisation import Organisation, branches
from models.review import ABOVE
from models.summary import (
    DRAFT,
    HALF_YEARLY,
    MONTHLY,
    YEARLY,
    Summary,
    candidates,
    fingerprint,
    first_choice,
    period_of,
    set_pictures,
)
from models.summary_campaign import (
    appraisal_part,
    brand_part,
    correction_part,
    news_part,
    party_part,
    plan_part,
    review_part,
)
from models.summary_facts import Counted, Facts, number_words, numeral
from models.summary_sections import (
    activity_part,
    assessment_part,
    best_part,
    contest_parts,
    honour_part,
    organisation_part,
)

Part = Callable[[Facts], Iterator[str]]

BEST_ACTIVITIES = "主要活动"  # the section behind which the pictures stand
# The figures of the table by branch, each under its heading.
_COLUMNS = (
    ("团员", "members.total"),
    ("活动次数", "activities.all.count"),
    ("参加人次", "activities.all.attendance"),
    ("服务小时", "activities.volunteer.hours"),
    ("兑现承诺", "commitments.kept"),
    ("上报信息", "news.sent"),
)
_Sections = tuple[tuple[str, tuple[Part, ...]], ...]
# Headings with what is told under each; what says nothing is left out with its heading. A branch's are fewer: its year
# is told on two pages.
_OF_OFFICE: _Sections = (
    ("公开承诺、创建和宣传情况", (plan_part, brand_part, news_part)),
    ("党建带团建情况", (party_part,)),
    ("点评、评议和整改情况", (review_part, correction_part)),
    ("教育评议和获得荣誉情况", (appraisal_part, honour_part)),
)
_OF_BRANCH: _Sections = (
    ("公开承诺、宣传和党建带团建情况", (plan_part, brand_part, news_part, party_part)),
    (
        "接受点评、考核和获得荣誉情况",
        (review_part, correction_part, appraisal_part, assessment_part, honour_part),
    ),
)


def compose(summary: Summary, counted: Counted | None = None) -> str:
    """The text of a summary as the records stand now; headings count 一、（一）, a table's rows begin with |.

    `counted` as in Facts.
    """
    facts = Facts(summary, counted)
    sections: list[tuple[str, list[str]]] = [
        ("基本情况" if facts.of_branch else "组织和队伍情况", _paragraph(organisation_part, facts)),
        ("“三比三争”活动开展情况", _contest(facts)),
        (BEST_ACTIVITIES, _together((best_part,), facts) if facts.of_branch else list(best_part(facts))),
    ]
    further = _OF_BRANCH if facts.of_branch else _OF_OFFICE
    sections += [(heading, _together(parts, facts)) for heading, parts in further]
    if not facts.of_branch:
        sections.append(("各团支部情况", _table(facts)))
    told = [(heading, [each for each in lines if each]) for heading, lines in sections]
    lines = [_opening(facts)]
    for place, (heading, body) in enumerate([each for each in told if each[1]], 1):
        lines += [f"{numeral(place)}、{heading}", *body]
    return "\n".join(lines)


def _paragraph(part: Part, facts: Facts) -> list[str]:
    """The sentences of a part as one paragraph."""
    said = "".join(part(facts))
    return [said] if said else []


def _together(parts: Sequence[Part], facts: Facts) -> list[str]:
    """The parts under one heading: a branch's in one paragraph, which saves room, the office's in one each."""
    said = [each for part in parts for each in _paragraph(part, facts)]
    return ["".join(said)] if facts.of_branch and said else said


def _contest(facts: Facts) -> list[str]:
    aims = [f"（{numeral(place)}）{aim}。{told}" for place, (aim, told) in enumerate(contest_parts(facts), 1)]
    return [*_paragraph(activity_part, facts), *aims]


def _opening(facts: Facts) -> str:
    name = str(facts.organisation.name)
    party = facts.organisation.party_organisation
    above = str(facts.organisation.parent.name) if facts.organisation.parent_id is not None else ""
    district = settings.office("district_committee") or ABOVE
    led = "和".join(part for part in (party, above if facts.of_branch or above else district) if part)
    when = {
        YEARLY: f"{facts.year}年",
        HALF_YEARLY: f"{facts.year}年上半年",
        MONTHLY: f"{facts.year}年{facts.period.first[5:7].lstrip('0')}月",
    }[facts.kind]
    whom = "团员青年" if facts.of_branch else "各级团组织和团员青年"
    theme = settings.office("theme")
    about = f"以“{theme}”为主题" if theme else "按照创先争优活动要求"
    aim = f"{about}，深入开展“三比三争”，组织{whom}立足岗位、服务大局"
    told = {
        YEARLY: "现将一年来的工作总结如下",
        HALF_YEARLY: "现将上半年工作报告如下",
        MONTHLY: "现将本月工作报告如下",
    }
    return f"{when}，{name}{f'在{led}的领导下，' if led else ''}{aim}。{told[facts.kind]}。"


def _table(facts: Facts) -> list[str]:
    """A row for each branch, and their sum, as lines that begin with |; a column that has nothing to tell is left out."""
    mine = [branch for branch in branches(facts.period.last_day) if branch.id in facts.ids]
    if not mine:
        return []
    columns = [(heading, _counts(facts, name, mine)) for heading, name in _COLUMNS]
    told = [(heading, counts) for heading, counts in columns if any(counts)]
    rows = [["团支部", *(heading for heading, _ in told)]]
    rows += [
        [str(branch.name), *(number_words(counts[place]) for _, counts in told)]
        for place, branch in enumerate(mine)
    ]
    rows.append(["合计", *(number_words(sum(counts)) for _, counts in told)])
    return [f"|{'|'.join(row)}|" for row in rows]


def _counts(facts: Facts, name: str, of: Sequence[Organisation]) -> list[float]:
    """A figure of each of some organisations."""
    found = facts.by_organisation(name)
    return [found.get(each.id, 0) for each in of]


class Changed(NamedTuple):
    """One line of two texts that are compared: kept ("="), gone ("-") or new ("+")."""

    sign: str
    line: str


def compare(old: str, new: str) -> list[Changed]:
    """What would change from one text to another, line by line."""
    before, after = old.splitlines(), new.splitlines()
    found: list[Changed] = []
    for deed, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if deed == "equal":
            found += [Changed("=", line) for line in before[a:b]]
            continue
        found += [Changed("-", line) for line in before[a:b]]
        found += [Changed("+", line) for line in after[c:d]]
    return found


class Composed(NamedTuple):
    """How many summaries were begun, composed anew, and left because people have written in them."""

    new: int
    renewed: int
    left: int


def begin(
    organisation: Organisation,
    year: int,
    kind: str = YEARLY,
    month: int | None = None,
    counted: Counted | None = None,
) -> Summary:
    """A new summary, composed and with the best activities' pictures; one action. AppError when there is one."""
    summary = Summary(organisation=organisation.id, year=year, kind=kind, month=month, state=DRAFT)
    summary.complete()
    with change(f"编写“{summary.heading()}”"):
        _write(summary, compose(summary, counted))
        found = first_choice(candidates(organisation.id, period_of(summary)))
        set_pictures(summary, [(each.attachment, each.caption) for each in found])
    return summary


def renew(summary: Summary) -> None:
    """Compose a summary anew, whatever stands in it; its pictures stay. One action."""
    with change(f"重新编写“{summary.heading()}”"):
        _write(summary, compose(summary))


def _write(summary: Summary, text: str) -> None:
    summary.body, summary.fingerprint = text, fingerprint(text)
    summary.save()


def compose_all(
    organisations: Sequence[Organisation],
    year: int,
    kind: str = YEARLY,
    month: int | None = None,
    tick: Callable[[int, int], None] = lambda _done, _all: None,
) -> Composed:
    """The summaries of several organisations as one action: begun where there is none, renewed while they are drafts in
    which nobody has written. What `tick(done, all)` raises takes all of it back."""
    new = renewed = left = 0
    counted: Counted = {}
    with change(f"编写{year}年全部支部总结"):
        for place, organisation in enumerate(organisations):
            tick(place, len(organisations))
            held = _held(organisation, year, kind, month)
            if held is None:
                begin(organisation, year, kind, month, counted)
                new += 1
            elif held.edited or held.state != DRAFT:
                left += 1
            else:
                before = held.body
                _write(held, compose(held, counted))
                renewed += held.body != before
    return Composed(new, renewed, left)


def _held(organisation: Organisation, year: int, kind: str, month: int | None) -> Summary | None:
    return Summary.get_or_none(
        Summary.organisation == organisation.id,
        Summary.year == year,
        Summary.kind == kind,
        Summary.month.is_null() if month is None else Summary.month == month,
    )
