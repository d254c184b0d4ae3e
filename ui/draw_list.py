"""随机抽查: the year's draws; a new one is held, its record printed, the inspections made from what was drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from models.draw import Draw, DrawPick, picks_of, recounts
from models.record import Record
from models.supervision import inspections_from, waiting_picks
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk, Selection
from ui.draw_dialog import DrawDialog
from ui.icons import icon
from ui.list_page import of_year
from ui.page import Page
from ui.page_heading import PageHeading
from ui.record_dialog import RecordDialog
from ui.record_form import FormSection
from ui.record_tab import RecordTab

COLUMNS = ("date", "name", "picked", "strata", "seed")
# What may be written about a draw that was held; all else is printed on its record and never changes.
FORM = ("name", "place", "drawn_by", "witness", "planned", "remark", "files")


class PicksSection(FormSection):
    """What was drawn, and whether a recount gives the same."""

    title = DrawPick.label

    def __init__(self) -> None:
        super().__init__()
        self.said = QLabel()
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.said)

    def load(self, record: Record) -> None:
        """Say what was drawn."""
        assert isinstance(record, Draw)
        lines = [
            "　".join(filter(None, (f"{pick.position}.", pick.heading(), pick.stratum, pick.inspectors)))
            for pick in picks_of(record)
        ]
        counted = "按名单和种子重算，结果相同" if recounts(record) else "按名单和种子重算，结果不同"
        self.said.setText("\n".join([*lines, f"种子 {record.seed}", f"指纹 {record.digest}", counted]))


class DrawList(RecordTab):
    """A new draw is held in its own dialog: nothing of it is typed afterwards."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Draw,
            query=self._of_the_year,
            columns=COLUMNS,
            form_fields=FORM,
            sections=[lambda _desk: PicksSection()],
            watch=[DrawPick],
            name="supervision/draws",
        )
        self.new_action.setText("随机抽取…")
        self.new_button.setText("随机抽取…")
        self.duplicate_action.setVisible(False)
        self.table.set_empty(
            "这一年还没有随机抽查",
            "名单、种子和结果都记下来，谁来重算都一样，可以打印签字。",
            [self.new_action],
            "sparkles",
        )
        self.record_action = QAction(icon("printer"), "打印抽查记录…", self)
        self.record_action.setShortcut(QKeySequence("Ctrl+P"))
        self.record_action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.record_action.setToolTip("打印抽查记录…（Ctrl+P）")
        self.record_action.triggered.connect(lambda _=False: self._print())
        self.make_action = QAction(icon("file-plus"), "建立督查记录…", self)
        self.make_action.triggered.connect(lambda _=False: self._make())
        for action in (self.make_action, self.record_action):
            self.add_action(action, for_chosen=True)

    def new(self, **values: Any) -> None:
        """Hold another draw."""
        dialog = DrawDialog(self.desk, self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.held.connect(self._held)
        dialog.open()

    def _show(self, record: Record, neighbours: Sequence[int] = ()) -> RecordDialog:
        dialog = super()._show(record, neighbours)
        # The next one is held as well.
        dialog.offer_no_other()
        return dialog

    def _of_the_year(self) -> peewee.ModelSelect:
        return of_year(Draw, self.desk.year)

    def _held(self, draw: Draw) -> None:
        self.table.reload({draw.id})
        self.table.choose([draw.id])
        self.desk.say(f"抽中：{draw.picked}")
        self.open(draw.id)

    def _draws(self) -> list[Draw]:
        return list(Draw.select().where(Draw.id.in_(self.table.chosen_ids())).order_by(Draw.date))

    def _make(self) -> None:
        draws = [draw for draw in self._draws() if waiting_picks(draw)]
        if not draws:
            ask.inform(self, "建立督查记录", "抽中的团组织都已经有督查记录了。")
            return
        draw = draws[0]
        count = len(waiting_picks(draw))

        def work(values: Values) -> None:
            inspections_from(draw, values["planned"])
            self.desk.say(f"已建立{count}条督查记录，Ctrl+Z 撤销")

        dialog = AskFields(
            self,
            "建立督查记录",
            f"给“{draw.name}”抽中的{count}个团组织各建一条督查记录，带上督查人员和常用核查项。",
            [Draw.field("planned")],  # type: ignore[list-item]
            work,
            yes="建立",
            values={"planned": draw.planned},
            needed=("planned",),
            year=self.desk.year,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _print(self) -> None:
        draws = self._draws()
        if not draws:
            return
        # Print support is heavy: it is imported when something is first printed.
        from exports import forms
        from exports.form_draw import draw_documents
        from ui.printing import preview

        name = draws[0].name if len(draws) == 1 else f"{self.desk.year}年度{forms.DRAW_FORM.title}"
        preview(self, forms.DRAW_FORM, lambda _full: draw_documents(draws), name, self.desk.remember)


class DrawPage(Page):
    """The draws of the work year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.summary = QLabel()
        self.draws = DrawList(desk)
        self.top = QHBoxLayout()
        self.top.setSpacing(theme.SMALL)
        self.top.addWidget(PageHeading(QLabel(Draw.label), self.summary), 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.SMALL)
        layout.addLayout(self.top)
        layout.addWidget(self.draws, 1)
        self.setFocusProxy(self.draws.table.view)
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(lambda _notice: self.tell())
        self.tell()

    def tell(self) -> None:
        """How many draws there were, and how many of the organisations drawn still wait for an inspection."""
        found = list(of_year(Draw, self.desk.year))
        waiting = sum(len(waiting_picks(draw)) for draw in found)
        said = f"{len(found)}次" + (f"，{waiting}个抽中的团组织还没有建立督查记录" if waiting else "")
        self.summary.setText(said if found else "还没有抽取")

    def show_record(self, record: Record) -> None:
        """Opens a draw, or the one to which a pick belongs; a new one is held."""
        if isinstance(record, DrawPick):
            record = record.draw
        if record.get_id() is None:
            self.draws.new()
        else:
            self.draws.open(record.get_id())

    def show_records(self, selection: Selection) -> None:
        """Lists just these draws."""
        ids = list(selection.ids)
        if selection.kind is DrawPick:
            ids = [pick.draw_id for pick in DrawPick.select().where(DrawPick.id.in_(ids))]
        self.draws.show_only(ids, selection.title)

    def _turn(self) -> None:
        self.draws.show_only(None, "")
        self.draws.table.reload()
        self.tell()
