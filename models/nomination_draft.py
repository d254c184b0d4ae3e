"""A nomination begun from the records: curriculum, deeds and the four criteria as a draft that people go on writing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from models.award import FOUR_GOODS, FOUR_LEADS, Honour, Nomination, honours_of_years
from models.award_kind import AwardKind
from models.changes import change
from models.commitment import KEPT, Commitment
from models.database import rows
from models.fields import LongText
from models.member import Member, Office
from models.news import News
from models.organisation import Organisation
from models.summary import YEARLY, Summary
from models.summary_campaign import appraisal_part, brand_part, news_part, party_part, plan_part, review_part
from models.summary_facts import Facts, gist, number_words, quoted, sentence, several
from models.summary_sections import activity_part, best_part, contest_parts, honour_part, organisation_part

# Which of the four leads an activity of a kind speaks for; of other kinds it is the category that says so.
_LEAD_OF_KIND = {
    "岗位培训": "study",
    "岗位练兵": "study",
    "青年业务竞赛": "study",
    "团干部培训": "study",
    "网络建设": "achievement",
}
_LEAD_OF_CATEGORY = {"比贡献": "conduct", "比作为": "achievement", "比成效": "conviction"}
_LED = {
    "conviction": "参加团员教育和组织生活",
    "study": "参加培训、练兵和竞赛",
    "achievement": "参加岗位建功活动",
    "conduct": "参加志愿服务",
}
_YEARS = 2  # the texts tell of the nomination's year and the one before it
_NAMED = 3


class _Joined(NamedTuple):
    """An activity that a member took part in."""

    title: str
    lead: str
    hours: float | None


def begin_nomination(award: AwardKind, year: int, subject: int) -> Nomination:
    """An unsaved draft for a member or organisation, with what the records say of the year and the one before."""
    if award.for_member:
        found = Nomination(year=year, kind=award.name, member=subject)
        texts = _of_member(Member.get_by_id(subject), year)
    else:
        found = Nomination(year=year, kind=award.name, organisation=subject)
        texts = _of_organisation(Organisation.get_by_id(subject), year)
    for name, text in texts.items():
        setattr(found, name, fitting(name, text))
    found.rank = 1 + (_last_rank(award, year) or 0)
    found.complete()
    return found


def nominate(
    award: AwardKind, year: int, subjects: Sequence[int], reason: str | None = None
) -> list[Nomination]:
    """Drafts for several, saved as one action in their order; `reason` is noted with each as that for going beyond the quota.

    AppError when one of them has been put forward for the award before.
    """
    who = "人" if award.for_member else "个团组织"
    made = []
    with change(f"推荐{len(subjects)}{who}：{award.name}"):
        for subject in subjects:
            nomination = begin_nomination(award, year, subject)
            nomination.over_quota_reason = reason
            nomination.save()
            made.append(nomination)
    return made


def nominated(award: AwardKind, year: int) -> dict[int, Nomination]:
    """Member or organisation → its nomination for the award in the year."""
    found = Nomination.select().where(Nomination.year == year, Nomination.kind == award.name)
    return {each.member_id if award.for_member else each.organisation_id: each for each in found}


def _last_rank(award: AwardKind, year: int) -> int | None:
    asked = "SELECT max(rank) FROM nomination WHERE year = ? AND kind = ?"
    found: int | None = rows(asked, (year, award.name))[0][0]
    return found


def fitting(name: str, text: str) -> str | None:
    """A draft cut to whole lines, or whole sentences, that the field has room for."""
    field = Nomination.field(name)
    assert isinstance(field, LongText)
    if len(text) > field.limit:
        text = text[: field.limit]
        text = text[: max(text.rfind("。"), text.rfind("\n")) + 1] or text
    return text.strip() or None


# -- a member ---------------------------------------------------------------------------------------------


def _of_member(member: Member, year: int) -> dict[str, str]:
    joined = list(_activities(member, year))
    promised = _promises(Commitment.member == member.id, year)
    leads = {name: _lead(name, member, joined, promised, year) for name in FOUR_LEADS}
    return {"resume": _resume(member), "deeds": _deeds(member, joined, promised, year), **leads}


def _resume(member: Member) -> str:
    """The way of a member, a line for each date: work, League, offices, volunteer, Party."""
    dated = [
        (member.work_since, "work_since", "参加工作"),
        (member.joined, "joined", "加入中国共产主义青年团"),
        (member.volunteer_since, "volunteer_since", "注册成为志愿者"),
        (member.party_joined, "party_joined", "加入中国共产党"),
    ]
    lines = [(day, f"{member.shown(name)}　{words}") for day, name, words in dated if day]
    for office in Office.select().where(Office.member == member.id):
        until = office.shown("until") or "今"
        where = Organisation.titles().get(office.organisation_id, "")
        since = office.shown("since")
        lines.append(
            (office.since or "", f"{f'{since}至{until}' if since else '现在'}　任{where}{office.post}")
        )
    told = [line for _, line in sorted(lines)]
    if member.job:
        told.append(f"现任　{member.job}")
    return "\n".join(told)


def _activities(member: Member, year: int) -> Iterator[_Joined]:
    for title, category, kind, hours in rows(
        "SELECT a.title, a.category, a.kind, p.hours FROM participation p JOIN activity a ON a.id = p.activity_id"
        " WHERE p.member_id = ? AND a.start >= ? AND a.start < ? ORDER BY a.start, a.id",
        (member.id, str(year - _YEARS + 1), str(year + 1)),
    ):
        lead = _LEAD_OF_KIND.get(kind or "") or _LEAD_OF_CATEGORY.get(category, "achievement")
        yield _Joined(title, "conduct" if hours else lead, hours)


def _promises(whose: Any, year: int) -> list[Commitment]:
    found = Commitment.select().where(whose, Commitment.year > year - _YEARS, Commitment.year <= year)
    return list(found.order_by(Commitment.year, Commitment.id))


def _named(titles: Iterable[str]) -> str:
    return several([quoted(title) for title in dict.fromkeys(titles)], _NAMED, "项")


def _hours(joined: Iterable[_Joined]) -> str:
    hours = sum(each.hours or 0 for each in joined)
    return f"{number_words(hours)}小时" if hours else ""


def _lead(name: str, member: Member, joined: list[_Joined], promised: list[Commitment], year: int) -> str:
    """What the records say for one of the four leads."""
    mine = [each for each in joined if each.lead == name]
    served = _hours(mine)
    said = sentence(
        [
            f"{_LED[name]}{len(mine)}次" if mine else "",
            f"服务{served}" if served else "",
            f"其中有{_named(each.title for each in mine)}" if mine else "",
        ]
    )
    if name == "conviction":
        said += _grades(member, year)
        said += "已递交入党申请书。" if member.applied_to_party else ""
    if name == "achievement":
        said += _honours(honours_of_years(member, year))
    if name == "conduct" and member.volunteer:
        since = f"{member.shown('volunteer_since')}起" if member.volunteer_since else ""
        said = f"{since}为注册志愿者。" + said
    return said + _kept(each for each in promised if each.criterion == FOUR_LEADS[name])


def _grades(member: Member, year: int) -> str:
    graded = rows(
        "SELECT year, grade FROM member_appraisal WHERE member_id = ? AND grade IS NOT NULL AND year < ? AND year >= ?"
        " ORDER BY year",
        (member.id, year, year - 3),
    )
    return sentence(
        ["团员教育评议" + "、".join(f"{each}年{grade}" for each, grade in graded) if graded else ""]
    )


def _honours(found: Sequence[Honour]) -> str:
    listed = [f"{each.granted[:4]}年{each.level or ''}{quoted(str(each.name))}" for each in reversed(found)]
    return sentence([f"获得{several(listed, _NAMED, '项荣誉')}" if listed else ""])


def _kept(promised: Iterable[Commitment]) -> str:
    """What was promised and whether it was kept."""
    told = [
        f"公开承诺{quoted(gist(each.title) or str(each.title)[:40])}"
        + ("，已兑现" if each.stage == KEPT else "")
        for each in promised
    ]
    return sentence(told[:_NAMED], "；")


def _deeds(member: Member, joined: list[_Joined], promised: list[Commitment], year: int) -> str:
    """The two years in a paragraph, to be written on."""
    kept = sum(each.stage == KEPT for each in promised)
    written = _written(member, year)
    home = Organisation.titles().get(member.branch_id, "")
    begin = f"{member.name}是{home}{'团干部' if member.post else '团员'}" + (
        f"，任{member.post}" if member.post else ""
    )
    served = _hours(joined)
    told = sentence(
        [
            f"{year - _YEARS + 1}年以来参加活动{len(joined)}次" if joined else "",
            f"志愿服务{served}" if served else "",
            f"作出公开承诺{len(promised)}条、兑现{kept}条" if promised else "",
            f"撰写信息{written}篇" if written else "",
        ]
    )
    return f"{begin}。{told}{_grades(member, year)}{_honours(honours_of_years(member, year))}"


def _written(member: Member, year: int) -> int:
    """How many items of news bear the member's name as their only author."""
    first, end = str(year - _YEARS + 1), str(year + 1)
    return int(
        News.select()
        .where(
            News.author == member.name,
            News.organisation == member.branch_id,
            News.date >= first,
            News.date < end,
        )
        .count()
    )


# -- an organisation --------------------------------------------------------------------------------------


def _of_organisation(organisation: Organisation, year: int) -> dict[str, str]:
    years = [
        Facts(Summary(organisation=organisation.id, year=each, kind=YEARLY))
        for each in range(year - _YEARS + 1, year + 1)
    ]
    promised = _promises(Commitment.organisation == organisation.id, year)

    def told(*parts: Any) -> str:
        lines = []
        for facts in years:
            said = "".join(
                each if isinstance(each, str) else _contest(*each) for part in parts for each in part(facts)
            )
            if said:
                lines.append(f"{facts.year}年：{said}")
        return "\n".join(lines)

    found = {
        "building": "".join(organisation_part(years[-1])) + "\n" + told(plan_part, party_part),
        "education": told(appraisal_part),
        "action": told(activity_part, contest_parts),
        "response": told(review_part, news_part),
    }
    for name, text in found.items():
        kept = _kept(each for each in promised if each.criterion == FOUR_GOODS[name])
        found[name] = "\n".join(filter(None, (text, kept)))
    return {"deeds": told(activity_part, best_part, brand_part, honour_part), **found}


def _contest(aim: str, said: str) -> str:
    return f"{aim}：{said}"
