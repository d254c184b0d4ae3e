"""典型: role models with their visits and how they were made known, and beside them good practice."""

from __future__ import annotations

import peewee
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QButtonGroup, QPushButton

from models.clock import today
from models.figure import Period
from models.news import REPORT, News
from models.practice import Practice
from models.record import Record
from models.role_model import GROUP, PERSON, RoleModel, RoleModelVisit
from ui import theme
from ui.desk import Desk, Selection
from ui.icons import icon
from ui.list_page import ListPage
from ui.owned_lines import OwnedLines
from ui.switched_page import Part, SwitchedPage
from ui.table_filter import ValueFilter

_COLUMNS = (
    "kind",
    "name",
    "organisation",
    "since",
    "level",
    "goal",
    "honours",
    "department",
    "contact",
    "all_visits",
    "made_known",
)
_PRACTICE_COLUMNS = (
    "noted",
    "organisation",
    "title",
    "effect",
    "source_kind",
    "activity",
    "promoted_on",
    "promoted_to",
)
ALL = "全部"


class RoleModelList(ListPage):
    """All that had been set up by the end of the work year: a role model stays one for years."""

    def __init__(self, desk: Desk) -> None:
        self.kinds = QButtonGroup()
        super().__init__(
            desk,
            RoleModel,
            columns=_COLUMNS,
            query=self._standing,
            defaults=lambda: {"since": today().isoformat()[:7]} if today().year == desk.year else {},
            sections=[
                lambda desk: OwnedLines(
                    desk,
                    RoleModelVisit,
                    "role_model",
                    columns=("date", "who", "what"),
                    title=RoleModelVisit.label,
                )
            ],
            watch=[RoleModelVisit, News],
            empty=(
                "还没有先进典型",
                "按 Ctrl+N 登记；也可以在荣誉或活动清单里选中一条，点“立为典型”。",
            ),
        )
        self.kinds.setParent(self)
        for place, word in enumerate((ALL, PERSON, GROUP)):
            button = QPushButton(word)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.kinds.addButton(button, place)
            self.top.addWidget(button)
        self.kinds.button(0).setChecked(True)
        self.kinds.idClicked.connect(self._narrow)
        self.news_action = QAction(icon("megaphone"), "写宣传信息", self)
        self.news_action.setToolTip("为选中的典型登记一条宣传信息")
        self.news_action.triggered.connect(lambda _=False: self._write())
        self.list.add_action(self.news_action, for_chosen=True)
        self.tell()

    def tell(self) -> None:
        """How many there are of each kind."""
        super().tell()
        counts = [self._standing().where(RoleModel.kind == kind).count() for kind in (PERSON, GROUP)]
        self.summary.setText(f"个人{counts[0]}名　集体{counts[1]}个" if any(counts) else "还没有记录")
        for button, word, count in zip(
            self.kinds.buttons(), (ALL, PERSON, GROUP), (sum(counts), *counts), strict=False
        ):
            button.setText(f"{word} {count}")

    def show_record(self, record: Record) -> None:
        """Opens a role model; a visit opens whom it was paid to."""
        super().show_record(record.role_model if isinstance(record, RoleModelVisit) else record)

    def show_records(self, selection: Selection) -> None:
        """Lists these, of either kind."""
        self.kinds.button(0).setChecked(True)
        self._narrow(0)
        super().show_records(selection)

    def _standing(self) -> peewee.ModelSelect:
        end = Period.year(self.desk.year).end
        return (
            RoleModel.select()
            .where(RoleModel.since.is_null() | (RoleModel.since < end))
            .order_by(RoleModel.since.desc(), RoleModel.id.desc())
        )

    def _narrow(self, place: int) -> None:
        word = (None, PERSON, GROUP)[place]
        name = RoleModel.field("kind").name
        self.list.table.set_filter(name, ValueFilter(frozenset({word})) if word else None)

    def _write(self) -> None:
        model = RoleModel.get_or_none(RoleModel.id == self.list.table.current_id())
        if model is not None:
            day = today().isoformat() if today().year == self.desk.year else None
            self.desk.open_record(
                News(organisation=model.organisation_id, role_model=model.id, kind=REPORT, date=day)
            )


class PracticeList(ListPage):
    """What worked, of the work year."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Practice,
            columns=_PRACTICE_COLUMNS,
            empty=("这一年还没有有效做法", "按 Ctrl+N 登记；也可以在活动清单里选中一次活动，点“记为做法”。"),
        )

    def tell(self) -> None:
        """How many, and how many of them were passed on."""
        super().tell()
        period = Period.year(self.desk.year)
        noted = Practice.select().where(Practice.noted >= period.first, Practice.noted < period.end)
        passed = noted.where(Practice.promoted_on.is_null(False)).count()
        if noted.count():
            self.summary.setText(f"{noted.count()}项做法　已推广{passed}项")


class RoleModelPage(SwitchedPage):
    """Role models, and good practice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            RoleModel.label,
            (
                Part("典型", RoleModelList, ("role_model", "role_model_visit")),
                Part("做法", PracticeList, ("practice",)),
            ),
        )
