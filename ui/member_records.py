"""What hangs on a member, shown in the form: offices, moves, honours, appraisals and the volunteer hours of the year."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from models.activity import hours_of_members
from models.appraisal import MemberAppraisal
from models.figure import Period
from models.honour_timeline import of_member
from models.member import Member, Office, Transfer
from models.organisation import Organisation
from models.record import Record
from ui import theme
from ui.behind_dialog import open_in_place
from ui.desk import Desk
from ui.honour_timeline import HonourTimeline
from ui.record_form import FormSection


class MemberRecords(FormSection):
    """To be read only: an office changed from here would be undone by the 团内职务 that the form still shows."""

    title = "任职、变动、荣誉和评议"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._lines = QWidget()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._lines)
        self.timeline = HonourTimeline("还没有荣誉，也没有进行中的推荐。")
        self.timeline.record_wanted.connect(self._open)
        self._member: Member | None = None
        layout.addSpacing(theme.MEDIUM)
        layout.addWidget(self.timeline)

    def _open(self, record: Record) -> None:
        open_in_place(self, self._desk, record, self._show_moments)

    def _show_moments(self) -> None:
        moments = [] if self._member is None else of_member(self._member.id)
        self.timeline.show_moments(moments)
        self.timeline.setVisible(bool(moments))

    def load(self, record: Record) -> None:
        """Show what hangs on a member."""
        assert isinstance(record, Member)
        fresh = QWidget()
        grid = QGridLayout(fresh)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.LARGE)
        grid.setVerticalSpacing(theme.SMALL)
        grid.setColumnMinimumWidth(0, 160)
        grid.setColumnStretch(1, 1)
        is_new = record.get_id() is None
        found = [] if is_new else _lines(record, self._desk.year)
        for row, (when, what) in enumerate(found):
            grid.addWidget(_said(when, "muted"), row, 0)
            grid.addWidget(_said(what), row, 1)
        if not found:
            grid.addWidget(_said("保存后这里列出有关的记录。" if is_new else "还没有。", "muted"), 0, 0, 1, 2)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.replaceWidget(self._lines, fresh)
        self._lines.deleteLater()
        self._lines = fresh
        self._member = None if is_new else record
        self._show_moments()


def _said(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    theme.mark(label, role=role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _lines(member: Member, year: int) -> Sequence[tuple[str, str]]:
    """(when, what) of all that hangs on a member, offices first."""
    found: list[tuple[str, str]] = []
    places = Organisation.titles()
    held = Office.select().where(Office.member == member.id)
    for office in held.order_by(Office.until.is_null().desc(), Office.since.desc()):
        since, until = office.shown("since"), office.shown("until")
        when = f"{since}至{until or '现在'}" if since else f"至{until}" if until else "现任"
        found.append((when, f"{places.get(office.organisation_id, '')}{office.post}"))
    for move in Transfer.select().where(Transfer.member == member.id).order_by(Transfer.moved.desc()):
        way = move.outside or places.get(move.target_id, "")
        found.append((move.shown("moved"), f"{move.kind}{'到' + way if way else ''}"))
    for each in (
        MemberAppraisal.select()
        .where(MemberAppraisal.member == member.id)
        .order_by(MemberAppraisal.year.desc())
    ):
        said = "，".join(filter(None, (each.grade or each.absent_reason, each.registration)))
        found.append((f"{each.year}年", f"{MemberAppraisal.label}：{said or '进行中'}"))
    hours = hours_of_members(year, [member.id]).get(member.id)
    if hours:
        found.append((Period.year(year).label, f"志愿服务{hours:g}小时"))
    return found
