"""What happened to one record: when, by whom, and each value before and after, read from the journal."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from models import journal
from models.fields import Described
from models.journal import Entry
from models.record import Record
from ui import theme

WIDTH = 300
_LONG = 60


class RecordHistory(QScrollArea):
    """A narrow list at the side of a form, the newest on top."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFixedWidth(WIDTH)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("修改记录")

    def load(self, record: Record) -> None:
        """Show the history of a record."""
        inside = QWidget()
        theme.mark(inside, role="scrolled")
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, theme.SMALL, theme.LARGE, theme.LARGE)
        layout.setSpacing(theme.SMALL)
        heading = QLabel("修改记录")
        theme.mark(heading, role="subheading")
        layout.addWidget(heading)
        entries = journal.history(record) if record.get_id() is not None else []
        for entry in entries:
            layout.addWidget(_card(type(record), entry))
        if not entries:
            nothing = QLabel("还没有修改记录。")
            theme.mark(nothing, role="muted")
            layout.addWidget(nothing)
        layout.addStretch()
        self.setWidget(inside)


def lines(kind: type[Record], entry: Entry) -> list[tuple[str, str, str]]:
    """What an entry changed: (label, before, after), sensitive values masked."""
    names = list(entry.new or entry.old or {})
    fields = {field.name: field for field in kind.fields()}
    found = []
    for name in names:
        field = fields.get(name)
        if field is None:
            continue
        before = _text(field, (entry.old or {}).get(name))
        after = _text(field, (entry.new or {}).get(name))
        if before or after:
            found.append((field.label, before, after))
    return found


def _text(field: Described, value: object) -> str:
    text = field.mask(value)
    return text if len(text) <= _LONG else text[:_LONG] + "…"


def _card(kind: type[Record], entry: Entry) -> QFrame:
    card = QFrame()
    theme.mark(card, role="card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
    layout.setSpacing(2)
    when = QLabel(f"{entry.at}　{entry.who}")
    theme.mark(when, role="caption")
    action = QLabel(entry.action)
    action.setWordWrap(True)
    layout.addWidget(when)
    layout.addWidget(action)
    changed = lines(kind, entry)
    if entry.old is None or entry.new is None:
        changed = [] if entry.new is None else changed[:6]
    muted = theme.colour("text_muted").name()
    for label, before, after in changed:
        was = f"{escape(before)} → " if entry.old is not None else ""
        line = QLabel(f'<span style="color:{muted}">{escape(label)}</span> {was}{escape(after) or "（空）"}')
        line.setWordWrap(True)
        line.setTextFormat(Qt.TextFormat.RichText)
        line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(line)
    return card
