"""创建 on the page of 支部: brands that are applied for, built up, named or lost; a named one goes on record as an honour."""

from __future__ import annotations

from typing import Any

import peewee

from models.brand import APPLIED, BRAND_STATES, BUILDING, LOST, NAMED, REFUSED, Brand, honour_of, make_honour
from models.changes import change
from models.errors import AppError
from models.member import Member
from ui import ask
from ui.state_list import StateList

_TONES = {APPLIED: "neutral", BUILDING: "info", NAMED: "good", REFUSED: "warn", LOST: "bad"}


class BrandList(StateList):
    """Of all years, since a brand is held over years; a click on a state narrows the list."""

    kind = Brand
    states = tuple((name, _TONES[name]) for name in BRAND_STATES)
    ends = (NAMED, REFUSED, LOST)
    columns = (
        "name",
        "kind",
        "organisation",
        "member",
        "level",
        "state",
        "applied",
        "started",
        "named",
        "granted_by",
        "people",
    )
    watch = (Member,)
    empty = (
        "还没有创建项目",
        "按 Ctrl+N 登记青年文明号、岗位能手、窗口等创建，或把品牌创建表拖到窗口里导入。",
    )
    called = "“三比三争”品牌创建一览表"

    def build(self) -> None:
        """The states above the list; what was named becomes an honour."""
        super().build()
        self.add_action(self._action("记入荣誉", "medal", "", self.enter_honours), for_chosen=True)

    def of_the_year(self) -> Any:
        """Not by year."""
        return None

    def ordered(self, query: peewee.ModelSelect) -> peewee.ModelSelect:
        """By kind, the latest first."""
        return query.order_by(Brand.kind, Brand.started.desc(), Brand.id.desc())

    def begin(self) -> dict[str, Any]:
        """One of this organisation."""
        return {"organisation": self._organisation_id}

    def enter_honours(self) -> None:
        """Put the chosen ones on record as honours, each once."""
        ids = self.table.chosen_ids()
        chosen = list(Brand.select().where(Brand.id.in_(ids)).order_by(Brand.id)) if ids else []
        new = [brand for brand in chosen if honour_of(brand) is None]
        if not new:
            self.desk.say("所选的品牌都已在荣誉里" if chosen else "请先选中已命名的品牌")
            return
        try:
            with change(f"{len(new)}个品牌记入荣誉"):
                for brand in new:
                    make_honour(brand)
        except AppError as error:
            ask.show_error(self, error, "没有记入")
            return
        known = len(chosen) - len(new)
        more = f"，另有{known}项原已登记" if known else ""
        self.desk.say(f"已记入{len(new)}项荣誉{more}，Ctrl+Z 撤销")
