"""Who is eligible among 10,000 members and 200 branches, beside one plain SQL pass over the same rows, and a slow recount."""

from __future__ import annotations

import statistics
from datetime import date
from pathlib import Path
from random import Random

from benchmarks.measure import Line, in_child, stopwatch
from models.award_kind import GROUP, PERSON
from models.database import rows
from models.eligibility import verdicts
from models.store import open_store
from tests.models.award_office import YEAR, Office
from tests.models.test_eligibility import agree, all_conditions, award_for

BRANCHES, MEMBERS, TIMES = 200, 10_000, 7
DAY = date(YEAR, 12, 31)
LIMIT = 1.0
# Every row that the conditions look at, brought in once.
_PASS = (
    "SELECT id, name, branch_id, born, id_number, joined, politics, party_joined, volunteer, volunteer_since,"
    " last_grade, dues_until, state, left_on FROM member",
    "SELECT p.member_id, p.activity_id, p.hours FROM activity a JOIN participation p ON p.activity_id = a.id",
    "SELECT member_id, year, grade, registration, id FROM member_appraisal",
    "SELECT id, member_id, organisation_id, name, level, granted FROM honour",
    "SELECT id, member_id, post, since, until FROM office",
)


def measure(folder: Path, rows_: int) -> list[Line]:
    """The lines for members by all conditions there are, and by how many the recount differs; `rows_` is not used."""
    found = in_child(_judge, folder / "office")
    seconds, plain = statistics.median(found["judged"]), statistics.median(found["plain"])
    what = f"who of {MEMBERS:,} members is eligible, by {found['conditions']} conditions"
    speed = Line(
        what,
        f"{seconds:.2f} s",
        f"{plain:.2f} s",
        f"{seconds / plain:.1f} of it",
        f"< {LIMIT:g} s",
        seconds < LIMIT,
    )
    agreed = Line(
        f"   {found['verdicts']:,} verdicts on members and {BRANCHES} branches agree with a recount",
        f"{found['recount']:.0f} s",
        met=True,
    )
    return [speed, agreed]


def _judge(folder: Path) -> dict[str, list[float] | float]:
    """Seconds for all verdicts and for the plain pass; AssertionError where the recount finds anything else."""
    store = open_store(folder, who="测量")
    judged, plain = [], []
    try:
        Office(Random(YEAR), BRANCHES, MEMBERS).fill()
        award = award_for(PERSON, *all_conditions(PERSON))
        for _ in range(TIMES):
            with stopwatch() as watch:
                verdicts(award, YEAR, day=DAY)
            judged.append(watch.seconds)
            with stopwatch() as watch:
                for statement in _PASS:
                    rows(statement)
            plain.append(watch.seconds)
        with stopwatch() as watch:
            count = len(agree(award, DAY)) + len(agree(award_for(GROUP, *all_conditions(GROUP)), DAY))
        return {
            "judged": judged,
            "plain": plain,
            "conditions": len(all_conditions(PERSON)),
            "verdicts": count,
            "recount": watch.seconds,
        }
    finally:
        store.close()
