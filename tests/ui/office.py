"""A small invented office for the tests of the window: three branches, five members, some activities of 2010."""

from __future__ import annotations

from models.activity import Activity
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.starter import plant_dictionaries

YEAR = 2010


def small_office() -> dict[str, int]:
    """Fills the open store; returns the ids of the organisations and members by name."""
    plant_dictionaries()
    ids: dict[str, int] = {}
    with change("建立单位"):
        for name, kind, elected in (
            ("局团委", "团委", "2009-06"),
            ("泵站团支部", "团支部", "2008-03"),
            ("营业所团支部", "团支部", "2009-01-20"),
            ("河道所团支部", "团支部", "2009-11"),
        ):
            parent = ids.get("局团委")
            made = Organisation(name=name, kind=kind, parent=parent, last_election=elected, founded="2001-01")
            made.save()
            ids[name] = made.id
    with change("登记团员"):
        for name, sex, born, branch in (
            ("张小明", "男", "1988-11", "泵站团支部"),
            ("李静", "女", "1983-02", "泵站团支部"),
            ("王单", "男", "1990-07", "营业所团支部"),
            ("单雪梅", "女", "1982-12", "营业所团支部"),
            ("赵浩", "男", "1987-05", "河道所团支部"),
        ):
            member = Member(
                name=name, sex=sex, born=born, branch=ids[branch], joined="2005-05", politics="共青团员"
            )
            member.save()
            ids[name] = member.id
    with change("登记活动"):
        for title, category, start, branch, present, hours in (
            ("清理河道", "比贡献", "2010-03-05", "河道所团支部", 12, 24.0),
            ("岗位练兵", "比作为", "2010-03-20", "泵站团支部", 8, None),
            ("岗位竞赛", "比作为", "2010-03-28", "泵站团支部", 6, None),
            ("爱心周末", "比贡献", "2010-12-11", "营业所团支部", 5, 7.5),
            ("旧年团课", "比成效", "2009-05-04", "营业所团支部", 9, None),
        ):
            activity = Activity(
                title=title,
                category=category,
                start=start,
                branch=ids[branch],
                present=present,
                person_hours=hours,
            )
            activity.save()
            ids[title] = activity.id
    return ids
