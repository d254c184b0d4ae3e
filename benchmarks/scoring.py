"""Scoring an office of 200 branches and 10,000 members by rule, beside one plain SQL pass over the same rows."""

from __future__ import annotations

import statistics
from pathlib import Path

from benchmarks.measure import Line, below, in_child, stopwatch
from benchmarks.scored_office import YEAR, make_office
from models.assessment import Score
from models.changes import change
from models.database import rows
from models.scoring import compute
from models.store import open_store

BRANCHES, MEMBERS, TIMES = 200, 10_000, 5
LIMIT = 1.0  # for 100 branches
# Every row that the figures read, and what they add up of it, by organisation.
_PASS = (
    "SELECT branch_id, count(*), sum(present), sum(expected), sum(youth_present), sum(person_hours)"
    " FROM activity WHERE start >= ? AND start < ? GROUP BY branch_id",
    "SELECT branch_id, count(*) FROM member WHERE joined < ?2 AND (left_on IS NULL OR left_on >= ?1)"
    " GROUP BY branch_id",
    "SELECT organisation_id, count(*) FROM news n JOIN news_use u ON u.news_id = n.id"
    " WHERE n.date >= ? AND n.date < ? GROUP BY organisation_id",
    "SELECT a.branch_id, count(*) FROM attachment f JOIN activity a ON a.id = f.record_id"
    " WHERE f.kind = 'activity' AND a.start >= ? AND a.start < ? GROUP BY a.branch_id",
    "SELECT organisation_id, count(*) FROM honour WHERE granted >= ? AND granted < ? GROUP BY organisation_id",
    "SELECT organisation_id, count(*) FROM commitment WHERE made >= ? AND made < ? GROUP BY organisation_id",
    "SELECT organisation_id, count(*) FROM party_report WHERE reported >= ? AND reported < ?"
    " GROUP BY organisation_id",
    "SELECT t.organisation_id, count(*) FROM return t JOIN request r ON r.id = t.request_id"
    " WHERE r.due >= ? AND r.due < ? GROUP BY t.organisation_id",
)


def measure(folder: Path, rows_: int) -> list[Line]:
    """The lines for the whole assessment, written the first time and read again unchanged; `rows_` is not used."""
    found = in_child(_score, folder / "office")
    plain = statistics.median(found["plain"])
    lines = []
    for what, name in (
        (f"score {BRANCHES} branches by {found['rules']} rules and keep it, per 100", "written"),
        ("   again, nothing changed, per 100", "again"),
    ):
        seconds = statistics.median(found[name]) * 100 / BRANCHES
        line = below(what, seconds, LIMIT)
        line.peer = f"{plain * 1000 * 100 / BRANCHES:.1f} ms"
        line.ratio = f"{plain * 100 / BRANCHES / seconds:.2f} ×"
        lines.append(line)
    return lines


def _score(folder: Path) -> dict[str, list[float] | int]:
    """Seconds for all branches: scored and written, scored again, and the plain pass."""
    store = open_store(folder, who="测量")
    found: dict[str, list[float]] = {"written": [], "again": [], "plain": []}
    try:
        office = make_office(BRANCHES, MEMBERS)
        for _ in range(TIMES):
            for name in ("written", "again"):
                with stopwatch() as watch:
                    compute(YEAR)
                found[name].append(watch.seconds)
            with stopwatch() as watch:
                for statement in _PASS:
                    rows(statement, (str(YEAR), str(YEAR + 1)))
            found["plain"].append(watch.seconds)
            with change("从头再来") as current:
                scores = list(Score.select())
                for score in scores:
                    score.computed = score.why = None
                current.save_all(scores)
        return {**found, "rules": len(office.indicators)}
    finally:
        store.close()
