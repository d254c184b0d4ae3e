"""Who changed a score by hand, when and why, beside what its rule computed: read from the journal."""

from __future__ import annotations

from models.assessment import Score
from models.fields import decimal_text
from models.journal import history


def manual_change(score: Score) -> str:
    """In a sentence who gave the office's score in place of the computed one; "" where nothing stands beside it."""
    if score.id is None or score.office_score is None or score.computed is None:
        return ""
    label = Score.field("office_score").label
    computed = Score.field("computed").label
    same = score.office_score == score.computed
    said = f"{label}{decimal_text(score.office_score, 1)}分" + (
        f"与{computed}相同" if same else f"，{computed}{decimal_text(score.computed, 2)}分"
    )
    entry = next((each for each in history(score) if "office_score" in (each.new or {})), None)
    if entry is not None:
        said += f"；{entry.at[:16]} {entry.who}填写"
    return said + (f"，原因：{score.reason}" if score.reason else "" if same else "，没有写原因")
