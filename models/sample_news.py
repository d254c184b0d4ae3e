"""The sample office's news with its uses, its role models with visits, and good practice."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from typing import Any

from models import starter
from models.activity import Activity
from models.attachment import Attachment, attachments_of
from models.changes import running
from models.member import Member
from models.news import LEVELS, News, NewsUse
from models.organisation import Organisation
from models.practice import Practice
from models.role_model import GROUP, RoleModel, RoleModelVisit
from models.sample_basis import SampleBasis

_CHANCES = dict(zip(LEVELS, (0.55, 0.28, 0.1, 0.02), strict=True))
_KINDS = {"信息动态": 68, "工作简报": 12, "宣传报道": 12, "调研文章": 4, "其他材料": 3, "领导批示": 1}
_CHANNELS = {"水务网站": 50, "团区委网站": 25, "手机短信平台": 10, "简报": 10, "报刊": 5}


def fill(sample: SampleBasis) -> None:
    """Enter all of it; behind the activities and their pictures, which most news takes over."""
    _Filler(sample).fill()


class _Filler:
    def __init__(self, sample: SampleBasis) -> None:
        self.sample = sample
        self.texts: dict[str, Any] = tomllib.loads((starter.FOLDER / "sample_news.toml").read_text("utf-8"))
        # Draws of its own: what other subjects draw does not change the news.
        self.draw = random.Random(20100506)
        self.homes = {str(branch.name): branch for branch, _ in sample.branches}

    def fill(self) -> None:
        models = [self._model(one) for one in self.texts["models"]]
        last = self.sample.end.month - 1
        for place, (branch, _) in enumerate(self.sample.branches):
            # Some branches send more than they must, a few forget a month now and then, two forgot the last one.
            diligence = self.draw.choice((0.72, 0.9, 1.0, 1.0, 1.4))
            for month in range(1, self.sample.end.month + 1):
                if month != last or place % 5 != 3:
                    self._month(branch, month, diligence)
        for month in range(2, self.sample.end.month + 1, 2):
            self._item(self.sample.committee, self._day(month), "工作简报", None, number=month // 2)
        for model in models:
            self._made_known(model)
        for one in self.texts["practices"]:
            self._practice(one)

    # -- news ------------------------------------------------------------------------------------------

    def _month(self, branch: Organisation, month: int, diligence: float) -> None:
        told = list(
            Activity.select().where(
                Activity.branch == branch.id, Activity.start.startswith(f"{self.sample.year}-{month:02d}")
            )
        )
        count = int(diligence) + (self.draw.random() < diligence % 1)
        for _ in range(count):
            kind = self.draw.choices(list(_KINDS), list(_KINDS.values()))[0]
            activity = self.draw.choice(told) if told else None
            day = self._day(month)
            if activity is not None:
                day = min(
                    date.fromisoformat(activity.start) + timedelta(self.draw.randint(0, 4)), self.sample.end
                )
            self._item(branch, day, kind, activity, number=month)
        if str(month) in self.texts["summaries"]:
            self._item(branch, self._day(month), "总结", None, title=self.texts["summaries"][str(month)])

    def _item(
        self,
        branch: Organisation,
        day: date,
        kind: str,
        activity: Activity | None,
        *,
        number: int = 0,
        title: str = "",
        model: RoleModel | None = None,
    ) -> None:
        draw, texts = self.draw, self.texts
        lists = {"工作简报": "briefings", "调研文章": "studies", "宣传报道": "reports"}
        told = str(activity.title) if activity else "创先争优主题活动"
        pattern = title or draw.choice(texts[lists.get(kind, "titles")])
        unit = str(branch.unit or branch.name)
        press = kind == "宣传报道"
        item = News(
            organisation=branch.id,
            kind=kind,
            title=self._new_title(pattern.format(unit=unit, title=told, number=number)),
            date=min(day, self.sample.end).isoformat(),
            channel="报刊" if press else draw.choices(list(_CHANNELS), list(_CHANNELS.values()))[0],
            media=draw.choice(("报刊", "网络", "电视")) if press else None,
            column=draw.choice(texts["columns"]),
            author=self._author(branch),
            content=texts["content"].format(unit=unit, title=told),
            activity=activity.id if activity else None,
            role_model=model.id if model else None,
        )
        item.save()
        self._picture(item, activity)
        self._uses(item, press)

    def _new_title(self, title: str) -> str:
        """The title, numbered where another item has it already: a list of uses names the item by its title."""
        same = News.select().where((News.title == title) | News.title.startswith(f"{title}（之")).count()
        return title if not same else f"{title}（之{'一二三四五六七八九十'[min(same, 9)]}）"

    def _uses(self, item: News, press: bool) -> None:
        for level, chance in _CHANCES.items():
            if self.draw.random() < chance * (1.6 if press else 1):
                day = date.fromisoformat(item.date) + timedelta(self.draw.randint(1, 12))
                NewsUse(
                    news=item.id,
                    level=level,
                    by=self.draw.choice(self.texts["uses"][level]),
                    date=min(day, self.sample.end).isoformat(),
                ).save()

    def _picture(self, item: News, activity: Activity | None) -> None:
        """Most items come with a picture: the activity's own, or another scene of the office."""
        if self.draw.random() > 0.88:
            return
        held = attachments_of(activity) if activity else []
        pictures = [each for each in held if each.is_picture] or list(
            Attachment.select()
            .where(Attachment.kind == Activity.kind_name())
            .order_by(Attachment.id)
            .limit(1)
        )
        for picture in pictures[:1]:
            copied = Attachment(
                kind=News.kind_name(),
                record_id=item.id,
                name=picture.name,
                digest=picture.digest,
                size=picture.size,
                position=1,
            )
            running().save_all([copied])

    def _author(self, branch: Organisation) -> str | None:
        people = self.sample.members.get(branch.id)
        return str(self.draw.choice(people[:4]).name) if people else None

    def _day(self, month: int) -> date:
        return min(date(self.sample.year, month, self.draw.randint(3, 27)), self.sample.end)

    # -- role models and practice ----------------------------------------------------------------------

    def _model(self, one: dict[str, Any]) -> RoleModel:
        branch = self.homes[one["branch"]]
        member: Member | None = None if one["kind"] == GROUP else self.sample.members[branch.id][0]
        since = self.sample.end.replace(day=1) - timedelta(days=30 * one["months_ago"])
        facts = {
            name: one.get(name) for name in ("level", "goal", "department", "plan", "deeds", "pushed_to")
        }
        model = RoleModel(
            kind=one["kind"],
            name=member.name if member else one["name"],
            member=member.id if member else None,
            organisation=branch.id,
            since=since.isoformat()[:7],
            contact=self._author(branch),
            honours=f"{self.sample.year - 1}-05 {'青年岗位能手' if member else '青年文明号'} 共青团示例区委员会",
            **facts,
        )
        model.save()
        for number in range(self.draw.randint(1, 3)):
            visit = self.sample.end - timedelta(days=40 + 70 * number + self.draw.randint(0, 20))
            if visit < since:
                break
            RoleModelVisit(
                role_model=model.id,
                date=visit.isoformat(),
                who=self.draw.choice(self.texts["visits"]["who"]),
                what=self.draw.choice(self.texts["visits"]["what"]),
            ).save()
        return model

    def _made_known(self, model: RoleModel) -> None:
        branch = Organisation.get_by_id(model.organisation_id)
        day = self._day(self.draw.randint(1, self.sample.end.month))
        self._item(branch, day, "宣传报道", None, title=f"身边的榜样：{model.name}", model=model)

    def _practice(self, one: dict[str, Any]) -> None:
        branch = self.homes[one["branch"]]
        noted = self._day(self.draw.randint(1, self.sample.end.month))
        source = None
        if one["source_kind"] == "活动":
            held = Activity.select().where(Activity.branch == branch.id).order_by(Activity.start)
            source = held.first()
            noted = max(noted, date.fromisoformat(source.start)) if source else noted
        facts = {key: value for key, value in one.items() if key != "branch"}
        promoted = {}
        if "promoted" in one:
            promoted["promoted_on"] = min(noted + timedelta(days=20), self.sample.end).isoformat()
        Practice(
            organisation=branch.id,
            noted=noted.isoformat(),
            activity=source.id if source else None,
            **facts,
            **promoted,
        ).save()
