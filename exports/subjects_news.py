"""What sheets about news and role models list: branches by their news, items, persons and groups held up as an example."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from exports.sheet_values import Value
from exports.sources import Scope, Source, Sources, of_figure
from exports.subject import Subject, behind, in_order
from models import news_ranking
from models.attachment import Attachment
from models.figures_news import FIGURES, OWN_COLUMNS
from models.news import KINDS, LEVELS, News
from models.organisation import Organisation
from models.practice import Practice
from models.role_model import GROUP, PERSON, RoleModel

_UNIT = News.field("organisation")
_UNIT_WORDS = (_UNIT.label, *_UNIT.aliases, "填报单位", "支部", "团支部")
# What the columns of such a sheet are called beside the words that a figure answers to everywhere.
_WORDS = {
    **{f"news.{kind}": (kind, f"{kind}（篇）") for kind in KINDS},
    "news.other": ("其它", "其他", "其它（篇）"),
    "news.sent": ("合计", "合计（篇）", "上报数", "报送数", "小计"),
    "news.points": ("得分", "积分", "总分", "分数"),
}


class _NewsSubject(Subject):
    """The rows are organisations, but 单位 is the organisation itself and 其它 is other news: own sources alone."""

    def sources(self) -> Sources:
        """The unit, the period, the figures of news, the rank."""
        return Sources(
            [
                _source("ranked.unit", Organisation.field("name").label, _UNIT_WORDS, _names),
                _source(
                    "ranked.period", "时间", ("时间（期）", "期", "统计时间", "期次", "报送时段"), _periods
                ),
                _source("ranked.rank", "排名", ("名次", "位次"), _ranks),
                _source("ranked.owing", Organisation.field("remark").label, (), _owing),
                *(of_figure(_named(figure), "id") for figure in FIGURES),
            ]
        )


def _named(figure: Any) -> Any:
    return replace(figure, words=(*figure.words, *_WORDS.get(figure.name, ())))


def _source(
    name: str, label: str, words: tuple[str, ...], get: Callable[[Sequence[Any], Scope], list[Value]]
) -> Source:
    return Source(name, label, (label, *words), get)


def _names(records: Sequence[Any], scope: Scope) -> list[Value]:
    return [str(record.name) for record in records]


def _periods(records: Sequence[Any], scope: Scope) -> list[Value]:
    return [scope.period.label for _ in records]


def _ranks(records: Sequence[Any], scope: Scope) -> list[Value]:
    """The rank among all branches of the office, also on the sheet of a part of it."""
    found = {line.branch.id: line.rank for line in news_ranking.ranking(scope.period)}
    return [found.get(record.id) for record in records]


def _owing(records: Sequence[Any], scope: Scope) -> list[Value]:
    """What is to be remarked: the months for which no news with a picture came."""
    found = {line.branch.id: line.owing for line in news_ranking.ranking(scope.period)}
    months = ["、".join(f"{month}月" for month in found.get(record.id, ())) for record in records]
    return [f"{each}缺报" if each else None for each in months]


def ranked(scope: Scope) -> list[Organisation]:
    """The branches of the scope, the best first."""
    return [line.branch for line in news_ranking.ranking(scope.period) if scope.holds(line.branch.id)]


def news(scope: Scope) -> list[News]:
    """The items of the period, by organisation and day."""
    found = behind("news.sent", News, scope)
    return in_order(sorted(found, key=lambda each: (each.date, each.id)), "organisation", scope)


def _models(kind: str) -> Callable[[Scope], list[RoleModel]]:
    def rows(scope: Scope) -> list[RoleModel]:
        """Those that had been set up by the end of the period, by organisation."""
        found = RoleModel.select().where(
            RoleModel.kind == kind, RoleModel.since.is_null() | (RoleModel.since < scope.period.end)
        )
        return in_order(found.order_by(RoleModel.since, RoleModel.id), "organisation", scope)

    return rows


def practices(scope: Scope) -> list[Practice]:
    """What was noted in the period, by organisation and day."""
    found = Practice.select().where(Practice.noted >= scope.period.first, Practice.noted < scope.period.end)
    return in_order(found.order_by(Practice.noted, Practice.id), "organisation", scope)


def _file_names() -> list[Source]:
    def get(records: Sequence[Any], scope: Scope) -> list[Value]:
        held = Attachment.select().where(Attachment.kind == RoleModel.kind_name())
        names: dict[int, list[str]] = {}
        for each in held.order_by(Attachment.position, Attachment.id):
            names.setdefault(each.record_id, []).append(str(each.name))
        return ["\n".join(names.get(record.id, [])) or None for record in records]

    files = RoleModel.field("files")
    return [_source("role_model.files", files.label, files.aliases, get)]


SUBJECTS: tuple[Subject, ...] = (
    _NewsSubject(
        "news_sent",
        Organisation,
        ranked,
        ("信息上报", "信息报送"),
        needs=tuple(f"news.{kind}" for kind in OWN_COLUMNS[:2]),
    ),
    _NewsSubject(
        "news_used",
        Organisation,
        ranked,
        ("信息采用", News.field("uses").label),
        needs=tuple(f"news.{KINDS[0]}.{level}" for level in LEVELS[1:3]),
    ),
    Subject("news", News, news, ("信息", "刊用"), ("organisation", "activity"), organisation="organisation"),
    Subject(
        "role_model_of_member",
        RoleModel,
        _models(PERSON),
        (PERSON,),
        ("member",),
        more=_file_names,
        needs=("since", "member.sex"),
    ),
    Subject(
        "role_model_of_group",
        RoleModel,
        _models(GROUP),
        (GROUP,),
        ("organisation",),
        more=_file_names,
        needs=("since",),
    ),
    Subject("practice", Practice, practices, ("做法", "经验"), ("organisation",), needs=("title",)),
)
