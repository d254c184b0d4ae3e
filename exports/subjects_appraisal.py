"""Rows of the sheets of the members' appraisal: one a member (团员教育评议表, 团籍注册表), or one a branch (format 8b)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from exports.sources import Scope
from exports.sources_appraisal import of_branch
from exports.subject import Doubt, Subject, is_inside
from models.appraisal import MemberAppraisal
from models.appraisal_watch import watch
from models.figures import figure
from models.organisation import Organisation, branches


def appraisals(scope: Scope) -> list[MemberAppraisal]:
    """The year's appraisals by branch and member."""
    place = {organisation.id: number for number, organisation in enumerate(scope.organisations)}
    found = MemberAppraisal.select().where(MemberAppraisal.year == scope.year)
    kept = [each for each in found if is_inside(each.organisation_id, scope)]
    return sorted(kept, key=lambda each: (place.get(each.organisation_id, len(place)), each.member_id))


def registered(scope: Scope) -> list[MemberAppraisal]:
    """Those of them whose membership was registered."""
    ids = set(figure("appraisals.registered").ids(scope.period))
    return [each for each in appraisals(scope) if each.id in ids]


def branch_rows(scope: Scope) -> list[Organisation]:
    """The branches (团支部) of the scope, and other organisations that appraised members of their own."""
    existed = {branch.id for branch in branches(scope.period.last_day)}
    existed |= figure("appraisals.expected").by_organisation(scope.period).keys()
    return [each for each in scope.organisations if each.id in existed]


def check(records: Sequence[Any], scope: Scope) -> Iterator[Doubt]:
    """What the year's rules say of each branch (domain §7 format 8b: present > 2/3, 优秀 ≤ 30 %)."""
    for row, branch in enumerate(records):
        for problem in watch(branch.id, scope.year):
            yield Doubt(row, _COLUMNS.get(problem.field or "", _EXPECTED), problem.message, problem.severity)


_EXPECTED = "appraisals.expected"
_COLUMNS = {"grade": "appraisals.grade.优秀", "registration": "appraisals.registered"}

# Before any other sheet about organisations: those know the same figures, but not the meeting nor the rules.
SUMMARY = Subject(
    "appraisal_summary",
    Organisation,
    branch_rows,
    ("评议汇总", "评议情况", "评议统计"),
    organisation="id",
    more=of_branch,
    needs=("appraisals.appraised",),
    check=check,
)
SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "appraisal",
        MemberAppraisal,
        appraisals,
        MemberAppraisal.sheet_words[:3],
        ("member", "organisation"),
        needs=("held", "self_grade"),
    ),
    Subject(
        "registration",
        MemberAppraisal,
        registered,
        MemberAppraisal.sheet_words[3:],
        ("member", "organisation"),
        needs=("registered_on",),
    ),
)
