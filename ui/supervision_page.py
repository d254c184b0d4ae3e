"""督查: the year's inspections by way, planned or carried out, and on the other page the random draws."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton

from models.correction import Correction
from models.draw import Draw
from models.record import Record
from models.supervision import WAYS, Inspection, InspectionCheck
from ui import theme
from ui.campaign_actions import add_inspection_actions
from ui.check_lines import CheckLines
from ui.desk import Desk, Selection
from ui.draw_list import DrawPage
from ui.icons import icon
from ui.list_page import ListPage, of_year
from ui.owned_lines import OwnedLines
from ui.record_dialog import MakeSection
from ui.switched_page import Part, SwitchedPage
from ui.table_filter import ValueFilter

COLUMNS = (
    "number",
    "way",
    "organisation",
    "planned",
    "date",
    "state",
    "team",
    "overall",
    "problems",
    "demands",
)
CORRECTIONS = ("task", "measure", "due", "responsible", "result", "done", "rechecked_by", "rechecked")
SECTIONS: Sequence[MakeSection] = (
    CheckLines,
    lambda desk: OwnedLines(desk, Correction, "inspection", columns=CORRECTIONS, title="整改"),
)
ALL = "全部"


class InspectionPage(ListPage):
    """Inspections, narrowed to one way by one click."""

    def __init__(self, desk: Desk) -> None:
        self.ways = QButtonGroup()
        super().__init__(
            desk,
            Inspection,
            columns=COLUMNS,
            sections=SECTIONS,
            watch=[InspectionCheck],
            empty=(
                "这一年还没有督查",
                "按 Ctrl+N 登记一次督查，也可以先随机抽取，再一次建好督查记录。",
            ),
        )
        self.ways.setParent(self)
        self.ways.setExclusive(True)
        for place, word in enumerate((ALL, *WAYS.words)):
            button = QPushButton(word)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.ways.addButton(button, place)
            self.top.addWidget(button)
        self.ways.button(0).setChecked(True)
        self.ways.idClicked.connect(self.narrow)
        self.print_action = self._action(
            "打印记录表…", "Ctrl+P", lambda: self._print(self.list.table.chosen_ids())
        )
        self.print_all_action = self._action(
            "打印全部记录表…", "Ctrl+Shift+P", lambda: self._print(self.list.table.shown_ids())
        )
        add_inspection_actions(self.list)
        self.list.add_action(self.print_action, for_chosen=True)
        self.list.add_action(self.print_all_action, button=False)
        self.export_action = QAction(icon("file-spreadsheet"), "导出督查记录表…", self)
        self.export_action.triggered.connect(lambda _=False: self._export())
        self.list.add_action(self.export_action, button=False)
        self.tell()

    def tell(self) -> None:
        """How many inspections of each way, and how many are still to come."""
        super().tell()
        found = list(of_year(Inspection, self.desk.year))
        waiting = sum(each.date is None for each in found)
        self.summary.setText(f"{len(found)}次，待督查{waiting}次" if found else "还没有记录")
        self._counted = [
            f"{word} {sum(word in (ALL, each.way) for each in found)}" for word in (ALL, *WAYS.words)
        ]
        if self.ways.buttons():
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the ways need the room of the summary, and then that of their counts."""
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """The buttons know their sizes only once they are on screen, with their style."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        layout = self.layout()
        assert layout is not None
        room = self.width() - layout.contentsMargins().left() - layout.contentsMargins().right()
        for button, text in zip(self.ways.buttons(), self._counted, strict=True):
            button.setText(text)
        # Asked of the widgets: the layout knows only later what has just changed.
        inside = [item.widget() for item in map(self.top.itemAt, range(self.top.count())) if item is not None]
        needed = self.top.spacing() * (len(inside) - 1)
        for widget in inside:
            if widget is not None and widget is not self.summary.parentWidget():
                widget.ensurePolished()
                needed += widget.sizeHint().width()
        self.summary.setVisible(needed + self.summary.sizeHint().width() <= room)
        if needed > room:
            for button, text in zip(self.ways.buttons(), self._counted, strict=True):
                button.setText(text.split()[0])

    def narrow(self, place: int) -> None:
        """List the way that stands at a place of the switch; 0 all of them."""
        words = frozenset({WAYS.words[place - 1]}) if place else frozenset()
        self.list.table.set_filter("way", ValueFilter(words) if words else None)

    def show_record(self, record: Record) -> None:
        """Opens an inspection, or the one to which a point belongs."""
        super().show_record(record.inspection if isinstance(record, InspectionCheck) else record)

    def show_records(self, selection: Selection) -> None:
        """Lists inspections of whatever way."""
        self.ways.button(0).setChecked(True)
        self.narrow(0)
        super().show_records(selection)

    def _action(self, text: str, keys: str, work: object) -> QAction:
        action = QAction(icon("printer"), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())  # type: ignore[operator]
        return action

    def _print(self, ids: Sequence[int]) -> None:
        found = (
            {each.id: each for each in Inspection.select().where(Inspection.id.in_(list(ids)))} if ids else {}
        )
        if not found:
            return
        # Print support is heavy: it is imported when something is first printed.
        from exports import forms
        from exports.form_inspection import inspection_documents
        from ui.printing import preview

        inspections = [found[id_] for id_ in ids if id_ in found]
        name = f"{self.desk.year}年度{forms.INSPECTION_FORM.title}"
        preview(
            self,
            forms.INSPECTION_FORM,
            lambda _full: inspection_documents(inspections),
            name,
            self.desk.remember,
        )

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "inspection-list")


class SupervisionPage(SwitchedPage):
    """Inspections, and the draws by which some of them were chosen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Inspection.label,
            (
                Part("督查记录", InspectionPage, ("inspection", "inspection_check")),
                Part(Draw.label, DrawPage, ("draw", "draw_pick")),
            ),
        )
