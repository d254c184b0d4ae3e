"""What happened to one record: when, by whom, each value before and after; and from which cell values were taken."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from models import journal
from models.fields import Described
from models.journal import Entry
from models.record import Record
from models.reporting import Origin, origins_of
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
        sources = origins_of(record) if record.get_id() is not None else {}
        if sources:
            heading = QLabel("数据来源")
            theme.mark(heading, role="subheading")
            layout.addSpacing(theme.SMALL)
            layout.addWidget(heading)
            for place, origins in _by_sheet(type(record), sources).items():
                layout.addWidget(_source_card(place, origins))
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
    card, layout = _frame()
    when = QLabel(f"{entry.at}　{entry.who}")
    theme.mark(when, role="caption")
    action = QLabel(entry.action)
    action.setWordWrap(True)
    layout.addWidget(when)
    layout.addWidget(action)
    changed = lines(kind, entry)
    if entry.old is None or entry.new is None:
        changed = [] if entry.new is None else changed[:6]
    for label, before, after in changed:
        was = f"{escape(before)} → " if entry.old is not None else ""
        layout.addWidget(_line(label, f"{was}{escape(after) or '（空）'}"))
    return card


def _frame() -> tuple[QFrame, QVBoxLayout]:
    card = QFrame()
    theme.mark(card, role="card")
    layout = QVBoxLayout(card)
    layout.setContentsMargins(theme.MEDIUM, theme.SMALL, theme.MEDIUM, theme.SMALL)
    layout.setSpacing(2)
    return card, layout


def _line(label: str, rich_text: str) -> QLabel:
    """A muted label and a text of which the special signs are escaped."""
    muted = theme.colour("text_muted").name()
    line = QLabel(f'<span style="color:{muted}">{escape(label)}</span> {rich_text}')
    line.setWordWrap(True)
    line.setTextFormat(Qt.TextFormat.RichText)
    line.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return line


def _by_sheet(
    kind: type[Record], sources: dict[str, Origin]
) -> dict[tuple[str, str], list[tuple[Described, Origin]]]:
    """(file, sheet) → the fields taken from it, in the record's order."""
    found: dict[tuple[str, str], list[tuple[Described, Origin]]] = {}
    for field in kind.fields():
        origin = sources.get(field.name)
        if origin is not None:
            found.setdefault((str(origin.file_name), str(origin.sheet)), []).append((field, origin))
    return found


def _source_card(place: tuple[str, str], origins: list[tuple[Described, Origin]]) -> QFrame:
    card, layout = _frame()
    file, sheet = QLabel(place[0]), QLabel(f"工作表“{place[1]}”")
    theme.mark(sheet, role="caption")
    for label in (file, sheet):
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        layout.addWidget(label)
    for field, origin in origins:
        raw = str(origin.raw or "")
        raw = field.hide(raw) if raw and field.sensitive else raw
        raw = raw if len(raw) <= _LONG else raw[:_LONG] + "…"
        layout.addWidget(_line(f"{field.label}　{origin.cell}", escape(raw) or "（空）"))
    return card
