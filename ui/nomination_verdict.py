"""In the form of a nomination: what the award's conditions say of the one put forward (on screen, never printed)."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from models.award import Nomination
from models.eligibility import Reason, verdicts
from models.quota import owner_of, quota
from models.record import Record
from ui import theme
from ui.icons import icon
from ui.record_form import FormSection
from ui.wrapped_label import WrappedLabel

_SIGNS = {True: ("circle-check", "good"), False: ("x", "bad"), None: ("circle-help", "warn")}


class VerdictSection(FormSection):
    """Follows the award and the subject as they are typed."""

    title = "评选资格（不打印）"

    def __init__(self) -> None:
        super().__init__()
        self._about: tuple[object, ...] = ()
        self.said = QLabel()
        self.quota = WrappedLabel()
        theme.mark(self.quota, role="muted")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.TIGHT)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self.said, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addLayout(self._lines)
        layout.addWidget(self.quota)

    def load(self, record: Record) -> None:
        """Judge the one that the nomination is about."""
        self._about = ()
        self.follow(record)

    def follow(self, record: Record) -> None:
        """Judge anew when another award or subject is typed."""
        assert isinstance(record, Nomination)
        about = (record.kind, record.year, record.member_id, record.organisation_id)
        if about == self._about:
            return
        self._about = about
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        known = record.kind and record.year
        subject = (record.member_id if record.award.for_member else record.organisation_id) if known else None
        if subject is None:
            self._tell("选好推荐类别和对象后，这里列出各项条件。", "neutral", "")
            return
        award, year = record.award, int(record.year)
        owner = owner_of(award, record.organisation_id) if record.organisation_id is not None else None
        told = quota(award, year, owner).in_words()
        found = verdicts(award, year, [subject])
        if not found:
            self._tell("不在册，或不是可申报的组织类型", "bad", told)
            return
        verdict = found[0]
        tones = {"符合": "good", "缺资料": "info"}
        self._tell(verdict.state, tones.get(verdict.state, "bad"), told)
        for reason in verdict.reasons:
            self._lines.addWidget(self._line(reason))

    def _tell(self, state: str, tone: str, quota_words: str) -> None:
        self.said.setText(state)
        theme.mark(self.said, badge=tone)
        self.quota.setText(quota_words)

    def _line(self, reason: Reason) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        name, tone = _SIGNS[reason.ok]
        if reason.ok is not True and not reason.binding:
            name, tone = "info", "info"
        sign = QLabel()
        sign.setPixmap(icon(name, tone).pixmap(QSize(theme.ICON, theme.ICON), self.devicePixelRatioF()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(WrappedLabel(reason.words if reason.binding else f"{reason.words}（参考）"), 1)
        return line
