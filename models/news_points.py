"""The points that an item of news earns: a standard from a year on, with points for each kind, sent or taken up at a level."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from models.changes import change
from models.database import rows
from models.dictionary import words_of
from models.errors import AppError
from models.fields import Choice, Decimal, Flag, Integer, Link, Text
from models.record import Problem, Record

SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "news-points.toml"
SENT = "报送"  # how people call the column of points for sending alone, which has no level

# What one item of news earns, in SQL over the table `news`: by the standard of its year, each level once, however many
# took it up there. The same expression serves one item, the ranking and every sheet.
POINTS = """(SELECT coalesce(sum(CASE WHEN p.level IS NULL THEN p.points END), 0)
    + coalesce(CASE WHEN s.only_highest THEN max(CASE WHEN p.level IS NOT NULL THEN p.points END)
        ELSE sum(CASE WHEN p.level IS NOT NULL THEN p.points END) END, 0)
    FROM news_standard s JOIN news_points p ON p.standard_id = s.id
    WHERE s.year = (SELECT max(year) FROM news_standard WHERE year <= CAST(substr(news.date, 1, 4) AS INTEGER))
    AND p.kind = news.kind AND (p.level IS NULL
        OR EXISTS (SELECT 1 FROM news_use u WHERE u.news_id = news.id AND u.level = p.level)))"""


class NewsStandard(Record):
    """What news earns from a year on; a later standard takes its place without changing the years before."""

    label = "信息计分标准"
    key = ("year",)
    search_fields = ("source",)

    year = Integer("计分起始年", required=True, minimum=1990, unique=True, width=9)
    source = Text("计分依据", required=True, width=34, hint="文件名、文号，或某次会议")
    only_highest = Flag(
        "多级采用只计最高一级", required=True, default=False, hint="不选时各级采用的分相加；同一级只计一次"
    )

    def heading(self) -> str:
        return f"{self.year}年起的{self.label}"


class NewsPoints(Record):
    """The points of one kind of news: for being sent (no level), or for being taken up at a level."""

    label = "信息计分"
    key = ("standard", "kind", "level")
    search_fields = ()

    standard = Link("所属计分标准", NewsStandard, required=True, owner=True)
    kind = Choice("计分种类", words_of("news_kind"), required=True, width=12)
    level = Choice("计分级别", words_of("use_level"), width=8, hint=f"空着是{SENT}本身的分")
    points = Decimal("计分分值", required=True, places=1, unit="分", width=8)

    def heading(self) -> str:
        return f"{self.kind}{self.level or SENT}"

    def rules(self) -> Iterator[Problem]:
        level = NewsPoints.level.is_null() if self.level is None else NewsPoints.level == self.level
        same = NewsPoints.select().where(
            NewsPoints.standard == self.standard_id,
            NewsPoints.kind == self.kind,
            level,
            NewsPoints.id != self.get_id(),
        )
        if same.exists():
            yield Problem("kind", f"{self.heading()}的分已经有了")


Table = dict[tuple[str, str | None], float]


def standard_of(year: int) -> NewsStandard | None:
    """The standard by which the news of a year counts; None when the first one begins later."""
    found: NewsStandard | None = (
        NewsStandard.select().where(NewsStandard.year <= year).order_by(NewsStandard.year.desc()).first()
    )
    return found


def points_table(standard: NewsStandard) -> Table:
    """(kind, level or None for sent) → points."""
    found = NewsPoints.select().where(NewsPoints.standard == standard.get_id())
    return {(str(each.kind), each.level): float(each.points) for each in found}


def set_points(standard: NewsStandard, table: Mapping[tuple[str, str | None], float]) -> None:
    """Keep a standard with exactly these points, as one action; a kind and level of no points has no row."""
    with change(f"修改{standard.heading()}") as current:
        standard.save()
        before = {
            (str(each.kind), each.level): each
            for each in NewsPoints.select().where(NewsPoints.standard == standard.get_id())
        }
        kept = []
        for place, points in table.items():
            held = before.pop(place, None)
            if not points:
                if held is not None:
                    current.delete(held)
                continue
            row = held or NewsPoints(standard=standard.get_id(), kind=place[0], level=place[1])
            row.points = points
            kept.append(row)
        for gone in before.values():
            current.delete(gone)
        current.save_all(kept)


def copy_standard(standard: NewsStandard, year: int) -> NewsStandard:
    """The same standard once more from a later year on, to be changed there; AppError when that year has one."""
    if NewsStandard.select().where(NewsStandard.year == year).exists():
        raise AppError(f"{year}年起已经有一份{standard.label}。", "请直接修改那一份。")
    with change(f"复制{standard.heading()}到{year}年") as current:
        copied = NewsStandard(year=year, source=standard.source, only_highest=standard.only_highest)
        copied.save()
        current.save_all(
            [
                NewsPoints(standard=copied.id, kind=kind, level=level, points=points)
                for (kind, level), points in points_table(standard).items()
            ]
        )
    return copied


def plant_standard() -> None:
    """Give a store without any standard the shipped one; one that the office has edited is left alone."""
    if rows("SELECT 1 FROM news_standard LIMIT 1"):
        return
    # Read once in the life of an office: not at every start.
    import tomllib

    shipped = tomllib.loads(SHIPPED.read_text("utf-8"))
    with change("装入初始信息计分标准", background=True) as current:
        standard = NewsStandard(**shipped["standard"])
        current.save_all([standard])
        current.save_all(
            [
                NewsPoints(
                    standard=standard.id, kind=kind, level=None if level == SENT else level, points=points
                )
                for kind, *row in shipped["rows"]
                for level, points in zip(shipped["columns"], row, strict=True)
                if points
            ]
        )
