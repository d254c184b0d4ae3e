"""Records that belong together through a third kind (the evidence of a promise), found by typing in the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QPushButton, QTableView, QVBoxLayout

from models.fields import Date, Described, Link, Reading, Text
from models.record import Record
from ui import theme
from ui.desk import Desk
from ui.editor_pick import OFFERED, LinkEditor
from ui.icons import icon
from ui.line_table import make_lines
from ui.pick_list import Pick
from ui.record_dialog import RecordDialog
from ui.record_form import FormSection

Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOST_ROWS = 6


class Finder(LinkEditor):
    """A line that hands on what is picked in it and is blank again; Shift+Enter hands on all that were found."""

    found = Signal(list)  # ids

    def __init__(self, field: Link) -> None:
        super().__init__(field)
        self.taken: set[int] = set()  # ids that are not offered any more
        self._date = date_field(field.rel_model)
        self.line.setPlaceholderText("输入名称或拼音查找，Enter 加入，Shift+Enter 全部加入")

    def find(self, text: str) -> Sequence[Pick]:
        """What answers to the text and is not there yet; each with its date."""
        picks = [pick for pick in super().find(text) if pick.value not in self.taken]
        if self._date is None or not picks:
            return picks
        kind = self.field.rel_model
        query = kind.select(kind.id, self._date).where(kind.id.in_([pick.value for pick in picks])).tuples()
        days = {id_: self._date.show(day) for id_, day in query}
        return [pick._replace(hint=f"{pick.hint}　{days.get(pick.value, '')}".strip()) for pick in picks]

    def take(self, pick: Pick) -> None:
        """Hand it on and wait for the next."""
        self._hand_on([pick.value])

    def leave(self) -> None:
        """Nothing is added by leaving: what is typed stays to be seen."""
        self.list.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter adds and stays, where other fields go on."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and not self.line.composing and event.key() in _ENTER and self.list.isVisible():
            marked = self.list.marked()
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._hand_on([pick.value for pick in self.find(self.line.text().strip())[:OFFERED]])
                return True
            if marked is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self.take(marked)
                return True
        return super().eventFilter(watched, event)

    def _hand_on(self, ids: list[int]) -> None:
        self.list.hide()
        self._keep(Reading(None))
        self.line.clear()
        self.line.setFocus()
        self.found.emit(ids)


class PickedModel(QAbstractTableModel):
    """The records picked, in the order of their dates, else of their names."""

    def __init__(self, kind: type[Record], columns: Sequence[str], parent: Any = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self.fields = [kind.field(name) for name in columns]
        self._records: list[Record] = []
        self._date = date_field(kind)

    def show(self, ids: set[int]) -> None:
        """List these records."""
        self.beginResetModel()
        found = list(self.kind.select().where(self.kind.id.in_(list(ids)))) if ids else []
        self._records = sorted(found, key=self._key)
        self.endResetModel()

    def id_at(self, row: int) -> int:
        """The record's id in a row."""
        return int(self._records[row].get_id())

    def _key(self, record: Record) -> tuple[str, str]:
        return (str(record.value(self._date.name) or "") if self._date else "", record.heading())

    def rowCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self._records)

    def columnCount(self, parent: Index = _NONE) -> int:
        return 0 if parent.isValid() else max(len(self.fields), 1)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.fields[section].label if self.fields else self.kind.label
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        record = self._records[index.row()]
        return record.shown(self.fields[index.column()].name) if self.fields else record.heading()


class _List(QTableView):
    """Enter opens the record, Del takes it out of the list."""

    open_wanted = Signal()
    remove_wanted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.open_wanted.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Columns as wide as their fields, the first text taking what is left; as high as the lines."""
        model = self.model()
        assert isinstance(model, PickedModel)
        unit = self.fontMetrics().horizontalAdvance("名")
        widths = [max(field.width // 2 + 1, len(field.label)) * unit + theme.WIDE for field in model.fields]
        wide = next((at for at, field in enumerate(model.fields) if isinstance(field, Text)), 0)
        spare = self.viewport().width() - sum(widths)
        for at in range(model.columnCount()):
            given = widths[at] if widths else 0
            self.setColumnWidth(at, given + max(spare, 0) if at == wide else given)
        rows = min(model.rowCount(), MOST_ROWS) * theme.ROW_HEIGHT
        height = self.horizontalHeader().sizeHint().height() + rows + 2 * self.frameWidth()
        if height != self.height():
            self.setFixedHeight(height)


class PickedRecords(FormSection):
    """A list of records: `PickedRecords(desk, CommitmentEvidence, "commitment", "activity", title="佐证活动")`.

    `through` is the kind in between, `link` its Link(owner=True) to the form's record, `picked` its link to what is
    listed, of which `columns` are shown. Nothing is written before the form is saved.
    """

    def __init__(
        self,
        desk: Desk,
        through: type[Record],
        link: str,
        picked: str,
        *,
        title: str | None = None,
        columns: Sequence[str] = (),
    ) -> None:
        super().__init__()
        field = through.field(picked)
        assert isinstance(field, Link)
        self.title = through.label if title is None else title
        self.desk = desk
        self._through, self._link, self._picked = through, link, picked
        self._kind: type[Record] = field.rel_model
        self._stored: set[int] = set()
        self._ids: set[int] = set()
        self.model = PickedModel(self._kind, columns, self)
        self.finder = Finder(field)
        self.finder.setAccessibleName(f"{self.title}：查找后加入")
        self.list = _List()
        self.list.setModel(self.model)
        make_lines(self.list, self.title)
        self.list.horizontalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        theme.mark(self.list, role="framed", cells="roomy")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.remove_button = QPushButton(icon("x"), "移出")
        self.remove_button.setToolTip("从列表中移出选中的记录（Del），记录本身不删除")
        self.remove_button.setAutoDefault(False)
        self._count = QLabel()
        theme.mark(self._count, role="caption")
        top = QHBoxLayout()
        top.setSpacing(theme.SMALL)
        top.addWidget(self.finder, 1)
        top.addWidget(self._count)
        top.addWidget(self.remove_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(top)
        layout.addWidget(self.list)
        self.setFocusProxy(self.finder)
        self.finder.found.connect(lambda ids: self._list(self._ids | set(ids)))
        self.remove_button.clicked.connect(lambda _=False: self.remove())
        self.list.remove_wanted.connect(self.remove)
        self.list.open_wanted.connect(self.open)
        self.list.doubleClicked.connect(lambda _index: self.open())
        self.list.selectionModel().selectionChanged.connect(lambda *_: self._tell())
        self._show(set())

    def load(self, record: Record) -> None:
        """Show what is linked with a record, which may not be saved yet."""
        self._stored = {one.value(self._picked) for one in self._between(record)}
        self.finder.set_value(None)
        self._show(set(self._stored))

    def is_changed(self) -> bool:
        """Whether something was added or taken out."""
        return self._ids != self._stored

    def save(self, record: Record) -> None:
        """Link what was added, unlink what was taken out. AppError as the records raise it."""
        for between in self._between(record):
            if between.value(self._picked) not in self._ids:
                between.delete_instance()
        known = {between.value(self._picked) for between in self._between(record)}
        for id_ in sorted(self._ids - known):
            self._through(**{self._link: record.get_id(), self._picked: id_}).save()

    def ids(self) -> set[int]:
        """The ids of the records picked."""
        return set(self._ids)

    def remove(self) -> None:
        """Take the chosen ones, or that under the cursor, out of the list."""
        chosen = self.list.selectionModel().selectedRows() or [self.list.currentIndex()]
        gone = {self.model.id_at(index.row()) for index in chosen if index.isValid()}
        if gone:
            self._list(self._ids - gone)

    def open(self) -> None:
        """Open the current one in its form, over this one."""
        index = self.list.currentIndex()
        record = (
            self._kind.get_or_none(self._kind.id == self.model.id_at(index.row()))
            if index.isValid()
            else None
        )
        if record is not None:
            dialog = RecordDialog(self.desk, record, parent=self.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.saved.connect(lambda _id: self._show(self._ids))
            dialog.open()

    def _between(self, record: Record) -> list[Record]:
        if record.get_id() is None:
            return []
        link = getattr(self._through, self._link)
        return list(self._through.select().where(link == record.get_id()).order_by(self._through.id))

    def _list(self, ids: set[int]) -> None:
        if ids != self._ids:
            self._show(ids)
            self.changed.emit()

    def _show(self, ids: set[int]) -> None:
        self._ids = ids
        self.finder.taken = ids
        self.model.show(ids)
        self.list.setVisible(bool(ids))
        self.list.fit()
        self._tell()

    def _tell(self) -> None:
        self._count.setText(f"共{len(self._ids)}条" if self._ids else "还没有加入")
        self.remove_button.setEnabled(self.list.selectionModel().hasSelection())


def date_field(kind: type[Record]) -> Described | None:
    """The date by which records of a kind are told apart: that of its year, else its first one."""
    dates = [field for field in kind.stored_fields() if isinstance(field, Date)]
    return next((field for field in dates if field.name == kind.year_field), next(iter(dates), None))
