"""The way of a nomination: the steps taken with date and signature, the steps to come, and taking the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from models.award import (
    DRAFT,
    Nomination,
    NominationStep,
    advance_all,
    common_next_states,
    is_back,
    next_states,
    steps,
)
from models.clock import today
from models.fields import Kind
from models.nomination_limits import publicity_length, shortest_publicity
from models.record import Record
from ui import ask, theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.icons import icon
from ui.nomination_papers import Papers
from ui.nomination_publicity import PublicityEnd
from ui.number_hint import NumberHint
from ui.record_form import FormSection

WIDTH = 264
# What is done when a nomination goes on into a state; a step back is said in other words.
DEEDS = {
    "已提交": "提交",
    "党组织已签署": "党组织签署",
    "公示中": "开始公示",
    "局团委已审": "局团委审定",
    "已上报": "上报",
    "获批": "登记获批",
    "未获批": "登记未获批",
    "已表彰": "登记表彰",
}
# What a step brings with it besides date, signature and note.
FACTS = {
    "公示中": ("public_until", "public_scope"),
    "局团委已审": ("public_result",),
    "已上报": ("sent_document",),
    "获批": ("decision_document",),
    "未获批": ("decision_document",),
}


def deed(nomination: Nomination, state: str) -> str:
    """What going to a state is called on a button."""
    return f"退回“{state}”" if is_back(nomination, state) else DEEDS[state]


def take_step(desk: Desk, parent: QWidget, nominations: Sequence[Nomination], state: str) -> None:
    """Ask for the particulars of a step and take it with all of these nominations; they are in the same state."""
    first = nominations[0]
    back = is_back(first, state)
    who = f"{first.heading()}（{first.kind}）" if len(nominations) == 1 else f"所选的{len(nominations)}项推荐"
    present = desk.year == today().year
    values: Values = {"reached": today().isoformat()} if present else {}
    named = () if back else FACTS.get(state, ())
    if len(nominations) == 1:
        values |= {name: first.value(name) for name in named if first.value(name) is not None}
    own = [NominationStep.field(name) for name in ("reached", "signed_by", "note")]
    asked = [own[0], *(Nomination.field(name) for name in named), *own[1:]]

    def work(given: Values) -> None:
        if not back and not _may_end_publicity(parent, nominations, given["reached"]):
            return
        advance_all(
            nominations,
            state,
            given["reached"],
            given["signed_by"] or "",
            given["note"] or "",
            {name: given[name] for name in named},
        )
        desk.say(f"{who}：{state}")

    words = (
        f"{who}从“{first.state}”退回“{state}”。已经记下的步骤都保留。"
        if back
        else f"{who}：{first.state} → {state}"
    )
    dialog = AskFields(
        parent,
        deed(first, state),
        words,
        [field for field in asked if isinstance(field, Kind)],
        work,
        yes="退回" if back else DEEDS[state],
        values=values,
        needed=["reached", *(["public_until"] if "public_until" in named else [])],
        danger=back,
        below={"sent_document": lambda editor: NumberHint(editor, first.year, nominations)},
    )
    if "public_until" in named:
        PublicityEnd(dialog, nominations)
    dialog.exec()


def _may_end_publicity(parent: QWidget, nominations: Sequence[Nomination], reached: str) -> bool:
    """Whether publicity may be left on that day: asked about when it has not ended by then."""
    short = [
        (one, span, least)
        for one in nominations
        if one.state == "公示中"
        and (span := publicity_length(one)) is not None
        and span.days < (least := shortest_publicity(one.kind, one.year))
    ]
    if short:
        one, span, least = short[0]
        if not ask.confirm(
            parent,
            "公示天数不够",
            f"{one.heading()}只公示{span.in_words()}，{one.kind}要求不少于{least}个工作日。",
            "没有公示满期的推荐可能不被受理。",
            yes="仍然继续",
            danger=True,
        ):
            return False
    early = [
        one
        for one in nominations
        if one.state == "公示中" and one.public_until and one.public_until > reached
    ]
    if not early:
        return True
    named = "、".join(one.heading() for one in early[:3]) + ("等" if len(early) > 3 else "")
    return ask.confirm(
        parent,
        "公示还没有结束",
        f"{named}的公示到{early[0].shown('public_until')}才结束。",
        "没有公示满期的推荐可能不被受理。",
        yes="仍然继续",
        danger=True,
    )


class Stage(NamedTuple):
    """One line of the way: a state, when and by whom it was reached, whether it lies behind, here or ahead."""

    state: str
    day: str
    signed_by: str
    note: str
    place: str


def stages(nomination: Nomination) -> list[Stage]:
    """The steps taken in their order, then those still to come if all goes well."""
    found = [Stage(DRAFT, "", "", "", "behind")]
    found += [
        Stage(step.state, step.shown("reached"), step.signed_by or "", step.note or "", "behind")
        for step in (steps(nomination) if nomination.get_id() is not None else [])
    ]
    if found[-1].state != nomination.state:  # entered or imported as it stood
        found.append(Stage(nomination.state, "", "", "", "behind"))
    found[-1] = found[-1]._replace(place="here")
    return found + [Stage(state, "", "", "", "ahead") for state in _ahead(nomination)]


def _ahead(nomination: Nomination) -> Iterator[str]:
    scratch = Nomination(state=nomination.state)
    while True:
        onward = [state for state in next_states(scratch) if not is_back(scratch, state)]
        if not onward:
            return
        yield onward[0]
        scratch.state = onward[0]


_SIGNS = {
    "behind": ("circle-check", "good"),
    "here": ("flag", "accent_ink"),
    "ahead": ("clock", "text_disabled"),
}


class Way(QWidget):
    """The stages of one nomination, one below the other."""

    def __init__(self) -> None:
        super().__init__()
        theme.mark(self, role="scrolled")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, theme.SMALL, 0)
        self._layout.setSpacing(theme.SMALL)
        self._shown: Nomination | None = None
        self.here: QWidget | None = None  # the line of where it is now
        theme.announcer.changed.connect(self._recolour)

    def show_way(self, nomination: Nomination | None) -> None:
        """Show the way of another nomination."""
        self._shown = nomination
        while (item := self._layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.here = None
        for stage in stages(nomination) if nomination is not None else ():
            line = self._line(stage)
            self._layout.addWidget(line)
            if stage.place == "here":
                self.here = line
        self._layout.addStretch()

    def _recolour(self) -> None:
        self.show_way(self._shown)

    def _line(self, stage: Stage) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SMALL)
        sign = QLabel()
        name, tone = _SIGNS[stage.place]
        sign.setPixmap(icon(name, tone).pixmap(QSize(theme.ICON, theme.ICON), self.devicePixelRatioF()))
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        row.addLayout(words, 1)
        state = QLabel(stage.state)
        theme.mark(state, role={"behind": "", "here": "subheading", "ahead": "muted"}[stage.place])
        words.addWidget(state)
        under = "　".join(part for part in (stage.day, stage.signed_by) if part)
        for text in (under, stage.note):
            if text:
                label = QLabel(text)
                theme.mark(label, role="caption")
                label.setWordWrap(True)
                label.setTextFormat(Qt.TextFormat.PlainText)
                words.addWidget(label)
        line.setAccessibleName("，".join(filter(None, (stage.state, under, stage.note))))
        return line


class StepsPanel(QFrame):
    """Beside the list: the way of the chosen nomination, or how many are chosen, and the next steps as buttons."""

    step_wanted = Signal(str)  # a state

    def __init__(self) -> None:
        super().__init__()
        theme.mark(self, role="card")
        self.setFixedWidth(WIDTH)
        self._heading, self._caption = QLabel(), QLabel()
        for label, role in ((self._heading, "heading"), (self._caption, "muted")):
            theme.mark(label, role=role)
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.way, self.papers = Way(), Papers()
        self._area = area = QScrollArea()
        self._scroll_later = QTimer(self, singleShot=True, interval=0)  # the lines have no place before
        self._scroll_later.timeout.connect(self._scroll)
        area.setWidgetResizable(True)
        inner = QWidget()
        theme.mark(inner, role="scrolled")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.way)
        column.addWidget(self.papers)
        column.addStretch()
        area.setWidget(inner)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._states: dict[QPushButton, str] = {}
        self._back, self._other, self._onward = (self._button(tone) for tone in ("quiet", "", "primary"))
        self._back.setToolTip("Alt+←")
        self._onward.setToolTip("Alt+→")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.SMALL)
        layout.addWidget(self._heading)
        layout.addWidget(self._caption)
        layout.addSpacing(theme.TIGHT)
        layout.addWidget(area, 1)
        # Each in a place of its own, reckoned from the bottom: what is under the mouse never changes its meaning.
        for button in (self._other, self._onward):
            keeps = button.sizePolicy()
            keeps.setRetainSizeWhenHidden(True)
            button.setSizePolicy(keeps)
        layout.addWidget(self._back)
        layout.addSpacing(theme.TIGHT)
        layout.addWidget(self._other)
        layout.addWidget(self._onward)
        self.show_nominations([])

    @property
    def buttons(self) -> list[QPushButton]:
        """The steps that can be taken now, the one that leads on first, the one back last."""
        return [button for button in (self._onward, self._other, self._back) if button in self._states]

    def has_keyboard(self) -> bool:
        """Whether one of the buttons would get the next key."""
        return any(button.hasFocus() for button in (self._onward, self._other, self._back))

    def _button(self, tone: str) -> QPushButton:
        button = QPushButton()
        theme.mark(button, tone=tone)
        button.clicked.connect(lambda _=False: self.step_wanted.emit(self._states[button]))
        return button

    def show_nominations(self, chosen: Sequence[Nomination]) -> None:
        """Follow what is chosen in the list."""
        if not chosen:
            self._say("推荐进程", "在左边选一项推荐，看它走到了哪一步；选几项可以一起办理下一步。")
        elif len(chosen) == 1:
            self._say(chosen[0].heading(), chosen[0].kind)
        else:
            names = "、".join(one.heading() for one in chosen[:6]) + (
                f"等{len(chosen)}项" if len(chosen) > 6 else ""
            )
            states = list(dict.fromkeys(one.state for one in chosen))
            mixed = "状态不同，不能一起办理：" if len(states) > 1 else "都是："
            self._say(f"已选{len(chosen)}项", f"{names}\n\n{mixed}{'、'.join(states)}")
        only = chosen[0] if len(chosen) == 1 else None
        self.way.show_way(only)
        self.papers.show_nomination(only)
        self._scroll_later.start()
        self._offer(chosen)

    def _scroll(self) -> None:
        if self.way.here is not None:
            self._area.ensureWidgetVisible(self.way.here, 0, theme.WIDE)

    def _say(self, heading: str, caption: str) -> None:
        self._heading.setText(heading)
        self._caption.setText(caption)

    def _offer(self, chosen: Sequence[Nomination]) -> None:
        states = common_next_states(chosen)
        back = [state for state in states if is_back(chosen[0], state)]
        onward = [state for state in states if state not in back]
        offered = ((self._onward, onward[:1]), (self._other, onward[1:]), (self._back, back))
        self._states = {button: found[0] for button, found in offered if found}
        for button, _ in offered:
            state = self._states.get(button)
            button.setText(deed(chosen[0], state) + "…" if state else "")
            button.setVisible(state is not None)


class WaySection(FormSection):
    """The steps so far, below the form of a nomination; they are taken from the list."""

    title = NominationStep.label

    def __init__(self) -> None:
        super().__init__()
        self.way = Way()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.way)

    def load(self, record: Record) -> None:
        """Show the way of the nomination."""
        assert isinstance(record, Nomination)
        self.way.show_way(record)
