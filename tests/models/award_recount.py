"""What each condition of an award finds, counted again slowly and plainly: one subject at a time, record by record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from models.activity import Activity, Participation
from models.appraisal import MemberAppraisal
from models.assessment import Assessment
from models.award import Honour
from models.award_kind import AwardKind
from models.award_rule import AwardRule
from models.brand import Brand
from models.member import Member, Office
from models.organisation import Organisation
from models.partial_date import first_day, last_day

GRADES = ("优秀", "合格", "基本合格", "不合格")
ASSESSED = ("优秀", "良好", "合格", "基本合格", "不合格")
LEVELS = ("国家级", "省市级", "区级", "局级", "单位级")


class Found(NamedTuple):
    """Whether a condition is met, which records say so, and what the reason must mention."""

    ok: bool | None
    kind: type[Any]
    ids: set[int]
    says: str = ""


def begun(text: str | None, day: date) -> bool:
    """Whether something dated so lies on the day or earlier: its first possible day does."""
    return text is None or first_day(text) <= day


def gone(text: str | None, day: date) -> bool:
    """Whether something ended before or on the day; of an end that is known by the month or year its first day counts."""
    return text is not None and first_day(text) <= day


def on_roster(day: date, homes: set[int] | None = None) -> list[Member]:
    """The members who count on a day, of all or of some organisations."""
    found = Member.select().order_by(Member.id)
    return [
        member
        for member in (found if homes is None else found.where(Member.branch.in_(homes)))
        if begun(member.joined, day)
        and (not gone(member.left_on, day) if member.left_on else member.state in ("在册", "保留团籍"))
    ]


def existing(day: date, kinds: tuple[str, ...]) -> list[Organisation]:
    """The organisations of some kinds that stood on a day."""
    return [
        each
        for each in Organisation.select().order_by(Organisation.id)
        if begun(each.founded, day)
        and (each.state == "正常" or (each.ended is not None and not gone(each.ended, day)))
        and (not kinds or each.kind in kinds)
    ]


def months(start: date, day: date) -> int:
    """Completed months, one after the other; where a month is too short, the first of the next completes it."""
    count = 0
    while True:
        years, month = divmod(start.month + count, 12)
        try:
            complete = date(start.year + years, month + 1, start.day)
        except ValueError:
            complete = date(start.year + years, month + 2, 1)
        if complete > day:
            return count
        count += 1


def bounds(text: str, day: date) -> tuple[int, int]:
    """Completed months at least and at most."""
    return (
        months(last_day(text), day) if last_day(text) <= day else 0,
        months(first_day(text), day) if first_day(text) <= day else 0,
    )


def reached(least: float, most: float, wanted: float) -> bool | None:
    """Whether a number between two reaches a third."""
    if least >= wanted:
        return True
    return None if most >= wanted else False


def find(rule: AwardRule, award: AwardKind, subject: Any, year: int, day: date) -> Found:
    """What one condition finds of one member or organisation."""
    if rule.condition in ("已有荣誉", "未获同一奖项"):
        return _honours(rule, award, subject, year, day)
    asked = {
        "年龄": _age,
        "团龄": _league_years,
        "多年评议等次": _grades,
        "上年评议": _last_grade,
        "团籍注册情况": _registration,
        "志愿时长": _hours,
        "属注册志愿者": _volunteer,
        "任职月数": _tenure,
        "担任团干部": _officer,
        "不含党员": _not_party,
        "团费交清": _dues,
        "成立年数": _founded,
        "上年考核等次": _assessed,
        "上年考核得分": _score,
        "上年考核名次": _rank,
        "没有一票否决": _veto,
        "团费欠缴": _arrears,
        "属创建单位": _creating,
    }
    return asked[rule.condition](rule, subject, year, day)


def _age(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    number = member.id_number
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else member.born
    if not born:
        return Found(None, Member, {member.id}, "没有出生年月")
    least, most = (each // 12 for each in bounds(born, day))
    ok = True if most < rule.amount else False if least >= rule.amount else None
    return Found(ok, Member, {member.id}, f"：{least}岁" if least == most else f"：{least}或{most}岁")


def _league_years(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    if not member.joined:
        return Found(None, Member, {member.id}, "没有入团时间")
    least, most = bounds(member.joined, day)
    return Found(reached(least, most, rule.amount * 12), Member, {member.id}, f"{least // 12}")


def _appraisals(member: Member, year: int) -> dict[int, MemberAppraisal]:
    found = MemberAppraisal.select().where(MemberAppraisal.member == member.id)
    return {each.year: each for each in found if each.grade and each.year < year}


def _grades(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    mine = _appraisals(member, year)
    good = GRADES[: GRADES.index(rule.word) + 1]
    met = lacking = 0
    ids = set()
    for each in range(year - rule.years, year):
        if each in mine:
            ids.add(mine[each].id)
            met += mine[each].grade in good
        elif not member.joined or each >= int(member.joined[:4]):
            lacking += 1
    return Found(reached(met, met + lacking, rule.amount), MemberAppraisal, ids, f"：{met}次")


def _last_grade(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    mine = _appraisals(member, year)
    good = GRADES[: GRADES.index(rule.word) + 1]
    if year - 1 in mine:
        found = mine[year - 1]
        return Found(found.grade in good, MemberAppraisal, {found.id}, found.grade)
    if not mine and member.last_grade:
        return Found(member.last_grade in good, Member, {member.id}, "按名册")
    return Found(None, Member, {member.id}, f"没有{year - 1}年")


def _registration(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    wanted = year - 1 if rule.period == "上年度" else year
    for each in MemberAppraisal.select().where(MemberAppraisal.member == member.id):
        if each.year == wanted and each.registration:
            return Found(each.registration == "已注册", MemberAppraisal, {each.id}, each.registration)
    return Found(None, Member, {member.id}, "没有登记")


def _hours(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    hours, counted, without = 0.0, set(), set()
    for part in Participation.select().where(Participation.member == member.id):
        activity = Activity.get_by_id(part.activity_id)
        if int(activity.start[:4]) != (year - 1 if rule.period == "上年度" else year):
            continue
        if rule.period != "上年度" and first_day(activity.start) > day:
            continue
        if part.hours:
            hours += part.hours
            counted.add(activity.id)
        elif part.hours is None and (activity.person_hours or activity.category == "比贡献"):
            without.add(activity.id)
    hours = round(hours, 2)
    if hours >= rule.amount:
        return Found(True, Activity, counted, f"志愿服务{hours:g}小时")
    said = f"志愿服务{hours:g}小时，缺{round(rule.amount - hours, 2):g}小时"
    if without:
        said += f"；{len(without)}次活动没有登记时长"
    return Found(None if without else False, Activity, counted | without, said)


def _volunteer(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    if member.volunteer is None:
        return Found(None, Member, {member.id})
    return Found(member.volunteer and begun(member.volunteer_since, day), Member, {member.id})


def _held(member: Member, day: date) -> list[Office]:
    found = Office.select().where(Office.member == member.id).order_by(Office.id)
    return [each for each in found if begun(each.since, day)]


def _tenure(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    offices = _held(member, day)
    line = [each for each in offices if not gone(each.until, day)]
    if not line:
        return Found(False, Office, set(), "不在任")
    while True:
        starts = [first_day(each.since) for each in line if each.since]
        joining = [
            each
            for each in offices
            if each not in line
            and starts
            and each.since
            and each.until
            and last_day(each.until) + timedelta(1) >= min(starts)
        ]
        if not joining:
            break
        line += joining
    ids = {each.id for each in line}
    known = [each.since for each in line if each.since]
    if not known:
        return Found(None, Office, ids)
    least, most = bounds(min(known), day)
    most = 10**6 if len(known) < len(line) else most
    return Found(reached(least, most, rule.amount), Office, ids, f"{least}个月")


def _officer(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    ids = {each.id for each in _held(member, day) if not gone(each.until, day)}
    return Found(bool(ids), Office, ids)


def _not_party(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    if member.party_joined is None and member.politics is None:
        return Found(None, Member, {member.id})
    if member.party_joined:
        is_one = begun(member.party_joined, day)
    else:
        is_one = member.politics in ("中共党员", "中共预备党员")
    if not is_one:
        return Found(True, Member, {member.id})
    officer = _officer(rule, member, year, day)
    return Found(True, Office, officer.ids) if officer.ok else Found(False, Member, {member.id})


def _is_late(member: Member, day: date) -> bool | None:
    """Dues are owed up to the end of the month before the day's."""
    if not member.dues_until:
        return None
    return bool(last_day(member.dues_until[:7]) < day.replace(day=1) - timedelta(1))


def _dues(rule: AwardRule, member: Member, year: int, day: date) -> Found:
    late = _is_late(member, day)
    return Found(None if late is None else not late, Member, {member.id})


def _honours(rule: AwardRule, award: AwardKind, subject: Any, year: int, day: date) -> Found:
    link = Honour.member if award.for_member else Honour.organisation
    mine = [
        each
        for each in Honour.select().where(link == subject.id)
        if begun(each.granted, day)
        and (not rule.years or int(each.granted[:4]) >= year - rule.years)
        and (award.for_member or each.member_id is None)
    ]
    if rule.condition == "未获同一奖项":
        same = {each.id for each in mine if each.name == award.name}
        return Found(not same, Honour, same)
    names = [name for name in (rule.word or "").split("、") if name]
    met, unsure = set(), set()
    for each in mine:
        if names and each.name not in names:
            continue
        if names and not rule.level:
            met.add(each.id)
        elif each.level is None:
            unsure.add(each.id)
        elif rule.level:
            if LEVELS.index(each.level) <= LEVELS.index(rule.level):
                met.add(each.id)
        elif LEVELS.index(each.level) > LEVELS.index(award.level):
            met.add(each.id)
    if met:
        return Found(True, Honour, met)
    return Found(None, Honour, unsure) if unsure else Found(False, Honour, set())


def _founded(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    if not unit.founded:
        return Found(None, Organisation, {unit.id})
    least, most = bounds(unit.founded, day)
    return Found(reached(least, most, rule.amount * 12), Organisation, {unit.id}, f"{least // 12}")


def _result(unit: Organisation, year: int) -> Assessment | None:
    return Assessment.get_or_none(Assessment.organisation == unit.id, Assessment.year == year - 1)


def _assessed(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    found = _result(unit, year)
    if found is None:
        return Found(None, Organisation, {unit.id})
    grade = found.final_grade
    ok = ASSESSED.index(grade) <= ASSESSED.index(rule.word) if grade else None
    return Found(ok, Assessment, {found.id}, grade)


def _score(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    found = _result(unit, year)
    if found is None:
        return Found(None, Organisation, {unit.id})
    ok = None if found.total is None else found.total >= rule.amount
    return Found(ok, Assessment, {found.id}, "" if found.total is None else f"{found.total:g}分")


def _rank(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    found = _result(unit, year)
    if found is None:
        return Found(None, Organisation, {unit.id})
    ok = None if found.rank is None else found.rank <= rule.amount
    return Found(ok, Assessment, {found.id}, "" if found.rank is None else f"第{found.rank}名")


def _veto(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    found = _result(unit, year)
    if found is None:
        return Found(None, Organisation, {unit.id})
    return Found(not found.vetoed, Assessment, {found.id})


def _below(unit: Organisation) -> Iterator[Organisation]:
    yield unit
    for child in Organisation.select().where(Organisation.parent == unit.id):
        yield from _below(child)


def _arrears(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    homes = {each.id for each in _below(unit)}
    people = on_roster(day, homes)
    if not people:
        return Found(None, Organisation, {unit.id})
    late = {member.id for member in people if _is_late(member, day)}
    unknown = {member.id for member in people if _is_late(member, day) is None}
    if (len(late) + len(unknown)) * 100 < rule.amount * len(people):
        ok: bool | None = True
    else:
        ok = False if len(late) * 100 >= rule.amount * len(people) else None
    return Found(ok, Member, late | unknown, f"{len(people)}名团员中{len(late)}名欠缴")


def _creating(rule: AwardRule, unit: Organisation, year: int, day: date) -> Found:
    word = rule.word or ""
    brands = set()
    for brand in Brand.select().where(Brand.organisation == unit.id):
        since = brand.applied or brand.started or brand.named
        lasting = brand.state in ("创建中", "已命名") if brand.lost is None else not gone(brand.lost, day)
        if since and begun(since, day) and lasting and (word in brand.kind or word in brand.name):
            brands.add(brand.id)
    if brands:
        return Found(True, Brand, brands)
    honours = {
        each.id
        for each in Honour.select().where(Honour.organisation == unit.id)
        if each.member_id is None and begun(each.granted, day) and word in each.name and "创建" in each.name
    }
    return Found(True, Honour, honours) if honours else Found(False, Brand, set())
