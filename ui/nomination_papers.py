"""Below a nomination's way: which documents are there, and the objections raised while it was made public."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from models.award import NOMINATION_STATES, Nomination
from models.nomination_documents import documents_of
from models.objection import ANONYMOUS, Objection, objections_to
from ui import theme
from ui.ask_fields import usual_day
from ui.icons import icon
from ui.wrapped_label import WrappedLabel

_PUBLIC = NOMINATION_STATES.index("公示中")


class Papers(QWidget):
    """`wanted` carries the Objection to be opened, a new one without an id."""

    wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        theme.mark(self, role="scrolled")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, theme.SMALL, theme.SMALL, 0)
        self._layout.setSpacing(theme.TIGHT)
        self._shown: Nomination | None = None
        theme.announcer.changed.connect(self._recolour)

    def show_nomination(self, nomination: Nomination | None) -> None:
        """Show the papers of another nomination."""
        self._shown = nomination
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if nomination is None:
            return
        self._documents(nomination)
        self._objections(nomination)

    def _documents(self, nomination: Nomination) -> None:
        found = documents_of(nomination)
        if not found:
            return
        there = sum(each.there for each in found)
        self._title(f"需附材料 {there}/{len(found)}")
        for each in found:
            sign, tone = ("check", "good") if each.there else ("x", "warn")
            said = f"{each.name}（{each.where}）" if each.where else f"{each.name}（还没有）"
            self._layout.addWidget(self._line(sign, tone, said))

    def _objections(self, nomination: Nomination) -> None:
        found = objections_to([nomination])
        if not found and NOMINATION_STATES.index(nomination.state) < _PUBLIC:
            return
        self._title(Objection.label + (f" {len(found)}" if found else ""))
        for objection in found:
            words = f"{objection.shown('received')}　{objection.objector or ANONYMOUS}　{objection.shown('state')}"
            button = QPushButton(words)
            button.setIcon(icon("circle-alert" if objection.is_open else "circle-check"))
            button.setToolTip(str(objection.content))
            self._link(button, objection)
        add = QPushButton("登记异议…")
        add.setIcon(icon("plus"))
        self._link(add, Objection(nomination=nomination.id, received=usual_day(nomination.year)))

    def _link(self, button: QPushButton, objection: Objection) -> None:
        theme.mark(button, tone="link")
        button.setAutoDefault(False)
        button.clicked.connect(lambda _=False: self.wanted.emit(objection))
        self._layout.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def _title(self, text: str) -> None:
        label = QLabel(text)
        theme.mark(label, role="subheading")
        self._layout.addSpacing(theme.TIGHT)
        self._layout.addWidget(label)

    def _line(self, sign: str, tone: str, text: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        mark = QLabel()
        mark.setPixmap(icon(sign, tone).pixmap(QSize(theme.ICON, theme.ICON), self.devicePixelRatioF()))
        row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel(text), 1)
        return line

    def _recolour(self) -> None:
        self.show_nomination(self._shown)
