"""The exact state behind a printed assessment form, kept under the short code that is printed on it."""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from models.assessment import Assessment, outcome, scores
from models.changes import change
from models.clock import now_text
from models.database import rows
from models.errors import AppError
from models.fields import Integer, Link, LongText, Text
from models.organisation import Organisation
from models.record import Record
from models.text import half_width

if TYPE_CHECKING:
    from models.scoring_reckoning import Reckoning
    from models.scoring_values import EvidenceLine

# Read aloud and copied by hand: without 0 and O, 1 and I.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8
INDICATOR = ("block", "topic", "number", "content", "points", "criteria", "rule")
SCORE = (
    "self_score",
    "public_score",
    "office_score",
    "computed",
    "why",
    "reason",
    "evidence",
    "vetoed",
    "remark",
)
SCHEME = ("name", "year", "version", "weight_office", "weight_review", "weight_poll", "bonus_limit", "bands")
ASSESSMENT = (
    *("review_score", "poll_score", "grade", "recommended", "party_opinion", "office_opinion"),
    *("self_assessor", "assessors", "signed_on"),
)
TOTALS = ("self_total", "office_total", "bonus", "deduction", "total", "vetoed", "grade")


class Snapshot(Record):
    """One state of an assessment that was printed; the same state printed again keeps its code."""

    label = "评分表存底"
    key = ("code",)
    year_field = "year"
    organisation_field = "organisation"
    search_fields = ("code",)

    code = Text("评分表编号", required=True, unique=True, width=11)
    organisation = Link("存底的团组织", Organisation, width=20)
    year = Integer("存底年度", required=True, width=8)
    kept_at = Text("存底时间", required=True, width=16)
    state = LongText("存底内容", required=True)

    def heading(self) -> str:
        return f"{self.code} {Organisation.titles().get(self.organisation_id, '')}{self.year}年度考核评分表"

    @property
    def kept(self) -> dict[str, Any]:
        """What was kept, as state_of() gave it."""
        found: dict[str, Any] = json.loads(_unpacked(self.state))
        return found


def _reckoning(year: int, assessments: Sequence[Assessment]) -> Reckoning:
    # The rules of scoring are wanted when a state is kept: not at every start.
    from models.scoring_reckoning import Reckoning

    return Reckoning(year, assessments)


def state_of(assessment: Assessment, reckoning: Reckoning | None = None) -> dict[str, Any]:
    """Everything that an assessment's form rests on: scheme, indicators, scores with their evidence, totals.

    `reckoning` may hold what was read already for others of the year.
    """
    result = outcome(assessment)
    found = reckoning or _reckoning(assessment.year, [assessment])
    ruled = found.rules(assessment)
    return {
        "organisation": Organisation.titles().get(assessment.organisation_id, ""),
        "year": assessment.year,
        "scheme": {name: assessment.scheme.value(name) for name in SCHEME},
        "given": {name: assessment.value(name) for name in ASSESSMENT},
        "totals": {name: getattr(result, name) for name in TOTALS},
        "rank": assessment.value("rank"),
        "lines": [
            {
                "indicator": {name: indicator.value(name) for name in INDICATOR},
                "score": {name: score.value(name) for name in SCORE},
                "final": score.final,
                "records": _records(found.lines(assessment, indicator.id)) if indicator.id in ruled else [],
            }
            for indicator, score in scores(assessment)
        ],
    }


def _records(lines: Sequence[EvidenceLine]) -> list[list[Any]]:
    """[figure, kind, id, amount] of what counts; what is only divided by is in the words of the score."""
    counted = [line for line in lines if not line.base and not line.excluded]
    return sorted([line.figure, line.kind, line.record_id, line.amount] for line in counted)


def code_of(state: dict[str, Any], salt: int = 0) -> str:
    """The code of a state: the same for the same state, another for any other."""
    text = json.dumps(state, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    number = int.from_bytes(hashlib.sha256(f"{salt}{text}".encode()).digest())
    found = ""
    for _ in range(LENGTH):
        number, sign = divmod(number, len(SIGNS))
        found += SIGNS[sign]
    return found


def keep(assessments: Sequence[Assessment]) -> dict[int, str]:
    """Keep the present state of these assessments; returns the code of each by the assessment's id.

    A state that was kept before keeps its code and is not written again.
    """
    found: dict[int, str] = {}
    new: list[Snapshot] = []
    reckonings = {year: _reckoning(year, assessments) for year in {each.year for each in assessments}}
    for assessment in assessments:
        state = state_of(assessment, reckonings[assessment.year])
        text = json.dumps(state, ensure_ascii=False, sort_keys=True)
        salt = 0
        while (held := _held(code_of(state, salt))) not in (None, text):
            salt += 1
        code = found[assessment.id] = code_of(state, salt)
        if held is None:
            new.append(
                Snapshot(
                    code=code,
                    organisation=assessment.organisation_id,
                    year=assessment.year,
                    kept_at=now_text(),
                    state=_packed(text),
                )
            )
    if new:
        with change(f"打印{len(new)}份年度考核评分表", background=True) as current:
            current.save_all(new)
    return found


def _held(code: str) -> str | None:
    """The state that is kept under a code, as text; None for none."""
    found = rows("SELECT state FROM snapshot WHERE code = ?", (code,))
    return _unpacked(found[0][0]) if found else None


def _packed(text: str) -> str:
    """A state as it is stored: a fifth as long, in the table and in the journal."""
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _unpacked(stored: str) -> str:
    return zlib.decompress(base64.b64decode(stored)).decode()


def find(typed: str) -> Snapshot:
    """The state kept under a code, however it is typed; AppError when there is none."""
    wanted = half_width(typed).upper().replace(" ", "").replace("-", "")
    found = Snapshot.get_or_none(Snapshot.code == wanted)
    if found is None:
        strange = sorted({sign for sign in wanted if sign not in SIGNS})
        reason = (
            f"编号里没有“{'、'.join(strange)}”这样的字符"
            if strange
            else f"编号是{LENGTH}个字符"
            if len(wanted) != LENGTH
            else "请对照打印的评分表页脚核对"
        )
        raise AppError(f"没有编号为“{typed.strip()}”的评分表。", f"{reason}。")
    return found


class Difference(NamedTuple):
    """One line of the form then and now; None where the indicator was not or is no longer there."""

    indicator: dict[str, Any]
    then: dict[str, Any] | None
    now: dict[str, Any] | None

    @property
    def changed(self) -> set[str]:
        """Which of the values are not what they were."""
        if self.then is None or self.now is None:
            return {"final"}
        old, new = self.then, self.now
        found = {name for name in SCORE if old["score"].get(name) != new["score"].get(name)}
        found |= {name for name in ("final", "records") if old[name] != new[name]}
        return found | {
            name for name in INDICATOR if old["indicator"].get(name) != new["indicator"].get(name)
        }


def compare(then: dict[str, Any], now: dict[str, Any] | None) -> list[Difference]:
    """The lines of two states side by side, in the order of the first; lines are the same by block and content."""

    def by_key(state: dict[str, Any] | None) -> dict[tuple[str, str], dict[str, Any]]:
        lines = [] if state is None else state["lines"]
        return {(line["indicator"]["block"], line["indicator"]["content"]): line for line in lines}

    old, new = by_key(then), by_key(now)
    return [
        Difference((old.get(key) or new[key])["indicator"], old.get(key), new.get(key))
        for key in dict.fromkeys([*old, *new])
    ]


def today_of(snapshot: Snapshot) -> dict[str, Any] | None:
    """The state of the same assessment now; None when it is no longer there."""
    now = Assessment.get_or_none(
        Assessment.organisation == snapshot.organisation_id, Assessment.year == snapshot.year
    )
    # Through JSON, as what was kept: the two can then be compared.
    return None if now is None else dict(json.loads(json.dumps(state_of(now), ensure_ascii=False)))
