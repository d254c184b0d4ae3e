"""What a committee's sheet asks for, as a list: doubtful places first, then unknown ones, then the sure ones."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from exports.fill_book import SheetPlan
from exports.recognise import ColumnPlan, ListPlan
from exports.recognise_form import PlacePlan
from exports.sheet_xml import Area
from ui import theme
from ui.icons import icon
from ui.sheet_paint import Mark
from ui.source_chooser import source_label

Place = ColumnPlan | PlacePlan
_AT = Qt.ItemDataRole.UserRole
_LABEL_ROWS = 5
_MOST_ROWS = 12  # of an endless table, so many rows are tinted
_ICONS = {"warn": ("circle-help", "warn"), "neutral": ("circle-alert", "neutral"), "good": ("check", "good")}


def places_of(plan: SheetPlan) -> Sequence[Place]:
    """Every column or place of a sheet."""
    return plan.columns if isinstance(plan, ListPlan) else plan.places


def tone_of(place: Place) -> str:
    """good: sure; warn: to be asked about; neutral: left blank."""
    if place.match.sureness == "ask":
        return "warn"
    return "good" if place.match.source is not None else "neutral"


def label_of(plan: SheetPlan, place: Place) -> str:
    """What the place will be filled with, or the question about it; without an answer it stays blank."""
    if place.match.sureness == "ask":
        likely = place.match.source or next(iter(place.match.others), None)
        return f"是“{source_label(plan, likely)}”吗？请选定" if likely else "填什么？请选定"
    return source_label(plan, place.match.source) if place.match.source else "留空"


def marks_of(plan: SheetPlan) -> list[Mark]:
    """The places as marks on the sheet's picture: a list's columns from the header down, a form's places."""
    found = []
    for place in places_of(plan):
        if isinstance(place, PlacePlan):
            area = within = Area(place.row, place.column, place.row, place.column)
        else:
            assert isinstance(plan, ListPlan)
            last = plan.last if plan.last is not None else plan.first + _MOST_ROWS - 1
            area = Area(plan.header_last, place.column, last, place.column)
            within = Area(plan.first, place.column, min(last, plan.first + _LABEL_ROWS - 1), place.column)
        label = label_of(plan, place)
        header = " ".join(place.header.split())
        found.append(Mark(area, tone_of(place), label, f"{header}：{label}", place, within))
    return found


class PlaceList(QListWidget):
    """`wanted`: a place is to be decided; `looked_at`: it is to be shown on the sheet."""

    wanted = Signal(object)
    looked_at = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("表里的各列和要填的内容，回车键改选")
        theme.mark(self, role="framed")
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._places: list[Place] = []
        self.itemActivated.connect(lambda item: self._tell(item, self.wanted))
        self.itemClicked.connect(lambda item: self._tell(item, self.looked_at))
        self.currentItemChanged.connect(lambda item, _: self._tell(item, self.looked_at))

    def show_plan(self, plan: SheetPlan) -> None:
        """List a sheet's places."""
        order = ("warn", "neutral", "good")
        self._places = sorted(places_of(plan), key=lambda place: order.index(tone_of(place)))
        self.blockSignals(True)
        self.clear()
        for place in self._places:
            header = " ".join(place.header.split())
            item = QListWidgetItem(icon(*_ICONS[tone_of(place)]), f"{header}　→　{label_of(plan, place)}")
            item.setToolTip(f"{place.letters}　{item.text()}")
            item.setData(_AT, self._places.index(place))
            self.addItem(item)
        self.blockSignals(False)

    def show_place(self, place: Place) -> None:
        """Mark the line of a place without telling."""
        self.blockSignals(True)
        self.setCurrentRow(next((at for at, each in enumerate(self._places) if each is place), -1))
        self.blockSignals(False)

    def _tell(self, item: QListWidgetItem | None, signal: object) -> None:
        if item is not None:
            signal.emit(self._places[item.data(_AT)])  # type: ignore[attr-defined]
