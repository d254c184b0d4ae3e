"""For whom forms of one record are filled: a list to tick, searched by typing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeGuard

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from exports.fill_book import SheetPlan, record_of_form
from exports.recognise_form import FormPlan
from exports.sources import Scope
from models.organisation import Organisation
from models.pinyin import Index, fold
from models.record import Record
from ui import theme

NOMINATED = "（已推荐）"
_PLACE = Qt.ItemDataRole.UserRole


class Candidate:
    """One form to be made: about which record, and of which organisation it is."""

    def __init__(self, record: Any, label: str, organisation: Organisation | None) -> None:
        self.record, self.label, self.organisation = record, label, organisation


def needs_whom(plan: SheetPlan) -> TypeGuard[FormPlan]:
    """Whether it has to be said whom a sheet is about: not for a list, nor for a form about the whole office."""
    return isinstance(plan, FormPlan) and not plan.whole


def candidates(plan: FormPlan, scope: Scope) -> list[Candidate]:
    """Everything that a form may be about: of organisations each of the scope, else the subject's rows."""
    if plan.subject.organisation is not None and plan.subject.name in (
        "organisation",
        "nominated_organisation",
    ):
        found = []
        for each in scope.organisations:
            own = Scope(scope.year, each, scope.full)
            record = record_of_form(plan, own)
            mark = (
                "（已推荐）" if record.get_id() is not None and not isinstance(record, Organisation) else ""
            )
            found.append(Candidate(record, f"{each.name}{mark}", each))
        if plan.whole:
            return found  # the committee first: such a sheet is about all
        # Those that were nominated first, then the branches.
        return sorted(found, key=lambda each: (not each.label.endswith(NOMINATED), not _is_branch(each)))
    return [Candidate(each, _name(each), None) for each in plan.subject.rows(scope)]


def _is_branch(candidate: Candidate) -> bool:
    return candidate.organisation is not None and candidate.organisation.kind == "团支部"


def _name(record: Record) -> str:
    link = record.organisation_field
    home = record.shown(link) if link else ""
    return f"{record.heading()}　{home}" if home else record.heading()


class WhomList(QWidget):
    """`changed` when other ones are ticked, `looked_at` when another is current."""

    changed = Signal()
    looked_at = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._all: Sequence[Candidate] = ()
        self._ticked: set[int] = set()
        self._about = QLabel()
        theme.mark(self._about, role="subheading")
        self.line = QLineEdit()
        theme.mark(self.line, role="search")
        self.line.setPlaceholderText("查找，可用拼音")
        self.line.setAccessibleName("查找给谁填")
        self.list = QListWidget()
        self.list.setAccessibleName("给谁填，空格键勾选")
        self.list.setUniformItemSizes(True)
        theme.mark(self.list, role="framed")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        for widget in (self._about, self.line, self.list):
            layout.addWidget(widget)
        self.line.textChanged.connect(lambda _: self._show())
        self.list.itemChanged.connect(self._tick)
        self.list.currentItemChanged.connect(self._look)

    def offer(self, found: Sequence[Candidate]) -> None:
        """List these, the first ticked."""
        self._all, self._ticked = found, {0} if found else set()
        self._about.setText("给谁填（每个一份文件）")
        self._index = Index([(fold(each.label), each.label.replace(" ", "")) for each in found])
        self._show()

    def ticked(self) -> list[Candidate]:
        """Those that are ticked, in the order of the list."""
        return [self._all[at] for at in sorted(self._ticked)]

    def _show(self) -> None:
        text = self.line.text().strip()
        self.list.blockSignals(True)
        self.list.clear()
        for at in self._index.search(text) if text else range(len(self._all)):
            item = QListWidgetItem(self._all[at].label)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if at in self._ticked else Qt.CheckState.Unchecked)
            item.setData(_PLACE, at)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.blockSignals(False)

    def _tick(self, item: QListWidgetItem) -> None:
        at = item.data(_PLACE)
        (self._ticked.add if item.checkState() == Qt.CheckState.Checked else self._ticked.discard)(at)
        self.changed.emit()

    def _look(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.looked_at.emit(item.data(_PLACE))
