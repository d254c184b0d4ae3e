"""The line of buttons above a list: which of them keep their words when it gets narrow."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton

# The search box is not made narrower than this for the sake of words on buttons, nor at all than the second.
READABLE = 200
NARROWEST = 110
_ICON_AND_EDGES = 44

_Style = Qt.ToolButtonStyle


def fit_bar(bar: QHBoxLayout, search: QLineEdit, width: int) -> None:
    """Show icons with words as far as `width` pixels have room for them, else icons alone."""
    items = [bar.itemAt(at) for at in range(bar.count())]
    needed = bar.spacing() * bar.count()
    worded = []
    for item in items:
        widget = item.widget()
        if widget is None:  # a line of its own, such as a switch
            needed += item.sizeHint().width()
            continue
        if not widget.isVisibleTo(widget.parentWidget()):
            continue
        action = widget.defaultAction() if isinstance(widget, QToolButton) else None
        if widget is search:
            needed += READABLE
        elif isinstance(widget, QToolButton) and action is not None and not action.icon().isNull():
            worded.append(widget)
            needed += widget.fontMetrics().horizontalAdvance(action.iconText()) + _ICON_AND_EDGES
        else:
            needed += widget.sizeHint().width()
    style = _Style.ToolButtonIconOnly if needed > width else _Style.ToolButtonTextBesideIcon
    for button in worded:
        if button.toolButtonStyle() != style:
            button.setToolButtonStyle(style)
