"""What tables of plain lines have in common: whole lines chosen one at a time, nothing edited, no grid."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QTableView

from ui import theme


def make_lines(table: QTableView, name: str) -> None:
    """Let a table show lines that are read, under the accessible name `name`."""
    table.setAccessibleName(name)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(theme.ROW_HEIGHT)
    table.horizontalHeader().setHighlightSections(False)
