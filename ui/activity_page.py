"""The tab 活动: the year's activities by 三比三争 category, each with its participants and files."""

from __future__ import annotations

from collections.abc import Sequence

import peewee
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from models.activity import CATEGORIES, Activity, Participation
from models.clock import today
from models.figure import Period
from models.figures import figure
from models.record import Record
from ui import theme
from ui.campaign_actions import add_activity_actions
from ui.desk import Desk, Selection
from ui.page import Page
from ui.page_heading import PageHeading
from ui.participants import ParticipantsEditor
from ui.partner_lines import PartnerLines
from ui.record_tab import RecordTab
from ui.table_filter import ValueFilter

COLUMNS = (
    "start",
    "branch",
    "category",
    "kind",
    "title",
    "place",
    "present",
    "league_present",
    "person_hours",
)
ALL = "全部"


class ActivityPage(Page):
    """The list of activities, narrowed to a category by one click."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._heading, self._summary = QLabel(), QLabel()
        self.categories = QButtonGroup(self)
        self.categories.setExclusive(True)
        switches = QHBoxLayout()
        switches.setSpacing(theme.TIGHT)
        for place, word in enumerate((ALL, *CATEGORIES)):
            button = QPushButton(word)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.categories.addButton(button, place)
            switches.addWidget(button)
        self.categories.button(0).setChecked(True)
        self.list = RecordTab(
            desk,
            Activity,
            query=self._of_the_year,
            columns=COLUMNS,
            defaults=self._defaults,
            sections=[lambda _desk: ParticipantsEditor(), PartnerLines],
            watch=[Participation],
            empty=("这一年还没有活动", "按 Ctrl+N 登记一次活动，或导入支部报来的活动表。"),
        )
        add_activity_actions(self.list)
        top = QHBoxLayout()
        top.addWidget(PageHeading(self._heading, self._summary), 1)
        top.addLayout(switches)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        layout.setSpacing(theme.MEDIUM)
        layout.addLayout(top)
        layout.addWidget(self.list, 1)
        self.categories.idClicked.connect(self._narrow)
        desk.year_changed.connect(lambda _year: self._turn())
        desk.live.changed.connect(lambda _notice: self._tell())
        self._tell()
        self.setFocusProxy(self.list.table.view)

    def _of_the_year(self) -> peewee.ModelSelect:
        year = self.desk.year
        return (
            Activity.select()
            .where(Activity.start >= str(year), Activity.start < str(year + 1))
            .order_by(Activity.start.desc(), Activity.id.desc())
        )

    def _defaults(self) -> dict[str, object]:
        # In a past year's records today would be a wrong guess.
        return {"start": today().isoformat()} if today().year == self.desk.year else {}

    def _turn(self) -> None:
        self.list.show_only(None, "")
        self.list.table.reload()
        self._tell()

    def _tell(self) -> None:
        year = Period.year(self.desk.year)
        self._heading.setText(f"{self.desk.year}年活动")
        names = ("activities.all.count", "activities.all.attendance", "activities.volunteer.hours")
        count, attendance, hours = (figure(name).value(year) for name in names)
        self._summary.setText(
            f"{count}次　{attendance:,}人次　志愿服务{hours:,}小时" if count else "还没有记录"
        )
        for place, word in enumerate((ALL, *CATEGORIES)):
            number = count if word == ALL else figure(f"activities.{word}.count").value(year)
            self.categories.button(place).setText(f"{word} {number}")

    def _narrow(self, place: int) -> None:
        field = Activity.field("category")
        word = None if place == 0 else CATEGORIES[place - 1]
        self.list.table.set_filter(field.name, None if word is None else ValueFilter(frozenset({word})))

    def show_record(self, record: Record) -> None:
        """Opens an activity; a new one with what it begins with."""
        if isinstance(record, Participation):
            record = Activity.get_by_id(record.activity_id)
        if record.get_id() is None:
            values = {field.name: record.value(field.name) for field in record.stored_fields()}
            self.list.new(**{name: value for name, value in values.items() if value is not None})
        else:
            self.list.open(record.get_id())

    def show_records(self, selection: Selection) -> None:
        """Lists the activities behind a figure."""
        if selection.kind is Activity:
            self.categories.button(0).setChecked(True)
            self._narrow(0)
            self.list.show_only(selection.ids, selection.title)

    def choose(self, ids: Sequence[int]) -> None:
        """Chooses activities in the list."""
        self.list.choose(ids)
