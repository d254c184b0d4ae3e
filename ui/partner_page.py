"""青年联络: the partner bodies with what they did in the work year, activity by activity."""

from __future__ import annotations

import peewee
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from models.activity import Activity
from models.figure import Period
from models.figures import figure
from models.partner import Partner, PartnerPart
from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.export_seen import export_seen
from ui.list_page import ListPage
from ui.record_table import RecordTable

_COLUMNS = ("name", "kind", "organisation", "contact", "phone", "size", "held", "reached", "young")
_PARTS = ("start", "activity", "branch", "partner", "reached", "young", "remark")


# Both lists with some rows; a lower window scrolls.
_LEAST = 500  # pixels


class PartnerPage(ListPage):
    """The list of bodies; below it the activities of the year in which those chosen, or all, took part."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            Partner,
            columns=_COLUMNS,
            query=lambda: Partner.select().order_by(Partner.kind, Partner.id),
            watch=(PartnerPart, Activity),
            empty=(
                "还没有协作团体",
                "按 Ctrl+N 登记青联、学联、青年社团、社区、学校等，或导入协作团体一览表。",
            ),
        )
        self.parts = RecordTable(
            PartnerPart,
            query=lambda: _parts_of(desk.year, self._chosen()),
            columns=_PARTS,
            name="partners/parts",
            remember=desk.remember,
            live=desk.live,
            watch=(Activity, Partner),
        )
        self.parts.set_empty("这一年还没有协作活动", "在活动的表单里登记参加的协作团体和联系到的人数。", [])
        self._parts_of = QLabel()
        self._parts_of.setTextFormat(Qt.TextFormat.PlainText)
        theme.mark(self._parts_of, role="subheading")
        self._lay_out()
        desk.year_changed.connect(lambda _year: self._follow())
        self.list.table.picked.connect(self._follow)
        self.parts.open_wanted.connect(self._open_activity)
        self.parts.export_wanted.connect(
            lambda: export_seen(desk, self, self.parts.seen(), self._parts_of.text())
        )
        self.parts.print_wanted.connect(self._print_parts)
        self._follow()

    def _lay_out(self) -> None:
        below = QWidget()
        inside = QVBoxLayout(below)
        inside.setContentsMargins(0, theme.SMALL, 0, 0)
        # What is listed stands where the search of a long list would.
        self.parts.search.hide()
        self.parts.bar.insertWidget(0, self._parts_of)
        inside.addWidget(self.parts, 1)
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.setChildrenCollapsible(False)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.list)
        splitter.setMinimumHeight(_LEAST)
        splitter.addWidget(self.list)
        splitter.addWidget(below)
        splitter.setSizes([320, 300])
        self.desk.remember.follow_splitter("partners", splitter)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setWidget(splitter)
        layout.addWidget(room, 1)

    def tell(self) -> None:
        """How many there are, how many took part, and whom they reached."""
        self._heading.setText(f"{self.desk.year}年青年联络")
        year = Period.year(self.desk.year)
        active, reached, young, all_young = (
            figure(name).value(year)
            for name in ("partners.active", "partners.reached", "partners.young", "activities.all.youth")
        )
        count = Partner.select().count()
        self.summary.setText(
            f"{Partner.label}{count}个，其中{active}个参加了活动　联系{reached:,}人次，其中团外青年{young:,}人次　"
            f"全部活动带动未入团青年{all_young:,}人次"
            if count
            else "还没有记录"
        )

    def show_record(self, record: Record) -> None:
        """Opens a body; of a part in an activity, the activity."""
        if isinstance(record, PartnerPart):
            self.desk.open_record(Activity.get_by_id(record.activity_id))
        else:
            super().show_record(record)

    def show_records(self, selection: Selection) -> None:
        """Lists bodies, or the parts behind a figure."""
        if selection.kind is PartnerPart:
            self.parts.show_only(selection.ids, selection.title)
        else:
            super().show_records(selection)

    def _chosen(self) -> list[int]:
        return self.list.table.chosen_ids()

    def _follow(self) -> None:
        chosen = self._chosen()
        titles = Partner.titles()
        whose = "、".join(titles.get(id_, "") for id_ in chosen[:3]) if chosen else "全部团体"
        self._parts_of.setText(f"{whose}{self.desk.year}年参加的活动")
        self.parts.reload()

    def _print_parts(self) -> None:
        # With its libraries, when something is printed first: not when the page is opened.
        from ui.print_seen import print_list

        print_list(self.desk, self, self.parts.seen(), self._parts_of.text())

    def _open_activity(self, part_id: int) -> None:
        part = PartnerPart.get_or_none(PartnerPart.id == part_id)
        if part is not None:
            self.desk.open_record(Activity.get_by_id(part.activity_id))


def _parts_of(year: int, partners: list[int]) -> peewee.ModelSelect:
    query = (
        PartnerPart.select()
        .join(Activity)
        .where(Activity.start >= str(year), Activity.start < str(year + 1))
        .order_by(Activity.start.desc(), PartnerPart.id.desc())
    )
    return query.where(PartnerPart.partner.in_(partners)) if partners else query
