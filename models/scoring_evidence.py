"""What the office itself says of the records behind a score: this one counts too, that one does not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from models.assessment import Score, refuse_signed
from models.fields import Choice, Integer, Link, LongText, Text, Words
from models.kinds import all_kinds
from models.record import Problem, Record

ADDED, EXCLUDED = "计入", "不计"


class ScoreEvidence(Record):
    """One record that the office added to what a score counts, or excluded from it; who and when is in the journal."""

    label = "评分依据"
    key = ("score", "kind", "record_id")
    search_fields = ()
    hangs_on_any = True

    score = Link("所依据的得分", Score, required=True, owner=True)
    kind = Text("依据记录类别", required=True)
    record_id = Integer("依据记录编号", required=True)
    choice = Choice("计与不计", Words((ADDED, EXCLUDED)), required=True, width=7)
    figure = Text("计入哪个统计项", width=14, hint="空着计入规则里这类记录的每个统计项")
    reason = LongText("不计（计入）原因", limit=300, width=20, hint="不计时必填")
    remark = LongText("依据备注", limit=300, width=14)

    class Meta:
        indexes = ((("score", "kind", "record_id"), True),)

    def heading(self) -> str:
        return f"{self.choice}{record_title(self.kind, self.record_id)}" if self.kind else self.label

    def rules(self) -> Iterator[Problem]:
        if self.choice == EXCLUDED and not self.reason:
            yield Problem("reason", "不计一条记录要写原因")

    @classmethod
    def after_save(cls, saved: list[tuple[ScoreEvidence, dict[str, Any] | None]]) -> None:
        refuse_signed({said.score.assessment_id for said, _ in saved})

    @classmethod
    def after_delete(cls, deleted: list[ScoreEvidence]) -> None:
        refuse_signed({said.score.assessment_id for said in deleted})

    @classmethod
    def before_undo(cls, id_: int, values: dict[str, Any]) -> None:
        score = Score.get_or_none(Score.id == values.get("score"))
        refuse_signed({None if score is None else score.assessment_id})


def record_kind(name: str) -> type[Record]:
    """The kind of record of that name; KeyError when there is none."""
    return next(kind for kind in all_kinds() if kind.kind_name() == name)


def record_title(kind: str, record_id: int) -> str:
    """How the record that stands behind a score is called; "" when it is gone."""
    return record_kind(kind).titles().get(record_id, "")
