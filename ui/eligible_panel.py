"""Beside the list of 资格: every condition with what it found for the chosen one; Enter opens the records behind it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout

from models.eligibility import Reason, Verdict
from ui import theme
from ui.eligible_model import TONES
from ui.icons import icon

WIDTH, NARROW = 320, 264
_SIGNS = {True: ("circle-check", "good"), False: ("x", "bad"), None: ("circle-help", "warn")}
_SAID = {True: "符合", False: "不符合", None: "缺资料"}


class EligiblePanel(QFrame):
    """`opened` carries the reason whose records are wanted; `nominate_wanted` is the button below."""

    opened = Signal(object)  # a Reason
    nominate_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.mark(self, role="card")
        self.setFixedWidth(WIDTH)
        self._reasons: list[Reason] = []
        self._name, self._about, self._state, self._hint = QLabel(), QLabel(), QLabel(), QLabel()
        theme.mark(self._name, role="heading")
        for label, role in ((self._about, "muted"), (self._hint, "caption")):
            theme.mark(label, role=role)
        for label in (self._name, self._about, self._hint):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget()
        self.list.setAccessibleName("评选条件和依据")
        self.list.setWordWrap(True)
        self.list.setIconSize(QSize(theme.ICON, theme.ICON))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.button = QPushButton("推荐…")
        theme.mark(self.button, tone="primary")
        self.button.setToolTip("Ctrl+N")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(lambda _=False: self.nominate_wanted.emit())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._name)
        layout.addWidget(self._about)
        layout.addWidget(self._state, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        layout.addWidget(self.button)
        self.show_chosen([], "", "", date.min)

    def show_chosen(self, chosen: Sequence[Verdict], home: str, state: str, day: date) -> None:
        """Show the reasons of the one that is chosen; `home` and `state` in words, `day` is when it was judged."""
        only = chosen[0] if len(chosen) == 1 else None
        self._reasons = list(only.reasons) if only is not None else []
        self.list.clear()
        for reason in self._reasons:
            sign, tone = _SIGNS[reason.ok]
            if reason.ok is not True and not reason.binding:
                sign, tone = "info", "info"
            words = reason.words if reason.binding else f"{reason.words}（参考）"
            item = QListWidgetItem(icon(sign, tone), words)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{_SAID[reason.ok]}：{words}")
            count = len(reason.ids)
            item.setToolTip(f"打开依据的{count}条{reason.kind.label}记录" if count else "没有依据的记录")
            self.list.addItem(item)
        if only is not None:
            self._name.setText(only.name)
            self._about.setText("　".join(filter(None, (home, f"按{day.isoformat()}的情况"))))
            theme.mark(self._state, badge=TONES[state])
            self._state.setText(state)
        elif chosen:
            self._name.setText(f"已选{len(chosen)}个")
            names = "、".join(verdict.name for verdict in chosen[:8])
            self._about.setText(names + (f"等{len(chosen)}个" if len(chosen) > 8 else ""))
        else:
            self._name.setText("理由和依据")
            self._about.setText("在左边选一个，看每项条件怎样认定；选几个可以一起推荐。")
        self._state.setVisible(only is not None)
        self.list.setVisible(only is not None)
        self._hint.setText("点一项或按 Enter，打开依据的记录。")
        self._hint.setVisible(bool(self._reasons))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop if only is None else Qt.AlignmentFlag(0))
        self.button.setText(f"推荐这{len(chosen)}个…" if len(chosen) > 1 else "推荐…")
        self.button.setEnabled(bool(chosen))

    def go_to_reasons(self) -> None:
        """The keys go to the conditions, first to one that stands against it."""
        if not self._reasons:
            return
        against = [row for row, reason in enumerate(self._reasons) if reason.binding and not reason.ok]
        self.list.setCurrentRow(against[0] if against else 0)
        self.list.setFocus()

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(self._reasons[self.list.row(item)])
