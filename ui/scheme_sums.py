"""The line that always says whether a scheme adds up: its blocks and their total, the parts' weights, what is missing."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from models.fields import decimal_text
from models.scheme import BONUS, DEDUCTION, FULL, GOODS, VETO
from ui import theme
from ui.scheme_draft import Draft


class SchemeSums(QWidget):
    """Left what the blocks come to, right what is wrong with it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.blocks, self.verdict = QLabel(), QLabel()
        theme.mark(self.blocks, role="muted")
        for label, name in ((self.blocks, "各块分值"), (self.verdict, "分值核对")):
            label.setAccessibleName(name)
            label.setWordWrap(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.LARGE)
        row.addWidget(self.blocks, 1)
        row.addWidget(self.verdict)

    def follow(self, draft: Draft) -> None:
        """Add up the draft as it stands."""
        parts = [f"{block} {_text(points(draft, block))}" for block in GOODS]
        bonus, deduction = points(draft, BONUS), points(draft, DEDUCTION)
        limit = draft.scheme.bonus_limit
        capped = f"（计入不超过{_text(limit)}）" if limit is not None and bonus > limit else ""
        parts += [f"{BONUS} {_text(bonus)}{capped}", f"{DEDUCTION} {_text(deduction)}"]
        parts.append(f"一票否决 {len(draft.in_block(VETO))}条")
        self.blocks.setText("　".join(parts))
        wrong = faults(draft)
        theme.mark(self.verdict, role="warning" if wrong else "muted")
        self.verdict.setText("；".join(wrong) if wrong else f"四个好合计{FULL}分，占比合计{FULL}%")


def points(draft: Draft, block: str) -> float:
    """What the indicators of a block come to."""
    return sum(line.points or 0 for line in draft.in_block(block))


def faults(draft: Draft) -> list[str]:
    """What is missing or too much, in words; nothing when the scheme adds up."""
    total = round(sum(points(draft, block) for block in GOODS), 6)
    found = []
    if total != FULL:
        more = "多" if total > FULL else "还差"
        found.append(f"四个好合计{_text(total)}分，{more}{_text(abs(total - FULL))}分")
    weights = draft.scheme.weight_sum()
    if weights != FULL:
        more = "多" if weights > FULL else "还差"
        found.append(f"三项占比合计{_text(weights)}%，{more}{_text(abs(weights - FULL))}%")
    return found


def _text(number: float) -> str:
    return decimal_text(number, 1)
