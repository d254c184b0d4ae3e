"""The side of the filling dialog where it is decided what is filled in: options, for whom, the places with their questions."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from exports.fill_book import BookPlan, SheetPlan
from exports.recognise_form import FormPlan
from ui import theme
from ui.fill_options import FillOptions
from ui.fill_places import PlaceList
from ui.fill_whom import WhomList, candidates, needs_whom
from ui.wrapped_label import WrappedLabel


class FillPanel(QWidget):
    """`options`, `whom` and `places` speak for themselves; the panel shows what concerns the sheet on screen."""

    def __init__(self, plan: BookPlan, year: int) -> None:
        super().__init__()
        self._plan = plan
        self.options = FillOptions(year)
        self.whom = WhomList()
        self.places = PlaceList()
        self.rows, self.questions = WrappedLabel(), QLabel()
        theme.mark(self.rows, role="muted")
        theme.mark(self.questions, role="subheading")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SMALL, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        for widget in (self.options, self.whom, self.rows, self.questions):
            layout.addWidget(widget)
        layout.addWidget(self.places, 1)
        self.offer_whom()

    def offer_whom(self) -> None:
        """List whom the forms may be about; those of the first form sheet serve for all."""
        form = next((sheet for sheet in self._plan.sheets if needs_whom(sheet)), None)
        if form is not None:
            self.whom.offer(candidates(form, self.options.wish().scope()))

    def show_sheet(self, sheet: SheetPlan, count: int) -> None:
        """Show a sheet's places, and how many rows its records take."""
        self.options.show_plan(self._plan)
        self.places.show_plan(sheet)
        doubtful = len(sheet.doubtful)
        known = "各列要填的内容" if sheet.unknown else "各列都已认出"
        self.questions.setText(f"{doubtful}处要请您确认" if doubtful else known)
        self.rows.setText(_row_words(sheet, count))
        self.whom.setVisible(needs_whom(sheet))


def _row_words(sheet: SheetPlan, count: int) -> str:
    if isinstance(sheet, FormPlan):
        return (
            "这是一张一份的表，勾选几个就填几份。" if needs_whom(sheet) else "这张表填的是所选范围的合计数。"
        )
    said = f"每行一个{sheet.subject.record.label}，共{count:,}行"
    if sheet.last is None:
        return f"{said}。"
    room = sheet.last - sheet.first + 1
    if count > room:
        return f"{said}；表上有{room}行，要插入{count - room:,}行。"
    return f"{said}；表上有{room}行。"
