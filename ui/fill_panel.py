"""The side of the filling dialog where it is decided what is filled in: options, for whom, the places with their questions."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from exports.fill_book import BookPlan, SheetPlan
from exports.fill_draft import Wish
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

    def wanted(self) -> list[tuple[str, Wish]]:
        """For whom and how to fill, one entry a file; none when forms are wanted and nobody is ticked."""
        wish = self.options.wish()
        if not any(needs_whom(sheet) for sheet in self._plan.sheets):
            return [("", wish)]
        return [
            (
                each.label,
                replace(wish, record=each.record, organisation=each.organisation or wish.organisation),
            )
            for each in self.whom.ticked()
        ]

    def show_sheet(self, sheet: SheetPlan, count: int) -> None:
        """Show a sheet's places, and how many rows its records take."""
        self.options.show_plan(self._plan)
        self.places.show_plan(sheet)
        doubtful = len(sheet.doubtful)
        known = "各列要填的内容" if sheet.unknown else "各列都已认出"
        self.questions.setText(f"{doubtful}处要请您确认" if doubtful else known)
        self.rows.setText(_row_words(sheet, count))
        self.whom.setVisible(needs_whom(sheet))

    def book_words(self) -> tuple[str, str]:
        """What the marks mean and what to do; how many questions are open in the whole workbook."""
        left = self._plan.left
        kept = f"　没有认出、原样保留的工作表：{'、'.join(left)}。" if left else ""
        unsure = len(self._plan.doubtful)
        return (
            f"绿色“✓”已认出，黄色“？”请确认，灰色“—”留空。点某一列，或按 Tab 选中后按回车，可以改选；选过的会记住。{kept}",
            f"还有{unsure}处没有确认（F8 下一处）；不确认的留空。" if unsure else "",
        )


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
