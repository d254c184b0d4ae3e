"""The heading of the page of 支部: who it is about, its secretary and telephone, and how its elections stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from models import partial_date
from models.organisation import ACTIVE, Organisation, due_date
from ui import theme
from ui.icons import icon
from ui.organisation_model import PICTURES, elections_due
from ui.organisation_scope import Scope, secretary

_PICTURE = 28


class OrganisationHeader(QWidget):
    """`edit` is the button's action; `more` fill the menu beside it, None for a line."""

    def __init__(self, edit: QAction, more: Sequence[QAction | None]) -> None:
        super().__init__()
        self._edit, self._more = edit, more
        self._scope: Scope | None = None
        self._line = ""
        self._sign = QLabel()
        self._sign.setFixedSize(_PICTURE + 16, _PICTURE + 16)
        self._sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel()
        theme.mark(self.title, role="title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self._badge_box = QWidget()
        self._badges = QHBoxLayout(self._badge_box)
        self._badges.setContentsMargins(0, 0, 0, 0)
        self._badges.setSpacing(theme.TIGHT)
        self.line = QLabel()
        theme.mark(self.line, role="muted")
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.reveal = QToolButton()
        self.reveal.setCheckable(True)
        self.reveal.setIconSize(QSize(14, 14))
        self.reveal.toggled.connect(self._show_line)
        self._lay_out()
        theme.announcer.changed.connect(self._show_sign)

    def _lay_out(self) -> None:
        # What is too long is shortened here rather than cut by the layout.
        self.title.setMinimumWidth(1)
        self.line.setMinimumWidth(1)
        self._first = first = QHBoxLayout()
        first.setSpacing(theme.MEDIUM)
        first.addWidget(self.title)
        first.addWidget(self._badge_box)
        first.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(theme.TIGHT)
        second.addWidget(self.line)
        second.addWidget(self.reveal)
        second.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(first)
        words.addLayout(second)
        self._third = QHBoxLayout()
        self._third.addStretch(1)
        words.addLayout(self._third)
        self._button = QPushButton(self._edit.icon(), self._edit.text().rstrip("…"))
        self._button.clicked.connect(self._edit.trigger)
        self._menu_button = QPushButton("更多")
        menu = QMenu(self._menu_button)
        for action in self._more:
            if action is None:
                menu.addSeparator()
            else:
                menu.addAction(action)
        self._menu_button.setMenu(menu)
        # As high with buttons as without, so that the tabs below stay where they are.
        self.setMinimumHeight(98)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.WIDE, theme.LARGE, theme.WIDE, theme.SMALL)
        row.setSpacing(theme.MEDIUM)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        row.addWidget(self._button)
        row.addWidget(self._menu_button)

    def show_scope(self, scope: Scope) -> None:
        """Read everything anew."""
        self._scope = scope
        self._button.setVisible(scope.organisation is not None)
        self._menu_button.setVisible(scope.organisation is not None)
        while item := self._badges.takeAt(0):
            if item.widget() is not None:
                item.widget().deleteLater()
        for text, tone, hint in _badges(scope):
            badge = QLabel(text)
            theme.mark(badge, badge=tone)
            badge.setToolTip(hint or text)
            badge.setProperty("whole", text)
            self._badges.addWidget(badge, 0, Qt.AlignmentFlag.AlignVCenter)
        self._show_sign()
        self._show_line()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten what does not fit; the badges stand below where the title leaves them no room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._scope is None:
            return
        buttons = [each for each in (self._button, self._menu_button) if not each.isHidden()]
        taken = self._sign.width() + sum(each.sizeHint().width() + theme.MEDIUM for each in buttons)
        room = self.width() - 2 * theme.WIDE - theme.MEDIUM - taken
        self.title.ensurePolished()
        name, badges = self._scope.name, self._fit_badges(room)
        beside = self.title.fontMetrics().horizontalAdvance(name) + theme.MEDIUM + badges <= room
        into = self._first if beside else self._third
        if into.indexOf(self._badge_box) < 0:
            into.insertWidget(1 if beside else 0, self._badge_box)
        _shorten(self.title, name, room - theme.MEDIUM - badges if beside else room)
        _shorten(self.line, self._line, room - self.reveal.sizeHint().width() - theme.TIGHT)

    def _fit_badges(self, room: int) -> int:
        """Shorten the last badge when all of them are wider than the room; how wide they are."""
        found = [self._badges.itemAt(place).widget() for place in range(self._badges.count())]
        labels = [label for label in found if isinstance(label, QLabel)]
        width = 0
        for label in labels:
            label.ensurePolished()
            label.setText(str(label.property("whole")))
            width += label.sizeHint().width() + theme.TIGHT
        if labels and width > room:
            last, whole = labels[-1], str(labels[-1].property("whole"))
            words = last.fontMetrics().horizontalAdvance(whole) - (width - room)
            last.setText(last.fontMetrics().elidedText(whole, Qt.TextElideMode.ElideRight, max(words, 40)))
            width = room
        return width

    def _show_sign(self) -> None:
        if self._scope is None:
            return
        organisation = self._scope.organisation
        picture = "building-2" if organisation is None else PICTURES.get(str(organisation.kind), "users")
        size = QSize(_PICTURE, _PICTURE)
        self._sign.setPixmap(icon(picture, "accent_ink").pixmap(size, self.devicePixelRatioF()))

    def _show_line(self) -> None:
        if self._scope is None:
            return
        full = self.reveal.isChecked()
        words, hidden = _line(self._scope, full)
        self._line = "　".join(words)
        self.reveal.setVisible(hidden)
        self.reveal.setIcon(icon("eye-off" if full else "eye"))
        says = "遮住电话" if full else "显示完整电话"
        self.reveal.setToolTip(says)
        self.reveal.setAccessibleName(says)
        self._fit()


def _shorten(label: QLabel, text: str, room: int) -> None:
    shown = label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, max(room, 40))
    label.setText(shown)
    label.setToolTip("" if shown == text else text)
    label.setAccessibleName(text)


def _badges(scope: Scope) -> list[tuple[str, str, str]]:
    organisation = scope.organisation
    if organisation is None:
        return []
    found = [(str(organisation.kind), "neutral", Organisation.field("kind").label)]
    if organisation.state != ACTIVE:
        into = Organisation.titles().get(organisation.merged_into_id, "")
        ended = partial_date.show_day(organisation.ended) if organisation.ended else ""
        says = f"{organisation.state}{'，并入' + into if into else ''}"
        return [*found, (says, "neutral", ended)]
    due = due_date(organisation)
    if due is None:
        return [*found, ("没有换届记录", "neutral", "在“团干部”里添加届次")]
    day = partial_date.show_day(due)
    state = elections_due(scope.year).get(organisation.id)
    if state is None:
        return [
            *found,
            (f"{day}换届", "good", f"上次换届{partial_date.show_day(organisation.last_election)}"),
        ]
    return [
        *found,
        (f"换届超期，应于{day}" if state[1] else f"{day}前换届", "bad" if state[1] else "warn", ""),
    ]


def _line(scope: Scope, full: bool) -> tuple[list[str], bool]:
    """The words of the second line, and whether a telephone number in them can be covered."""
    organisation = scope.organisation
    if organisation is None:
        active = Organisation.select().where(Organisation.state == ACTIVE).count()
        return [
            f"{scope.year}年",
            f"{Organisation.label}{active}个",
            f"团员{scope.figure('members.total'):,}人",
        ], False
    words = []
    head = secretary(organisation)
    if head is not None:
        phone = head.shown("phone", full=full)
        words.append(f"书记 {head.name}" + (f" {phone}" if phone else ""))
    else:
        words.append("书记 未登记")
    if organisation.phone:
        words.append(f"{Organisation.field('phone').label} {organisation.shown('phone', full=full)}")
    if organisation.parent_id:
        words.append(f"上级 {Organisation.titles().get(organisation.parent_id, '')}")
    return words, bool(head is not None and head.phone)
