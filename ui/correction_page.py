"""整改: everything that must be put right, whoever asked for it, overdue first; finished and re-checked by a key."""

from __future__ import annotations

from collections.abc import Callable

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from models.clock import today
from models.correction import (
    DONE,
    OPEN,
    OVERDUE,
    RECHECKED,
    RUNNING,
    WAITING,
    Correction,
    finish,
    recheck,
)
from models.review import Review
from models.supervision import Inspection
from ui.ask_fields import AskFields, Values, usual_day
from ui.desk import Desk, Selection
from ui.icons import icon
from ui.list_page import ListPage
from ui.state_strip import StateStrip
from ui.table_filter import ValueFilter

COLUMNS = ("state", "organisation", "task", "measure", "due", "responsible", "result", "done", "origin")
STATE = "state"
_TONES = ((WAITING, "warn"), (RUNNING, "info"), (DONE, "good"), (RECHECKED, "good"), (OVERDUE, "bad"))


class CorrectionPage(ListPage):
    """The year's, and in the present year also what earlier years left open."""

    def __init__(self, desk: Desk) -> None:
        self.strip = StateStrip(_TONES, (RECHECKED, OVERDUE))
        super().__init__(
            desk,
            Correction,
            columns=COLUMNS,
            query=self._listed,
            watch=[Review, Inspection],
            empty=(
                "没有要整改的事项",
                "领导点评、督查的表里填了整改要求，都会列在这里；也可以按 Ctrl+N 直接登记。",
            ),
        )
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.strip)
        self.done_action = self._action("整改完成…", "check", "Alt+Right", self._finish)
        self.recheck_action = self._action("复查…", "clipboard-check", "", self._recheck)
        for action in (self.done_action, self.recheck_action):
            self.list.add_action(action, for_chosen=True)
        ledger = QPushButton(icon("file-spreadsheet"), "导出整改台账…")
        ledger.clicked.connect(lambda _=False: self._export())
        self.top.addWidget(ledger)
        self.strip.chosen.connect(self._narrow)
        self.list.table.model.rearranged.connect(self._count)
        self._count()

    def tell(self) -> None:
        """How many there are, and how many of them still wait."""
        super().tell()
        found = list(self._listed())
        open_ = sum(each.state in OPEN for each in found)
        self.summary.setText(f"{len(found)}项，未完成{open_}项" if found else "")

    def show_records(self, selection: Selection) -> None:
        """Lists those behind a figure or a thing to do, in whatever state."""
        self._narrow("")
        super().show_records(selection)

    def _listed(self) -> peewee.ModelSelect:
        year, now = self.desk.year, today().isoformat()
        failed = Correction.recheck_passed.is_null(False) & ~Correction.recheck_passed
        open_ = Correction.done.is_null() | failed
        late = open_ & (Correction.due < peewee.fn.SUBSTR(now, 1, peewee.fn.LENGTH(Correction.due)))
        mine = (Correction.due >= str(year)) & (Correction.due < str(year + 1))
        if year == today().year:
            mine |= open_ & (Correction.due < str(year))
        order = peewee.Case(None, [(late, 0), (open_, 1)], 2)
        return Correction.select().where(mine).order_by(order, Correction.due, Correction.id)

    # -- states -------------------------------------------------------------------------------------------

    def _narrow(self, state: str) -> None:
        self.list.table.set_filter(STATE, ValueFilter(frozenset({state})) if state else None)

    def _count(self) -> None:
        model = self.list.table.model
        self.strip.show_counts(model.counts(Correction.field(STATE)))
        now = model.filters.get(STATE)
        only = next(iter(now.texts)) if isinstance(now, ValueFilter) and len(now.texts) == 1 else ""
        self.strip.show_chosen(only)

    # -- deeds --------------------------------------------------------------------------------------------

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{text}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        return action

    def _chosen(self) -> list[Correction]:
        return list(Correction.select().where(Correction.id.in_(self.list.table.chosen_ids())))

    def _finish(self) -> None:
        found = self._chosen()
        self._ask(
            f"{len(found)}项整改已经完成" if len(found) > 1 else f"{found[0].heading()}：整改已经完成",
            ("done", "result"),
            "done",
            lambda values: finish(found, values["done"], values["result"]),
            {"done": usual_day(self.desk.year), "result": found[0].result if len(found) == 1 else None},
        )

    def _recheck(self) -> None:
        found = self._chosen()

        def work(values: Values) -> None:
            recheck(found, values["rechecked"], values["rechecked_by"], bool(values["recheck_passed"]))

        self._ask(
            f"复查{len(found)}项整改" if len(found) > 1 else f"{found[0].heading()}：复查",
            ("rechecked", "rechecked_by", "recheck_passed"),
            "rechecked",
            work,
            {"rechecked": usual_day(self.desk.year), "recheck_passed": True},
        )

    def _ask(
        self,
        message: str,
        names: tuple[str, ...],
        needed: str,
        work: Callable[[Values], None],
        values: Values,
    ) -> None:
        fields = [Correction.field(name) for name in names]
        dialog = AskFields(
            self,
            Correction.label,
            message,
            fields,  # type: ignore[arg-type]
            work,
            yes="确定",
            values=values,
            needed=(needed,),
            year=self.desk.year,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _export(self) -> None:
        # Workbooks are wanted only now.
        from ui.export_format import export_format

        export_format(self.desk, self.window(), "correction-list")
