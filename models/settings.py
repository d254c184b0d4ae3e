"""The office's own particulars, the current work year, and choices that are remembered."""

from __future__ import annotations

import json
from typing import Any

from models.changes import change
from models.clock import today
from models.fields import LongText, Text
from models.record import Record


class Setting(Record):
    """One particular of the office under its name, kept as JSON."""

    label = "设置"
    key = ("name",)

    name = Text("名称", required=True, unique=True, width=24)
    content = LongText("内容")


# What the particulars are called on the settings page and on sheets.
OFFICE_PARTICULARS = {
    "office_name": "填报单位",
    "office_full_name": "团委全称",
    "district_committee": "上级团组织全称",
    "reporter": "填报人",
    "reviewer": "审核人",
    "head": "负责人",
    "telephone": "办公电话号码",
    "document_prefix": "文号字头",
}


def recall(name: str, default: Any = None) -> Any:
    """What is kept under a name, or the default."""
    setting = Setting.get_or_none(Setting.name == name)
    return default if setting is None or setting.content is None else json.loads(setting.content)


def remember(name: str, value: Any, action: str = "记住选择", background: bool = True) -> None:
    """Keep a JSON-able value under a name; remembered choices are not offered for undo."""
    with change(action, background=background):
        setting = Setting.get_or_none(Setting.name == name) or Setting(name=name)
        setting.content = json.dumps(value, ensure_ascii=False)
        setting.save()


def office(name: str) -> str:
    """One of the OFFICE_PARTICULARS as text, '' when it is not set."""
    return str(recall(f"office.{name}", "") or "")


def set_office(particulars: dict[str, str]) -> None:
    """Keep several of the OFFICE_PARTICULARS in one action."""
    with change("修改单位设置"):
        for name, value in particulars.items():
            remember(f"office.{name}", value)


def work_year() -> int:
    """The year the office is working in: the one last chosen, else this year."""
    return int(recall("work_year", today().year))


def set_work_year(year: int) -> None:
    """Turn to another work year; nothing in the records changes."""
    remember("work_year", year)
