"""The ballots on one organisation that are typed, as lines beside the paper that is being typed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush

from models.ballot import Ballot
from models.poll_result import ABSTAINED
from ui.icons import icon
from ui.table_paint import shades

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
HEADINGS = (Ballot.field("number").label, "类别", "答案", "复录")


class BallotLines(QAbstractTableModel):
    """One line a ballot, the highest number first: number, class, answers, how the second entry went."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ballots: list[Ballot] = []
        self._hide_answers = False

    def show_ballots(self, ballots: Sequence[Ballot], *, hide_answers: bool = False) -> None:
        """Show other ballots; while a second person types, the first answers are not to be seen."""
        self.beginResetModel()
        self.ballots = sorted(ballots, key=lambda ballot: -ballot.number)
        self._hide_answers = hide_answers
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """The ballots."""
        return 0 if parent.isValid() else len(self.ballots)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(HEADINGS):
            return None
        return HEADINGS[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; a sign and a colour where the two entries differ."""
        if not index.isValid():
            return None
        ballot = self.ballots[index.row()]
        if role == _DISPLAY:
            return self.texts(ballot)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return ballot.comment or ballot.reason
        if index.column() == 3 and ballot.differs:
            if role == Qt.ItemDataRole.DecorationRole:
                return icon("triangle-alert", "warn")
            if role == Qt.ItemDataRole.ForegroundRole:
                return QBrush(shades["warn"])
        return None

    def texts(self, ballot: Ballot) -> list[str]:
        """What the cells of a line say."""
        if ballot.invalid:
            answers = Ballot.field("invalid").label
        else:
            answers = "●●●" if self._hide_answers else " ".join(str(ballot.answers).replace(ABSTAINED, "－"))
        again = "" if ballot.again is None else "不一致" if ballot.differs else "一致"
        mark = "　有意见" if ballot.comment else ""
        return [str(ballot.number), ballot.shown("rater"), answers + mark, again]
