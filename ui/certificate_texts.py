"""The texts of a certificate beside its preview: which there are, what each says, how it looks and where it stands."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from models.certificate import PLACES, CertificateDesign, CertificateLine, lines_of
from ui import theme
from ui.bound_fields import BoundFields
from ui.scrolled import scrolled

_FIELDS = ("text", "font", "size", "colour", "align", "left", "top", "width")


class CertificateTexts(QWidget):
    """`lines` are held in memory until the dialog saves them, `gone` are those to be deleted then."""

    changed = Signal()
    chosen = Signal(int)  # the place of a text; -1 for none

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[CertificateLine] = []
        self.gone: list[CertificateLine] = []
        self._design = CertificateDesign()
        self.list = QListWidget()
        self.list.setAccessibleName(CertificateLine.label)
        self.fields = BoundFields(CertificateLine, _FIELDS)
        self.add = _button("加一段", "加一段文字")
        self.drop = _button("删一段", "删除选中的文字")
        self.insert = QToolButton()
        self.insert.setText("插入…")
        self.insert.setToolTip("插入每张不同的内容，如姓名、编号")
        self.insert.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.insert)
        for place, example in PLACES.items():
            action = QAction(f"{{{place}}}　{example}", menu)
            action.triggered.connect(lambda _=False, place=place: self._insert(place))
            menu.addAction(action)
        self.insert.setMenu(menu)
        row = QHBoxLayout()
        row.setSpacing(theme.SMALL)
        for part in (self.add, self.drop, self.insert):
            row.addWidget(part)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        # On a small screen the fields scroll: the preview beside them keeps its height.
        area = scrolled(self.fields)
        area.setMinimumHeight(120)
        self.list.setMinimumHeight(64)
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        layout.addWidget(area, 3)
        self.add.clicked.connect(lambda _=False: self._add())
        self.drop.clicked.connect(lambda _=False: self._drop())
        self.list.currentRowChanged.connect(self._follow)
        self.fields.changed.connect(self._edited)

    def show_design(self, design: CertificateDesign) -> None:
        """The texts of another design, the first one chosen."""
        self._design = design
        self.lines, self.gone = lines_of(design), []
        self._fill(0)

    def choose(self, place: int) -> None:
        """Choose a text."""
        self.list.setCurrentRow(place)

    def move(self, place: int, left: float, top: float) -> None:
        """Put a text elsewhere, in mm from the upper left corner."""
        self.lines[place].left, self.lines[place].top = left, top
        self.fields.refresh()
        self.changed.emit()

    def numbered(self) -> bool:
        """Whether a certificate's number is printed."""
        return any("{编号}" in (line.text or "") for line in self.lines)

    def _fill(self, place: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([_short(line) for line in self.lines])
        self.list.setCurrentRow(min(place, len(self.lines) - 1))
        self.list.blockSignals(False)
        self._follow(self.list.currentRow())

    def _follow(self, place: int) -> None:
        line = self.lines[place] if 0 <= place < len(self.lines) else None
        self.fields.show_record(line)
        self.drop.setEnabled(line is not None)
        self.insert.setEnabled(line is not None)
        self.chosen.emit(place)

    def _add(self) -> None:
        width, height = self._design.size
        line = CertificateLine(
            design=self._design.id, text="文字", left=20, top=height // 2, width=width - 40
        )
        self.lines.append(line)
        self._fill(len(self.lines) - 1)
        self.changed.emit()
        self.fields.editors["text"].setFocus()

    def _drop(self) -> None:
        place = self.list.currentRow()
        line = self.lines.pop(place)
        if line.id is not None:
            self.gone.append(line)
        self._fill(place)
        self.changed.emit()

    def _insert(self, place: str) -> None:
        line = self.lines[self.list.currentRow()]
        line.text = f"{line.text}{{{place}}}"
        self.fields.refresh()
        self._edited()
        self.fields.editors["text"].setFocus()

    def _edited(self) -> None:
        place = self.list.currentRow()
        self.list.item(place).setText(_short(self.lines[place]))
        self.changed.emit()


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setAutoDefault(False)
    made.setToolTip(tip)
    return made


def _short(line: CertificateLine) -> str:
    return (line.text or "").strip().replace("\n", " ")
