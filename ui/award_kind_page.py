"""奖项: the awards of the work year with their conditions, each said in words; edited, and copied to a new year."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import peewee
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QSplitter, QVBoxLayout, QWidget

from models.award_kind import EACH, AwardKind, kinds_of
from models.award_rule import HINT, AwardRule, copy_year, rules_of
from models.fields import Integer
from models.record import Record
from models.rule import rule
from ui import theme
from ui.ask_fields import AskFields, Values
from ui.desk import Desk
from ui.icons import icon
from ui.list_page import ListPage
from ui.owned_lines import OwnedLines
from ui.scrolled import scrolled
from ui.wrapped_label import WrappedLabel

COLUMNS = (
    "name",
    "whom",
    "level",
    "quota_share",
    "quota_base",
    "quota_number",
    "quota_per",
    "one_honour",
    "publicity_days",
)
_LINES = ("condition", "amount", "years", "word", "level", "period", "force", "source", "remark")
_PANEL = 320


class RuleLines(OwnedLines):
    """The conditions of an award as lines, and below them what they say."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, AwardRule, "award", columns=_LINES, title="评选条件")
        self.words = WrappedLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setAccessibleName("条件说明")
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.words)
        self.model.changed.connect(self._explain)

    def load(self, record: Record) -> None:
        """Show an award's conditions."""
        super().load(record)
        self._explain()

    def _explain(self) -> None:
        found = [one for one in self.records() if isinstance(one, AwardRule)]
        self.words.setText(conditions_text(found))


class AwardKindPage(ListPage):
    """The list of the awards, and what the chosen one asks for."""

    def __init__(self, desk: Desk) -> None:
        self.told = WrappedLabel()
        self.name = QLabel()
        self.copy_action = QAction(icon("copy"), "复制到新年度…")
        super().__init__(
            desk,
            AwardKind,
            columns=COLUMNS,
            sections=[RuleLines],
            query=self._listed,
            defaults=self.begin,
            watch=[AwardRule],
            empty=("还没有奖项", "按 Ctrl+N 新增一个奖项，写上评选条件、名额和公示天数。"),
        )
        self.copy_action.setParent(self)
        self.copy_action.triggered.connect(lambda _=False: self.copy())
        self.list.add_action(self.copy_action)
        self.list.table.picked.connect(self._explain)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.removeWidget(self.list)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        split.addWidget(self.list)
        split.addWidget(self._panel())
        split.setStretchFactor(0, 1)
        split.setSizes([900, _PANEL])
        layout.addWidget(split, 1)
        self._explain()

    def _panel(self) -> QWidget:
        theme.mark(self.name, role="heading")
        self.name.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.told.setAccessibleName("奖项说明")
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(0, 0, theme.SMALL, 0)
        words.addWidget(self.told)
        words.addStretch()
        area = scrolled(inner)
        found = QFrame()
        theme.mark(found, role="card")
        found.setMinimumWidth(240)
        column = QVBoxLayout(found)
        column.setContentsMargins(theme.LARGE, theme.MEDIUM, theme.MEDIUM, theme.MEDIUM)
        column.addWidget(self.name)
        column.addWidget(area, 1)
        return found

    def begin(self) -> dict[str, Any]:
        """A new award stands beside those that hold now."""
        held = kinds_of(self.desk.year)
        return {"year": held[0].year if held else self.desk.year}

    def tell(self, _notice: object = None) -> None:
        """Say from when the awards of the work year hold."""
        held = kinds_of(self.desk.year)
        self._heading.setText(f"{self.desk.year}年{AwardKind.label}")
        if held:
            since = held[0].year
            later = "" if since == self.desk.year else f"，{self.desk.year}年沿用"
            self.summary.setText(f"{since}年起的{len(held)}个奖项{later}")
        else:
            self.summary.setText("还没有奖项")
        self._explain()

    def copy(self) -> None:
        """Give a later year awards of its own, to be edited without changing those before."""
        source = self.desk.year
        held = kinds_of(source)
        asked = Integer("新年度", required=True, minimum=1990)
        asked.name = "year"

        def work(values: Values) -> None:
            made = copy_year(source, values["year"])
            self.desk.say(f"已把{len(made)}个奖项和条件复制到{values['year']}年，Ctrl+Z 撤销")

        own = bool(held) and held[0].year == source
        AskFields(
            self,
            "复制到新年度",
            f"把现在的{len(held)}个奖项连同评选条件复制一份，从新年度起用；以前年度的不变。",
            [asked],
            work,
            yes="复制",
            values={"year": source + 1 if own else source},
            needed=["year"],
        ).exec()
        self.tell()

    def _listed(self) -> peewee.ModelSelect:
        ids = [kind.id for kind in kinds_of(self.desk.year)]
        return AwardKind.select().where(AwardKind.id.in_(ids)).order_by(AwardKind.position, AwardKind.id)

    def _explain(self) -> None:
        if not hasattr(self, "list"):
            return  # the base tells before the list is laid beside the panel
        id_ = self.list.table.current_id()
        award = AwardKind.get_or_none(AwardKind.id == id_) if id_ is not None else None
        self.name.setText(award.name if award is not None else "奖项说明")
        self.told.setText(award_text(award, self.desk.year) if award is not None else "在左边选一个奖项。")


def award_text(award: AwardKind, year: int) -> str:
    """What an award asks for and brings, in words."""
    days = award.publicity_days
    if days is None:
        days = round(rule("award.publicity_days", year))
    parts = [
        f"{award.whom}奖项" + (f"，限{award.holder_kinds}" if award.holder_kinds else ""),
        f"条件：\n{conditions_text(rules_of(award.id))}",
        f"名额：{quota_text(award)}",
        f"公示：不少于{days}个工作日",
    ]
    if award.one_honour:
        parts.append("同一对象一年只能推荐一个奖项")
    if award.documents_wanted:
        parts.append(f"需附：{'、'.join(award.documents_wanted)}")
    level = "，".join(filter(None, (award.level, award.granted_by)))
    if level:
        parts.append(f"表彰后记为荣誉：{level}")
    if award.source:
        parts.append(f"依据：{award.source}")
    if award.remark:
        parts.append(award.remark)
    return "\n\n".join(parts)


def conditions_text(found: Iterable[AwardRule]) -> str:
    """Conditions in words, one a line, with their source."""
    lines = [
        f"{at}. {words}{'（参考）' if one.force == HINT else ''}"
        + (f"\n    出处：{one.source}" if one.source else "")
        for at, one in enumerate(found, 1)
        if (words := one.in_words())
    ]
    return "\n".join(lines) or "还没有条件，人人符合。"


def quota_text(award: AwardKind) -> str:
    """How many may be put forward, in words: 每个团组织团员的3%（四舍五入），不超过5名."""
    said = []
    if award.quota_share is not None:
        rounding = f"（{award.rounding}）" if award.rounding else ""
        said.append(f"{award.quota_base or ''}的{award.shown('quota_share')}%{rounding}")
    if award.quota_number is not None:
        said.append(f"{'不超过' if said else ''}{award.quota_number}{'名' if award.for_member else '个'}")
    if not said:
        return "不限"
    return ("每个团组织" if award.quota_per == EACH else "全局") + "，".join(said)
