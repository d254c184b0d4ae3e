"""How a committee's sheet is filled: the year, the scope, whole ID numbers, blank rows."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QHBoxLayout, QSpinBox, QWidget

from exports.fill_book import BookPlan
from exports.fill_draft import Wish
from exports.header_periods import shown_period
from exports.recognise import ListPlan
from models.organisation import Organisation, tree
from ui import theme
from ui.fill_places import places_of
from ui.wrapped_label import WrappedLabel

_PARTS = (
    *(f"half:{half}" for half in (1, 2)),
    *(f"quarter:{quarter}" for quarter in range(1, 5)),
    *(f"months:{month}-{month}" for month in range(1, 13)),
)
_WHOLE = "团区委的表一般要完整的号码；不选时遮盖中间几位。"


class FillOptions(QWidget):
    """`changed` when what is filled in changes."""

    changed = Signal()

    def __init__(self, year: int) -> None:
        super().__init__()
        self.year = QSpinBox()
        self.year.setRange(1949, 2100)
        self.year.setValue(year)
        self.year.setSuffix("年")
        self.year.setAccessibleName("填哪一年的数")
        self.part = QComboBox()
        self.part.setAccessibleName("填哪一段时间的数")
        self.part.addItem("全年", "")
        for key in _PARTS:
            self.part.addItem(shown_period(key), key)
        self.scope = QComboBox()
        self.scope.setAccessibleName("范围")
        self.scope.addItem("全部团组织", None)
        titles = Organisation.titles()
        for id_, _parent in tree():
            self.scope.addItem(titles.get(id_, ""), id_)
        self.full = QCheckBox("身份证号和电话填写完整")
        self._about = WrappedLabel(_WHOLE)
        theme.mark(self._about, role="caption")
        self.take_out = QCheckBox("删去填不满的空行")
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._form.setHorizontalSpacing(theme.MEDIUM)
        self._form.setVerticalSpacing(theme.SMALL)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        when = QHBoxLayout()
        when.setSpacing(theme.SMALL)
        when.addWidget(self.year)
        when.addWidget(self.part, 1)
        self._form.addRow("年度", when)
        self._form.addRow("范围", self.scope)
        for widget in (self.full, self._about, self.take_out):
            self._form.addRow(widget)
        self.year.editingFinished.connect(self._year_left)
        self._told = year
        self.part.activated.connect(lambda _: self.changed.emit())
        self.scope.activated.connect(lambda _: self.changed.emit())
        self.full.toggled.connect(lambda _: self.changed.emit())
        self.take_out.toggled.connect(lambda _: self.changed.emit())

    def show_plan(self, plan: BookPlan) -> None:
        """Offer what concerns these sheets."""
        sensitive = False
        for sheet in plan.sheets:
            sources = sheet.subject.sources()
            for place in places_of(sheet):
                source = sources.get(place.match.source or "")
                described = source.described if source else None
                sensitive = sensitive or (described is not None and described.sensitive)
        lists = any(isinstance(sheet, ListPlan) and sheet.last is not None for sheet in plan.sheets)
        for widget, shown in ((self.full, sensitive), (self._about, sensitive), (self.take_out, lists)):
            self._form.setRowVisible(widget, shown)

    def organisation(self) -> Organisation | None:
        """The organisation whose records alone are filled in; None for all."""
        id_ = self.scope.currentData()
        return None if id_ is None else Organisation.get_or_none(Organisation.id == id_)

    def wish(self) -> Wish:
        """What is chosen."""
        return Wish(
            self.year.value(),
            self.organisation(),
            full=self.full.isChecked(),
            take_out_blank=self.take_out.isChecked(),
            part=self.part.currentData(),
        )

    def _year_left(self) -> None:
        if self.year.value() != self._told:
            self._told = self.year.value()
            self.changed.emit()
