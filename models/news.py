"""News: what a branch sent in and put out about its work, who took it up, and which months are still owing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from models.activity import Activity
from models.attachment import PICTURES
from models.clock import today
from models.database import rows
from models.dictionary import FIXED_WORDS, words_of
from models.fields import Attachments, Choice, Date, Derived, Integer, Link, LongText, Text, not_in_future
from models.news_points import POINTS
from models.organisation import Organisation, branches
from models.partial_date import first_day
from models.record import Problem, Record, warning
from models.role_model import RoleModel
from models.rule import rule

KINDS = FIXED_WORDS["news_kind"]
LEVELS = FIXED_WORDS["use_level"]
ITEM, REPORT = KINDS[0], KINDS[5]


class News(Record):
    """One item of news of one organisation."""

    label = "信息宣传"
    key = ("organisation", "title", "date")
    year_field = "date"
    organisation_field = "organisation"
    search_fields = ("title",)
    sheet_words = ("刊用情况", "信息报送", "新闻稿")
    not_copied = ("title", "printed_title", "link", "content", "length", "activity", "role_model")

    organisation = Link(
        "报送单位",
        Organisation,
        required=True,
        width=20,
        group="信息",
        aliases=[
            "单位名称",
            "单位",
            "团组织",
            "所在团组织",
            "所属团组织",
            "供稿单位",
            "发布单位",
            "报送团组织",
        ],
    )
    kind = Choice(
        "信息种类",
        words_of("news_kind"),
        required=True,
        width=9,
        group="信息",
        aliases=["种类", "信息类别", "信息类型", "稿件类别"],
    )
    title = Text(
        "信息标题",
        required=True,
        limit=120,
        width=30,
        group="信息",
        aliases=["新闻标题", "标题", "题目", "信息名称", "稿件标题", "信息题目", "文章标题"],
    )
    printed_title = Text(
        "刊出标题", limit=120, width=20, group="信息", aliases=["新闻名称"], hint="刊出时改了标题才填"
    )
    date = Date(
        "报送时间",
        required=True,
        check=not_in_future,
        group="信息",
        aliases=["发布时间", "刊发时间", "报送日期", "发布日期", "刊发日期", "上报时间", "时间", "日期"],
    )
    author = Text("作者", width=10, group="信息", aliases=["撰稿人", "供稿人", "通讯员"])
    activity = Link("反映的活动", Activity, group="信息", width=20)
    role_model = Link("宣传的典型", RoleModel, group="信息", width=12)
    channel = Choice(
        "发布渠道",
        words_of("news_channel"),
        open_list=True,
        width=11,
        group="发布",
        aliases=["渠道", "发布平台"],
    )
    media = Choice(
        "媒体类别", words_of("news_media"), open_list=True, width=8, group="发布", aliases=["媒体类型"]
    )
    column = Text("刊发栏目", limit=60, width=12, group="发布", aliases=["栏目", "栏目名称"])
    length = Integer("篇幅字数", unit="字", width=8, group="发布", aliases=["字数", "篇幅"])
    homepage = Text("推送主页", limit=120, width=12, group="发布", hint="推送到了哪个网站的主页")
    link = Text("网址", width=18, group="发布", aliases=["链接", "网页地址"])
    content = LongText("信息内容", group="内容", aliases=["内容", "正文", "摘要", "内容摘要"])
    files = Attachments("图片和原稿", group="内容", aliases=["附件", "图片"])
    remark = LongText("备注", width=14, group="内容")
    uses = Derived("采用情况", lambda n: uses_text(n), group="发布", width=16)
    points = Derived("信息得分", lambda n: points_of(n), group="发布", width=8, align="right", places=1)

    def complete(self) -> None:
        """A sheet of what was printed (刊用情况) has no column for the kind, and perhaps the printed title alone."""
        self.title = self.title or self.printed_title
        if not self.kind:
            self.kind = REPORT if self.media else ITEM
        if self.content and self.length is None:
            self.length = sum(not sign.isspace() for sign in self.content)

    def rules(self) -> Iterator[Problem]:
        if self.date and len(self.date) == 4:
            yield warning("date", "没有写到哪一月，不算进各月报送")
        if self.date and self.activity_id is not None:
            activity = Activity.get_by_id(self.activity_id)
            if first_day(self.date) < first_day(activity.start) and len(self.date) == 10:
                yield warning("date", f"早于活动时间{activity.shown('start')}，请核对")


class NewsUse(Record):
    """An item of news was taken up at a level by somebody."""

    label = "采用"
    key = ("news", "level", "by")
    sheet_words = ("采用",)
    search_fields = ()

    news = Link(
        "采用的信息",
        News,
        required=True,
        owner=True,
        aliases=["信息标题", "标题", "新闻标题", "题目", "稿件标题", "文章标题"],
    )
    level = Choice("采用级别", words_of("use_level"), required=True, width=8)
    by = Text("采用单位", limit=60, width=22, aliases=["采用媒体", "刊物名称"])
    date = Date("采用日期", check=not_in_future, aliases=["采用时间"])

    def heading(self) -> str:
        return _use(self.level, self.by)

    def home(self) -> int | None:
        return None if self.news_id is None else News.get_by_id(self.news_id).organisation_id


def uses_text(news: News) -> str | None:
    """At which levels an item was taken up, and by whom: 区（团区委网站）、市."""
    # Asked of every line of a list.
    found = rows('SELECT level, "by" FROM news_use WHERE news_id = ? ORDER BY id', (news.get_id(),))
    return "、".join(_use(level, by) for level, by in found) or None


def _use(level: str | None, by: str | None) -> str:
    return (level or "") + (f"（{by}）" if by else "")


def points_of(news: News) -> float:
    """What a saved item earns by the standard of its year (models/news_points.py); 0 before it is saved."""
    found = rows(f"SELECT {POINTS} FROM news WHERE id = ?", (news.get_id(),))
    return float(found[0][0]) if found else 0.0


def from_activity(activity: Activity) -> News:
    """The news that tells of an activity: the one that is on record, else a new item begun with what the activity says."""
    held: News | None = News.select().where(News.activity == activity.id).order_by(News.id).first()
    return held or News(
        organisation=activity.branch_id,
        kind=ITEM,
        title=activity.title,
        date=today().isoformat() if activity.start[:4] == str(today().year) else activity.start,
        content="\n".join(filter(None, (activity.content, activity.result))) or None,
        activity=activity.id,
    )


class Owing(NamedTuple):
    """A branch and the months of the year, from 1, for which it has sent no news with a picture."""

    branch: Organisation
    months: tuple[int, ...]


# An item counts for its month when a picture hangs on it or on the activity that it tells of.
_IS_PICTURE = " OR ".join(f"lower(f.name) LIKE '%{suffix}'" for suffix in sorted(PICTURES))
PICTURED = f"""EXISTS (SELECT 1 FROM attachment f WHERE ({_IS_PICTURE}) AND (f.kind = 'news' AND f.record_id = news.id
    OR f.kind = 'activity' AND f.record_id = news.activity_id))"""


def months_due(year: int, day: date | None = None, *, running: bool = False) -> range:
    """The months of a year that are over by `day` (today), from the first in which the office kept news at all.

    Each branch sends items with a picture before a month's end (domain §4; how many is the rule news.monthly_items).
    Before the office began to keep news nothing was due. `running` takes in the month of `day` itself.
    """
    now = day or today()
    over = 12 if now.year > year else now.month - (not running) if now.year == year else 0
    first = rows("SELECT min(substr(date, 1, 7)) FROM news WHERE length(date) >= 7")[0][0]
    if first is None or int(first[:4]) > year:
        return range(0)
    return range(int(first[5:7]) if int(first[:4]) == year else 1, over + 1)


def owing(year: int, day: date | None = None, *, running: bool = False) -> list[Owing]:
    """The branches that owe news of some month of a year, in the office's order; `day` stands for today."""
    due = months_due(year, day, running=running)
    wanted = rule("news.monthly_items", year)
    if not due or not wanted:
        return []
    sent: dict[tuple[int, int], int] = {
        (organisation, month): count
        for organisation, month, count in rows(
            "SELECT organisation_id, CAST(substr(date, 6, 2) AS INTEGER), count(*) FROM news"
            f" WHERE date >= ? AND date < ? AND length(date) >= 7 AND {PICTURED} GROUP BY 1, 2",
            (str(year), str(year + 1)),
        )
    }
    found = []
    for branch in branches(min(day or today(), date(year, 12, 31))):
        since = (branch.founded or "")[:7]
        months = [
            month
            for month in due
            if since <= f"{year}-{month:02d}" and sent.get((branch.id, month), 0) < wanted
        ]
        if months:
            found.append(Owing(branch, tuple(months)))
    return found
