"""The verdicts on everybody for one award as lines: who, where, eligible or not and why, how far put forward."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from models.eligibility import ELIGIBLE, LACKING, NOT_ELIGIBLE, Verdict, nearly
from models.member import Member
from models.pinyin import Index, fold
from ui import theme

_Index = QModelIndex | QPersistentModelIndex
_DISPLAY = Qt.ItemDataRole.DisplayRole
NEAR = "差一点"
STATES = (ELIGIBLE, NEAR, LACKING, NOT_ELIGIBLE)
TONES = {ELIGIBLE: "good", NEAR: "warn", LACKING: "info", NOT_ELIGIBLE: "neutral"}
NAME, HOME, STATE, WHY, PUT = range(5)
_HEADINGS = ("对象", Member.field("branch").label, "资格", "理由", "推荐情况")


class EligibleModel(QAbstractTableModel):
    """Holds all verdicts and shows those asked for; the nearest first among those who are nearly eligible."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.headings: tuple[str, ...] = _HEADINGS
        self._all: list[Verdict] = []
        self._index: Index | None = None  # made when first searched
        self._near: dict[int, int] = {}
        self._titles: Mapping[int, str] = {}
        self._put: Mapping[int, str] = {}
        self.lines: list[Verdict] = []
        self._state, self._words = "", ""
        self._homes: Collection[int] | None = None
        self._order: tuple[int, Qt.SortOrder] | None = None

    def show_verdicts(
        self, found: Sequence[Verdict], titles: Mapping[int, str], put: Mapping[int, str]
    ) -> None:
        """Show other verdicts; `titles` names the organisations, `put` says how far a subject's nomination has come."""
        self.beginResetModel()
        self._all = list(found)
        self._near = {verdict.subject: place for place, verdict in enumerate(nearly(found))}
        self._titles, self._put = titles, put
        self._index = None
        self._choose()
        self.endResetModel()

    def narrow(self, state: str, homes: Collection[int] | None, words: str) -> None:
        """Show only one state ('' for all), of some organisations (None for all), found by words or pinyin."""
        self.beginResetModel()
        self._state, self._homes, self._words = state, homes, words
        self._choose()
        self.endResetModel()

    def counts(self) -> dict[str, int]:
        """How many there are of each state in the organisations that are looked at."""
        found = dict.fromkeys(STATES, 0)
        for verdict in self._all:
            if self._homes is None or verdict.organisation in self._homes:
                found[self.state_of(verdict)] += 1
        return found

    def state_of(self, verdict: Verdict) -> str:
        """The verdict in the words of the switches: those nearly eligible are told apart."""
        return NEAR if verdict.subject in self._near else verdict.state

    def home_of(self, verdict: Verdict) -> str:
        """The name of the organisation a subject belongs to."""
        return self._titles.get(verdict.organisation, "")

    def put_of(self, verdict: Verdict) -> str:
        """How far the subject's nomination has come; '' without one."""
        return self._put.get(verdict.subject, "")

    def row_of(self, subject: int) -> int | None:
        """The line of a subject; None while it is not shown."""
        return next((row for row, verdict in enumerate(self.lines) if verdict.subject == subject), None)

    # -- Qt -----------------------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own signature)
        """Those shown."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """As many as headings."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Headings above, numbers at the left."""
        if orientation == Qt.Orientation.Vertical:
            return section + 1 if role == _DISPLAY else None
        if not 0 <= section < len(self.headings):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return self.headings[section] if role == _DISPLAY else None

    def data(self, index: _Index, role: int = _DISPLAY) -> Any:
        """Texts; the state in its colour."""
        if not index.isValid():
            return None
        verdict = self.lines[index.row()]
        if role in (_DISPLAY, Qt.ItemDataRole.ToolTipRole):
            return self.text(verdict, index.column())
        if role == Qt.ItemDataRole.ForegroundRole and index.column() == STATE:
            return theme.colour(_INK[self.state_of(verdict)])
        return None

    def text(self, verdict: Verdict, column: int) -> str:
        """What a cell says."""
        if column == NAME:
            return verdict.name
        if column == HOME:
            return self.home_of(verdict)
        if column == STATE:
            return self.state_of(verdict)
        if column == PUT:
            return self.put_of(verdict)
        return why(verdict)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; by none (-1) the office's order, the nearest first among those nearly eligible."""
        self.layoutAboutToBeChanged.emit()
        self._order = (column, order) if 0 <= column < len(self.headings) else None
        self._choose()
        self.layoutChanged.emit()

    def _choose(self) -> None:
        lines = [
            verdict
            for verdict in self._found()
            if (not self._state or self.state_of(verdict) == self._state)
            and (self._homes is None or verdict.organisation in self._homes)
        ]
        if self._order is not None:
            column, order = self._order
            lines.sort(
                key=lambda verdict: self._key(verdict, column), reverse=order == Qt.SortOrder.DescendingOrder
            )
        elif self._state == NEAR:
            lines.sort(key=lambda verdict: self._near[verdict.subject])
        self.lines = lines

    def _found(self) -> Iterable[Verdict]:
        if not self._words.strip():
            return self._all
        if self._index is None:
            named = (f"{verdict.name} {self.home_of(verdict)}" for verdict in self._all)
            self._index = Index([(fold(name), name) for name in named])
        return (self._all[place] for place in self._index.search(self._words))

    def _key(self, verdict: Verdict, column: int) -> Any:
        if column == STATE:
            return STATES.index(self.state_of(verdict)), verdict.gap
        if column == WHY:
            return verdict.gap, len(verdict.failed) + len(verdict.unknown)
        return self.text(verdict, column)


_INK = {ELIGIBLE: "good", NEAR: "warn", LACKING: "info", NOT_ELIGIBLE: "text_muted"}


def why(verdict: Verdict) -> str:
    """What stands against it; for somebody eligible what speaks for it."""
    return verdict.in_words() or "；".join(reason.words for reason in verdict.reasons if reason.binding)
