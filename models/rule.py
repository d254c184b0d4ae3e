"""Numbers that rules ask for, as data: from which year each holds and where it is written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from models.fields import Decimal, Integer, LongText, Text
from models.record import Problem, Record

SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "rules.toml"


class Rule(Record):
    """The value of one rule from a year on; a later row takes its place without changing the years before."""

    label = "规定"
    key = ("code", "year")
    search_fields = ("name", "source")

    name = Text("规定名称", required=True, limit=60, width=24)
    number = Decimal("规定数值", required=True, places=2, width=9)
    unit = Text("计量单位", limit=10, width=8)
    year = Integer("起始年度", required=True, minimum=1990, width=9)
    source = Text("出处", required=True, width=30, hint="文件名、文号，或某次会议")
    remark = LongText("备注", width=24)
    code = Text("规定代号", required=True, limit=60, width=20)

    _held: ClassVar[dict[str, list[tuple[int, float]]] | None] = None

    class Meta:
        indexes = ((("code", "year"), True),)

    def heading(self) -> str:
        return f"{self.name}（{self.year}年起）"

    def amount(self) -> str:
        """The value with its unit: 30%, 3天."""
        return f"{self.shown('number')}{self.unit or ''}"

    def rules(self) -> Iterator[Problem]:
        if self.unit == "%" and self.number is not None and self.number > 100:
            yield Problem("number", "百分数不能大于100")
        same = Rule.select().where(Rule.code == self.code, Rule.year == self.year, Rule.id != self.get_id())
        if same.exists():
            yield Problem("year", f"{self.year}年起的“{self.name}”已有一条，请修改那一条")

    @classmethod
    def held(cls) -> dict[str, list[tuple[int, float]]]:
        """(year, value) of every stored rule by its code, the earliest first; kept until one of them changes."""
        if cls._held is None:
            found: dict[str, list[tuple[int, float]]] = {}
            for each in cls.select().order_by(cls.year):
                found.setdefault(str(each.code), []).append((each.year, each.number))
            cls._held = found
        return cls._held

    @classmethod
    def forget_cached(cls) -> None:
        super().forget_cached()
        cls._held = None


def rule(code: str, year: int) -> float:
    """The value of a rule in a year: its latest row that begins by then, else its first one, else the shipped one.

    KeyError for a code that is in none of them: a mistake of the program.
    """
    rows = Rule.held().get(code) or [(row["year"], row["number"]) for row in shipped() if row["code"] == code]
    if not rows:
        raise KeyError(code)
    return float(max((row for row in rows if row[0] <= year), default=rows[0])[1])


def history(code: str) -> list[Rule]:
    """All rows of one rule, the earliest first."""
    return list(Rule.select().where(Rule.code == code).order_by(Rule.year))


def shipped() -> list[dict[str, Any]]:
    """The rows that come with the program, by the fields' names."""
    # Costs more than all else here, and is asked once in the life of an office: not at every start.
    import tomllib

    found: list[dict[str, Any]] = tomllib.loads(SHIPPED.read_text("utf-8"))["rule"]
    return found
