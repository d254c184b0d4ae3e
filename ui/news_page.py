"""信息宣传: the year's news by kind with who took it up, and beside it the ranking of the branches."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QButtonGroup, QPushButton

from models.dictionary import DictionaryEntry
from models.figure import Period
from models.figures import figure
from models.figures_news import OWN_COLUMNS
from models.news import ITEM, News, NewsUse
from models.record import Record
from ui import theme
from ui.desk import Desk, Selection
from ui.list_page import ListPage
from ui.news_ranking_page import NewsRankingPage
from ui.owned_lines import OwnedLines
from ui.switched_page import Part, SwitchedPage
from ui.table_filter import ValueFilter

COLUMNS = ("date", "organisation", "kind", "title", "channel", "author", "uses", "points", "activity")
ALL, OTHER = "全部", "其它"


class NewsList(ListPage):
    """The list of news, narrowed to a kind by one click."""

    def __init__(self, desk: Desk) -> None:
        self.kinds = QButtonGroup()
        super().__init__(
            desk,
            News,
            columns=COLUMNS,
            sections=[
                lambda desk: OwnedLines(
                    desk, NewsUse, "news", columns=("level", "by", "date"), title=News.field("uses").label
                )
            ],
            watch=[NewsUse],
            empty=(
                "这一年还没有信息",
                "按 Ctrl+N 登记一条；也可以在活动清单里点“写信息”，或导入刊用情况表。",
            ),
        )
        self.kinds.setParent(self)
        self.kinds.setExclusive(True)
        for place, word in enumerate((ALL, *OWN_COLUMNS, OTHER)):
            button = QPushButton(word)
            button.setCheckable(True)
            theme.mark(button, role="segment")
            self.kinds.addButton(button, place)
            self.top.addWidget(button)
        self.kinds.button(0).setChecked(True)
        self.kinds.idClicked.connect(self.narrow)
        self.tell()

    def begin(self) -> dict[str, Any]:
        """Of the kind that is listed, else an item of the usual kind."""
        place = self.kinds.checkedId()
        kind = OWN_COLUMNS[place - 1] if 0 < place <= len(OWN_COLUMNS) else ITEM
        return super().begin() | {"kind": kind}

    def tell(self) -> None:
        """How many of each kind, how many were taken up, the points of all."""
        period = Period.year(self.desk.year)
        super().tell()
        names = ("news.sent", *(f"news.{kind}" for kind in OWN_COLUMNS), "news.other")
        counts = [figure(name).value(period) for name in names]
        used, points = (figure(name).value(period) for name in ("news.used", "news.points"))
        if counts[0]:
            self.summary.setText(f"采用{used:,}条　得分{points:,g}")
        for button, word, count in zip(
            self.kinds.buttons(), (ALL, *OWN_COLUMNS, OTHER), counts, strict=bool(self.kinds.buttons())
        ):
            button.setText(f"{word} {count}")

    def narrow(self, place: int) -> None:
        """List the kind that stands at a place of the switch; 0 all of them."""
        words: set[str] = set()
        if place > len(OWN_COLUMNS):
            known = DictionaryEntry.words("news_kind")
            words = {*known.words, *known.synonyms.values()} - set(OWN_COLUMNS)
        elif place:
            words = {OWN_COLUMNS[place - 1]}
        name = News.field("kind").name
        self.list.table.set_filter(name, ValueFilter(frozenset(words)) if words else None)

    def show_record(self, record: Record) -> None:
        """Opens an item; a use of it opens the item."""
        super().show_record(record.news if isinstance(record, NewsUse) else record)

    def show_records(self, selection: Selection) -> None:
        """Lists the items behind a figure, of whatever kind."""
        self.kinds.button(0).setChecked(True)
        self.narrow(0)
        super().show_records(selection)


class NewsPage(SwitchedPage):
    """News, and the branches ranked by it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            News.label,
            (
                Part("信息", NewsList, ("news", "news_use")),
                Part("排名", NewsRankingPage, ("news_standard", "news_points")),
            ),
        )
