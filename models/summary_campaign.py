"""The sections of a summary on the campaign's own records: promises, brands, news, the Party, reviews and what was put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.brand import Brand
from models.correction import Correction
from models.organisation import Organisation
from models.poll import PollTarget
from models.poll_result import percent, result
from models.practice import Practice
from models.review import Review
from models.role_model import RoleModel
from models.summary_facts import Facts, gist, number_words, quoted, sentence, several, share_words

_NAMED = 3  # of a list are told by name
_SHORT = 24  # characters of what stands in quotation marks
_LEVELS = ("全国", "市", "区", "局")


def plan_part(facts: Facts) -> Iterator[str]:
    """The plan and its steps, the promises and how many were kept."""
    made, kept = facts.number("commitments.made"), facts.number("commitments.kept")
    yield sentence(
        [
            facts.told("制定实施方案" + ("" if facts.of_branch else "{}份"), "plans.total"),
            facts.told("完成方案步骤{}项", "plans.steps.done"),
        ]
    )
    if made:
        share = f"，兑现率{share_words(kept, made)}" if kept else ""
        yield f"作出公开承诺{number_words(made)}条，已兑现{number_words(kept)}条{share}。"


def brand_part(facts: Facts) -> Iterator[str]:
    """What is being built up and what was gained."""
    named = _names(facts, Brand.select().where(Brand.id.in_(facts.ids_of("brands.named"))))
    yield sentence(
        [
            facts.told("新开展创建{}项", "brands.started"),
            facts.told("新获命名{}个", "brands.named") + (f"（{named}）" if named else ""),
        ]
    )


def news_part(facts: Facts) -> Iterator[str]:
    """What was sent up and taken up, the role models and good practice of the period."""
    used = [facts.told(f"{level}级{{}}篇次", f"news.used.{level}") for level in _LEVELS]
    levels = "、".join(each for each in used if each)
    yield sentence(
        [
            facts.told("上报信息{}篇", "news.sent"),
            facts.told("采用{}篇", "news.used") + (f"（{levels}）" if levels else ""),
        ]
    )
    first, end = facts.period.first, facts.period.end
    models = RoleModel.select().where(RoleModel.since >= first, RoleModel.since < end)
    practices = Practice.select().where(Practice.noted >= first, Practice.noted < end)
    yield sentence(
        [
            told
            for words, found in (("培树先进典型", models), ("总结有效做法", practices))
            if (told := _names(facts, found.where(found.model.organisation.in_(facts.ids)), words))
        ]
    )


def party_part(facts: Facts) -> Iterator[str]:
    """What the Party was told and gave, whom it was recommended; partner bodies and the young people reached."""
    yield sentence(
        [
            facts.told("向党组织汇报工作{}次", "party.reports"),
            facts.told("获得经费支持{}元", "party.money"),
            facts.told("推荐优秀团员入党{}人", "party.recommended"),
        ]
    )
    yield sentence(
        [
            facts.told("与{}个协作团体共同开展活动", "partners.active"),
            facts.told("联系{}人次", "partners.reached"),
            facts.told("其中团外青年{}人次", "partners.young"),
        ]
    )


def appraisal_part(facts: Facts) -> Iterator[str]:
    """The members' appraisal: how many took part, how many were excellent, how many are registered."""
    yield sentence(
        [
            facts.told("团员教育评议{}人参评", "appraisals.appraised"),
            facts.told("评为优秀{}人", "appraisals.grade.优秀"),
            facts.told("团籍注册{}人", "appraisals.registered"),
        ]
    )


def review_part(facts: Facts) -> Iterator[str]:
    """Reviews with the gist of the last one, polls with their satisfaction."""
    verb = "接受" if facts.of_branch else "组织"
    yield sentence(
        [
            facts.told(f"{verb}领导点评{{}}次", "reviews.total"),
            facts.told(f"{verb}督查{{}}次", "inspections.total"),
            facts.told("其中随机抽查{}次", "inspections.随机抽查"),
        ]
    )
    if facts.of_branch:
        last = (
            Review.select()
            .where(Review.id.in_(facts.ids_of("reviews.total")), Review.member.is_null())
            .order_by(Review.date.desc(), Review.id.desc())
            .first()
        )
        if last is not None:
            yield sentence([_said("点评认为", last.achievements), _said("存在的问题是", last.problems)], "；")
    yield from _polls(facts)


def _polls(facts: Facts) -> Iterator[str]:
    if not facts.of_branch:
        yield sentence(
            [
                facts.told("对团组织开展群众评议{}次", "polls.total"),
                facts.told("收回有效票{}张", "polls.valid"),
            ]
        )
        return
    rates = []
    for target in PollTarget.select().where(PollTarget.id.in_(facts.ids_of("polls.total"))):
        found = result(target.poll_id, target.id)
        if found is not None and found.satisfaction is not None:
            rates.append(f"{target.poll.name}综合满意率{percent(found.satisfaction)}")
    yield sentence(rates)


def correction_part(facts: Facts) -> Iterator[str]:
    """What had to be put right, how much was, and what for instance."""
    tasks = Correction.select().where(Correction.id.in_(facts.ids_of("corrections.done")))
    named = list(dict.fromkeys(quoted(told) for each in tasks if (told := gist(each.task, _SHORT))))
    yield sentence(
        [
            facts.told("应整改问题{}项", "corrections.total"),
            facts.told("已整改{}项", "corrections.done"),
            f"如{'、'.join(named[:2])}" if facts.of_branch and named else "",
        ]
    )


def _said(words: str, text: str | None) -> str:
    told = gist(text)
    return f"{words}{told}" if told else ""


def _names(facts: Facts, found: Iterable[Brand | RoleModel | Practice], words: str = "") -> str:
    """The first of some records by name; whose they are is told of the office's."""
    named = [f"{_holder(each, facts)}{quoted(each.heading())}" for each in found]
    return f"{words}{several(named, _NAMED, '个')}" if named else ""


def _holder(record: Brand | RoleModel | Practice, facts: Facts) -> str:
    """Whose a record is, where that is not plain from the summary or the record's own name."""
    home = record.home()
    name = "" if facts.of_branch or home is None else Organisation.titles().get(home, "")
    return "" if name in record.heading() else name
