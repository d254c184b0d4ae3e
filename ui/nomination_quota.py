"""The places of the year's awards in one line: how many there are, used, left, of how many; a click lists an award's."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from models.award_kind import kinds_of
from models.nomination_documents import held_twice
from models.quota import Quota, quotas
from ui import theme
from ui.icons import icon


class QuotaStrip(QFrame):
    """`chosen` carries an award's name, '' for all; `twice` is asked for those put forward for several awards."""

    chosen = Signal(str)
    twice = Signal(list)  # ids of nominations

    def __init__(self) -> None:
        super().__init__()
        self._found: list[list[Quota]] = []
        self._twice: list[int] = []
        self.buttons: dict[str, QPushButton] = {}
        self.label = QLabel("名额")
        theme.mark(self.label, role="muted")
        self.both = QPushButton()
        theme.mark(self.both, tone="link")
        self.both.setToolTip("一年一般只评一项，请核对")
        self.both.clicked.connect(lambda _=False: self.twice.emit(self._twice))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.TIGHT, 0, 0, 0)
        self._row.setSpacing(theme.TIGHT)
        self._row.addWidget(self.label)
        self._row.addStretch()
        self._row.addWidget(self.both)

    def show_year(self, year: int) -> None:
        """Count a year's places anew; awards without a quota that nobody is put forward for are left out."""
        self._found = []
        for award in kinds_of(year):
            found = quotas(award, year)
            if any(each.used or each.limit is not None for each in found):
                self._found.append(found)
        names = [found[0].award.name for found in self._found]
        for name in [name for name in self.buttons if name not in names]:
            button = self.buttons.pop(name)
            self._row.removeWidget(button)
            button.deleteLater()
        for place, name in enumerate(names):
            if name not in self.buttons:
                self.buttons[name] = self._button(name)
            self._row.insertWidget(1 + place, self.buttons[name])
        double = held_twice(year)
        self._twice = [one.id for one in double]
        holders = {one.heading(): None for one in double}
        self.both.setText(f"{len(holders)}个同年推荐多项")
        self.both.setVisible(bool(double))
        self.setVisible(bool(self._found))
        self._fit()

    def show_chosen(self, name: str) -> None:
        """Mark the award that is looked at; no signal is sent."""
        for each, button in self.buttons.items():
            button.setChecked(each == name)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setIconSize(QSize(theme.ICON, theme.ICON))
        theme.mark(button, role="segment")
        button.clicked.connect(lambda on, name=name: self.chosen.emit(name if on else ""))
        return button

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The share is told where there is room for it."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for form in (full_text, short_text, shortest_text):
            for found in self._found:
                self.buttons[found[0].award.name].setText(form(found))
            wanted = sum(button.sizeHint().width() + theme.TIGHT for button in self.buttons.values())
            both = self.both.sizeHint().width() if self._twice else 0
            if wanted + both + self.label.sizeHint().width() + 2 * theme.MEDIUM <= self.width():
                break
        for found in self._found:
            button = self.buttons[found[0].award.name]
            over = any(each.is_over for each in found)
            button.setIcon(icon("triangle-alert", "bad") if over else icon("award", "text_muted"))
            button.setToolTip("\n".join(each.in_words() for each in _worth_telling(found)))
            button.setAccessibleName(full_text(found))
            theme.mark(button, invalid=over)


def _sum(found: Sequence[Quota]) -> tuple[int, int | None, int | None]:
    """Put forward, places and base of an award; None where there is no quota."""
    limits = [each.limit for each in found if each.limit is not None]
    bases = [each.base for each in found if each.base is not None]
    return sum(each.used for each in found), sum(limits) if limits else None, sum(bases) if bases else None


def full_text(found: Sequence[Quota]) -> str:
    """优秀共青团员 名额4 已推荐3 还剩1 占2.4%."""
    used, limit, base = _sum(found)
    name = found[0].award.name
    if limit is None:
        return f"{name}　已推荐{used}"
    share = f"　占{100 * used / base:.1f}%" if base else ""
    return f"{name}　名额{limit}　已推荐{used}　{_left(found, used, limit)}{share}"


def short_text(found: Sequence[Quota]) -> str:
    """优秀共青团员 3/4 还剩1."""
    used, limit, _ = _sum(found)
    name = found[0].award.name
    return f"{name} {used}" if limit is None else f"{name} {used}/{limit} {_left(found, used, limit)}"


def shortest_text(found: Sequence[Quota]) -> str:
    """3/4 共青团员: where even that has no room, the name is cut and not the numbers."""
    used, limit, _ = _sum(found)
    name = found[0].award.name.removeprefix("优秀")
    return f"{used} {name}" if limit is None else f"{used}/{limit} {name}"


def _left(found: Sequence[Quota], used: int, limit: int) -> str:
    over = sum(-each.left for each in found if each.left is not None and each.left < 0)
    return f"超出{over}" if over else f"还剩{limit - used}"


def _worth_telling(found: Sequence[Quota]) -> list[Quota]:
    """Of places by organisation those that are used, the worst first, and not more than a tooltip holds."""
    if len(found) == 1:
        return list(found)
    return sorted((each for each in found if each.used), key=lambda each: each.left or 0)[:12] or list(
        found[:1]
    )
