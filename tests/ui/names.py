"""Finds inputs and buttons that say nothing to a screen reader."""

from __future__ import annotations

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QWidget,
)

_ASKED = (QAbstractButton, QAbstractItemView, QComboBox, QLineEdit, QPlainTextEdit)


def nameless(widget: QWidget) -> list[QWidget]:
    """The visible inputs and buttons inside that have neither an accessible name nor a text."""
    return [
        one
        for one in widget.findChildren(QWidget)
        if isinstance(one, _ASKED)
        and one.isVisibleTo(widget)
        # Qt's own parts of a table, a tab bar, a line
        and not isinstance(one, QHeaderView)
        and not one.objectName().startswith("qt_")
        and not isinstance(one.parentWidget(), QTabBar | QLineEdit)
        and not (one.accessibleName() or (isinstance(one, QAbstractButton) and one.text()))
    ]
