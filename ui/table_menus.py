"""The menus of a list: on a cell, and on a column's label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QMenu

from ui.icons import icon
from ui.table_filter import ValueFilter
from ui.table_model import SortColumn

if TYPE_CHECKING:
    from ui.record_table import RecordTable

MOST_FROZEN = 5
_LONG = 12


def cell_menu(table: RecordTable, index: QModelIndex) -> QMenu:
    """What can be done with the chosen records, the cells and the column; deleted when it closes."""
    menu = QMenu(table)
    menu.addActions(table.record_actions)
    if table.record_actions:
        menu.addSeparator()
    menu.addActions([table.copy_action, table.copy_labels_action])
    menu.addSeparator()
    if index.isValid():
        field = table.model.fields[index.column()]
        text = field.show(table.model.value(index.row(), field))
        said = table.model.text(index.row(), index.column()) or "空白"
        said = said if len(said) <= _LONG else said[:_LONG] + "…"
        only = menu.addAction(icon("funnel"), f"只看{field.label}为“{said}”的")
        only.triggered.connect(lambda: table.set_filter(field.name, ValueFilter(frozenset({text}))))
    if table.model.filters or table.search.text():
        menu.addAction(table.clear_action)
    menu.addSeparator()
    if index.isValid():
        _add_column_actions(menu, table, index.column())
    menu.addActions([table.columns_action, table.print_action, table.export_action])
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def column_menu(table: RecordTable, column: int) -> QMenu:
    """Sorting, filtering, freezing and hiding a column; deleted when it closes."""
    field = table.model.fields[column]
    menu = QMenu(table)
    for text, picture, descending in (("升序", "arrow-up", False), ("降序", "arrow-down", True)):
        action = menu.addAction(icon(picture), f"按{field.label}{text}")
        action.triggered.connect(
            lambda _=False, descending=descending: table.sort_by([SortColumn(field.name, descending)])
        )
    menu.addAction(icon("funnel"), "筛选…").triggered.connect(lambda: table.open_filter(column))
    menu.addSeparator()
    _add_column_actions(menu, table, column)
    menu.addAction(table.columns_action)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add_column_actions(menu: QMenu, table: RecordTable, column: int) -> None:
    field, columns = table.model.fields[column], table.columns
    shown = columns.shown()
    place = shown.index(field.name) + 1 if field.name in shown else 0
    if table.view.frozen.count:
        menu.addAction(icon("lock"), "取消冻结列").triggered.connect(lambda: columns.freeze(0))
    if 0 < place <= MOST_FROZEN and place != table.view.frozen.count:
        menu.addAction(icon("lock"), f"冻结到“{field.label}”列").triggered.connect(
            lambda: columns.freeze(place)
        )
    if len(shown) > 1:
        menu.addAction(icon("eye-off"), "隐藏此列").triggered.connect(lambda: columns.hide(field.name))
