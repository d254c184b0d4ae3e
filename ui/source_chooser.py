"""The drop-down in which a person says what a place of a committee's sheet is to be filled with."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from exports.fill_book import SheetPlan
from exports.recognise import ColumnPlan
from exports.recognise_form import PlacePlan
from exports.sources import NUMBER, Source
from models.fields import Link
from models.pinyin import Index, fold
from ui import theme
from ui.floating import Floating

BLANK = "留空，不填"
NUMBERED = "序号"
_WIDTH, _HEIGHT = 340, 380
_NOTHING = ""  # no source has this name
_NAME = Qt.ItemDataRole.UserRole


def source_label(plan: SheetPlan, name: str | None) -> str:
    """What a source is called in lists: of linked records also whose it is."""
    if name is None:
        return BLANK
    if name == NUMBER:
        return NUMBERED
    source = plan.subject.sources().get(name)
    return name if source is None else source.label


class SourceChooser(Floating):
    """Proposals first, then everything that the sheet's records have; typing narrows the list, also in pinyin."""

    picked = Signal(object)  # the source's name, None: leave the place blank

    def __init__(self, owner: QWidget, plan: SheetPlan, place: ColumnPlan | PlacePlan) -> None:
        super().__init__(owner)
        heading = QLabel(f"“{_one_line(place.header)}”填什么")
        theme.mark(heading, role="subheading")
        heading.setWordWrap(True)
        self.line = QLineEdit()
        theme.mark(self.line, role="search")
        self.line.setPlaceholderText("查找，可用拼音")
        self.line.setAccessibleName(f"“{_one_line(place.header)}”填什么，输入查找")
        self.line.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("可以填的内容")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.MEDIUM, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        layout.setSpacing(theme.SMALL)
        for widget in (heading, self.line, self.list):
            layout.addWidget(widget)
        self.setFixedSize(_WIDTH, _HEIGHT)
        self._offered = _offered(plan, place)
        self._index = Index([(fold(label), label.replace(" ", "")) for _, label, _ in self._offered])
        self._now = place.match.source if place.match.sureness == "sure" else _NOTHING
        self.line.textChanged.connect(self._search)
        self.list.itemClicked.connect(self._take)
        self.line.installEventFilter(self)
        self._search("")

    def open_at(self, anchor: QRect) -> None:
        """Open under a rectangle of the owner, ready to type."""
        self.open_below(anchor)
        self.line.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While typing, the arrows walk through the list and Enter takes what is marked."""
        if watched is self.line and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                last = self.list.count() - 1
                at = self.list.currentRow() + step[Qt.Key(event.key())]
                self.list.setCurrentRow(max(0, min(last, at)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                item = self.list.currentItem()
                if item is not None:
                    self._take(item)
                return True
        return super().eventFilter(watched, event)

    def _search(self, text: str) -> None:
        self.list.clear()
        text = text.strip()
        found = self._index.search(text) if text else range(len(self._offered))
        for at in found:
            name, label, hint = self._offered[at]
            item = QListWidgetItem(f"{label}　{hint}" if hint else label)
            item.setData(_NAME, name)
            if name == self._now:
                item.setText(f"{item.text()}　（现在）")
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem) -> None:
        name = item.data(_NAME)
        self.close_panel()
        self.picked.emit(name)


def _offered(plan: SheetPlan, place: ColumnPlan | PlacePlan) -> list[tuple[str | None, str, str]]:
    """(name, label, hint) of everything: what is proposed, leaving it blank, then all in their order."""
    sources = plan.subject.sources()
    first = [place.match.source, *place.match.others] if place.match.source else list(place.match.others)
    proposed = [name for name in dict.fromkeys(first) if name in sources]
    found: list[tuple[str | None, str, str]] = [
        (name, sources[name].label, "建议") for name in proposed if name is not None
    ]
    found.append((None, BLANK, ""))
    found += [
        (name, source.label, _whose(plan, source)) for name, source in sources.items() if name not in proposed
    ]
    return found


def _whose(plan: SheetPlan, source: Source) -> str:
    """What tells sources of one label apart: a figure, or a field of a linked record."""
    if source.figure is not None:
        return "统计数"
    link, dot, _ = source.name.partition(".")
    if not dot or link == "secretary":
        return ""
    field = plan.subject.record.field(link)
    return f"{field.rel_model.label}的" if isinstance(field, Link) else ""


def _one_line(header: str) -> str:
    return " ".join(header.split())
