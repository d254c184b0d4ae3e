"""The office's own particulars, the current work year, and choices that are remembered."""

from __future__ import annotations

import json
from typing import Any

from models.changes import change
from models.clock import today
from models.fields import LongText, Text
from models.organisation import Organisation
from models.record import Record

# What the particulars are called on the settings page and on sheets.
OFFICE_PARTICULARS = {
    "office_name": "填报单位",
    "office_full_name": "团委全称",
    "district_committee": "上级团组织全称",
    "reporter": "填报人",
    "reviewer": "审核人",
    "head": "负责人",
    "telephone": "办公电话号码",
    "signature": "落款单位",
    "document_prefix": "文号字头",
    "document_form": "文号格式",
    "certificate_prefix": "证书编号字头",
    "theme": "活动主题",
    "duty_head": "组长职责",
    "duty_deputy": "副组长职责",
    "duty_member": "成员职责",
}
_OFFICE = "office."
# The campaign's own words for its theme (创先争优实施方案, 一): another campaign has another one.
THEME = "扩大组织覆盖、增强组织活力，增强团员意识、发挥带头作用"


class _Name(Text):
    """What a setting is called: people see the particular's own name."""

    def show(self, value: Any) -> str:
        return "" if value is None else OFFICE_PARTICULARS.get(value.removeprefix(_OFFICE), value)


class _Content(LongText):
    """A value kept as JSON: people see the value itself."""

    def show(self, value: Any) -> str:
        kept = None if value is None else json.loads(value)
        return "" if kept is None else str(kept)


class Setting(Record):
    """One particular of the office under its name, kept as JSON."""

    label = "设置"
    key = ("name",)

    name = _Name("名称", required=True, unique=True, width=24)
    content = _Content("内容")

    def heading(self) -> str:
        return self.shown("name")


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
    """One of the OFFICE_PARTICULARS as text, '' when it is not set; the office is its top committee unless it says so."""
    set_ = str(recall(f"office.{name}", THEME if name == "theme" else "") or "")
    if not set_ and name in ("office_name", "office_full_name"):
        top = Organisation.select().where(Organisation.parent.is_null(), Organisation.kind != "团支部")
        first = top.order_by(Organisation.position, Organisation.id).first()
        return str(first.name) if first else ""
    return set_


def signature() -> str:
    """Who stands under printed notices and summaries: the particular for it, else the office's full name, else its name."""
    return office("signature") or office("office_full_name") or office("office_name")


def set_office(particulars: dict[str, str]) -> None:
    """Keep several of the OFFICE_PARTICULARS in one action."""
    with change("修改单位设置"):
        for name, value in particulars.items():
            remember(f"{_OFFICE}{name}", value)


def work_year() -> int:
    """The year the office is working in: the one last chosen, else this year."""
    return int(recall("work_year", today().year))


def set_work_year(year: int) -> None:
    """Turn to another work year; nothing in the records changes."""
    remember("work_year", year)
