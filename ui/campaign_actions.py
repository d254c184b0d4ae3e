"""What an activity, an honour or an inspection can be begun into by one click: news of it, a role model, good practice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction

from models import news, practice, role_model
from models.record import Record
from ui.certificate_actions import add_honour_certificates
from ui.icons import icon
from ui.record_tab import RecordTab

_Begin = Callable[[Any], Record]
_NEWS = ("写信息", "megaphone", "为选中的活动登记一条信息；已登记的打开那一条")
_MODEL = ("立为典型", "sparkles", "立为先进典型；已经立了的打开那一条")
_PRACTICE = ("记为做法", "clipboard-list", "记为有效做法；已经记了的打开那一条")


def add_activity_actions(tab: RecordTab) -> None:
    """On a list of activities: news, a role model, good practice."""
    _add(tab, *_NEWS, news.from_activity)
    _add(tab, *_MODEL, role_model.from_activity)
    _add(tab, *_PRACTICE, practice.from_activity)


def add_honour_actions(tab: RecordTab) -> None:
    """On a list of honours: a role model, certificates."""
    _add(tab, *_MODEL, role_model.from_honour)
    add_honour_certificates(tab)


def add_inspection_actions(tab: RecordTab) -> None:
    """On a list of inspections: good practice, from what was found to be done well."""
    _add(tab, *_PRACTICE, practice.from_inspection)


def _add(tab: RecordTab, text: str, picture: str, tip: str, begin: _Begin) -> None:
    action = QAction(icon(picture), text, tab)
    action.setToolTip(tip)

    def work() -> None:
        kind = tab.record_class
        record = kind.get_or_none(kind.id == tab.table.current_id())
        if record is not None:
            tab.desk.open_record(begin(record))

    action.triggered.connect(lambda _=False: work())
    tab.add_action(action, for_chosen=True)
