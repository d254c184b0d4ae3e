"""How each condition that is asked of persons judges a member."""

from __future__ import annotations

from datetime import timedelta

from models import award_condition as conditions
from models.activity import Activity
from models.appraisal import REGISTERED, MemberAppraisal
from models.award_condition import LAST_YEAR, Asked, number
from models.award_kind import AwardKind
from models.dictionary import words_of
from models.eligibility_facts import Facts, InOffice, Person, last_month, owed_until
from models.eligibility_rules import Finding, Judge, Prepare, at_least, between, enough, months_until, short
from models.member import Member, Office
from models.partial_date import first_day, last_day

_EVER = 10**6  # months
PARTY = ("中共党员", "中共预备党员")


def _age(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    limit, said = asked.amount or 0, f"{number(asked.amount)}周岁以下"

    def judge(person: Person) -> Finding:
        if not person.born:
            return Finding(None, f"{said}：没有出生年月", Member, (person.id,))
        certain, possible = (months // 12 for months in months_until(person.born, facts.day))
        ok = True if possible < limit else None if certain < limit else False
        words = f"{said}：{between(certain, possible)}岁（{person.born[:7]}出生）"
        if ok is not True:
            words += "，没有写到日" if ok is None else f"，超过{number(certain - limit + 1)}岁"
        return Finding(
            ok, words, Member, (person.id,), min((certain - limit + 1) / 12, 1) if ok is False else 0
        )

    return judge


def _league_years(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    wanted, said = asked.amount or 0, f"团龄满{number(asked.amount)}年"

    def judge(person: Person) -> Finding:
        if not person.joined:
            return Finding(None, f"{said}：没有入团时间", Member, (person.id,))
        certain, possible = months_until(person.joined, facts.day)
        ok = enough(certain / 12, possible / 12, wanted)
        words = f"{said}：{between(certain // 12, possible // 12)}年（{person.joined[:7]}入团）"
        if ok is False:
            missing = round(wanted * 12) - certain
            years, months = divmod(missing, 12)
            words += f"，缺{f'{years}年' if years else ''}{f'{months}个月' if months else ''}"
        return Finding(ok, words, Member, (person.id,), 0 if ok is not False else short(wanted * 12, certain))

    return judge


def _grades(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    times, span, grade = asked.amount or 0, asked.years or 1, asked.word or ""
    scale = words_of("member_grade")()
    good = {word for word in scale.words if at_least(word, grade, scale)} | {grade}
    years = range(facts.year - span, facts.year)
    said = conditions.CONDITIONS[conditions.GRADES].says(asked)
    grades = facts.grades()

    def judge(person: Person) -> Finding:
        mine = grades.get(person.id, {})
        known = [year for year in years if year in mine]
        met = [year for year in known if mine[year][0] in good]
        # Before joining there is nothing to be appraised.
        since = int(person.joined[:4]) if person.joined else 0
        blank = [year for year in years if year not in mine and year >= since]
        ok = enough(len(met), len(met) + len(blank), times)
        words = f"{said}：{len(met)}次" + (f"（{'、'.join(f'{year}年' for year in met)}）" if met else "")
        if ok is not True:
            words += f"，缺{number(times - len(met))}次"
            if blank:
                words += f"；{'、'.join(f'{year}年' for year in blank)}没有评议记录"
        ids = tuple(mine[year][1] for year in known)
        return Finding(ok, words, MemberAppraisal, ids, 0 if ok is not False else short(times, len(met)))

    return judge


def _last_grade(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    wanted, scale = asked.word or "", words_of("member_grade")()
    said = conditions.CONDITIONS[conditions.LAST_GRADE].says(asked)
    year = facts.year - 1
    grades = facts.grades()

    def judge(person: Person) -> Finding:
        mine = grades.get(person.id, {})
        if year in mine:
            grade, id_ = mine[year]
            ok = at_least(grade, wanted, scale)
            return Finding(ok, f"{said}：{grade}", MemberAppraisal, (id_,), float(ok is False))
        if not mine and person.last_grade:
            # Before the first appraisal on record, what the roster says is all that is known.
            ok = at_least(person.last_grade, wanted, scale)
            words = f"{said}：{person.last_grade}（按名册）"
            return Finding(ok, words, Member, (person.id,), float(ok is False))
        return Finding(None, f"{said}：没有{year}年的评议等次", Member, (person.id,))

    return judge


def _registration(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    year = facts.year - (asked.period == LAST_YEAR)
    registrations = facts.registrations(year)

    def judge(person: Person) -> Finding:
        word, id_ = registrations.get(person.id, (None, 0))
        if word is None:
            return Finding(None, f"{year}年团籍注册：没有登记", Member, (person.id,))
        ok = word == REGISTERED
        return Finding(ok, f"{year}年团籍注册：{word}", MemberAppraisal, (id_,), float(not ok))

    return judge


def _hours(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    wanted = asked.amount or 0
    if asked.period == LAST_YEAR:
        served = facts.served(str(facts.year - 1), f"{facts.year - 1}-12-31")
        said = f"{facts.year - 1}年志愿服务"
    else:
        served, said = facts.served(str(facts.year), facts.last), "志愿服务"

    def judge(person: Person) -> Finding:
        mine = served.get(person.id)
        if mine is None:
            ok = wanted <= 0
            words = f"{said}0小时" + ("" if ok else f"，缺{number(wanted)}小时")
            return Finding(ok, words, Activity, (), float(not ok))
        hours = round(mine.hours, 2)
        if hours >= wanted:
            return Finding(
                True, f"{said}{number(hours)}小时，满{number(wanted)}小时", Activity, tuple(mine.counted)
            )
        words = f"{said}{number(hours)}小时，缺{number(wanted - hours)}小时"
        if not mine.without:
            return Finding(False, words, Activity, tuple(mine.counted), short(wanted, hours))
        words += f"；{len(mine.without)}次活动没有登记时长"
        return Finding(None, words, Activity, (*mine.counted, *mine.without))

    return judge


def _volunteer(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    def judge(person: Person) -> Finding:
        since = person.volunteer_since
        if person.volunteer is None:
            return Finding(None, "注册志愿者：名册没有填写", Member, (person.id,))
        if not person.volunteer:
            return Finding(False, "注册志愿者：不是", Member, (person.id,), 1)
        if since and since > facts.last:
            return Finding(False, f"注册志愿者：{since[:7]}才注册", Member, (person.id,), 1)
        return Finding(True, f"注册志愿者：是{f'（{since[:7]}注册）' if since else ''}", Member, (person.id,))

    return judge


def _tenure(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    wanted, said = asked.amount or 0, f"任团干部满{number(asked.amount)}个月"
    offices = facts.offices()

    def judge(person: Person) -> Finding:
        mine = offices.get(person.id, [])
        current = [each for each in mine if in_force(each, facts.last)]
        if not current:
            return Finding(False, f"{said}：不在任", Office, (), 1)
        line = unbroken(mine, current)
        since = min((each.since for each in line if each.since), default=None)
        ids = tuple(sorted(each.id for each in line))
        if since is None:
            return Finding(None, f"{said}：任{current[0].post}，没有任职年月", Office, ids)
        certain, possible = months_until(since, facts.day)
        # An office without a beginning may be older than the others.
        if any(each.since is None for each in line):
            possible = _EVER
        ok = enough(certain, possible, wanted)
        words = f"{said}：{certain}个月（{since[:7]}起任{current[0].post}）"
        if ok is False:
            words += f"，缺{number(wanted - certain)}个月"
        elif ok is None and possible == _EVER:
            words += "；有任职没有起始年月"
        return Finding(ok, words, Office, ids, 0 if ok is not False else short(wanted, certain))

    return judge


def in_force(office: InOffice, day: str) -> bool:
    """Whether an office is still held after a day; one that ends at some time in its month or year is not."""
    return office.until is None or office.until > day


def unbroken(offices: list[InOffice], current: list[InOffice]) -> list[InOffice]:
    """The offices held now with those before them that followed each other without a day between."""
    line = list(current)
    earlier = [each for each in offices if each not in current and each.since and each.until]
    while True:
        start = min((first_day(each.since) for each in line if each.since), default=None)
        found = [
            each
            for each in earlier
            if start is not None and each not in line and last_day(str(each.until)) + timedelta(1) >= start
        ]
        if not found:
            return line
        line += found


def _officer(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    offices = facts.offices()

    def judge(person: Person) -> Finding:
        held = [each for each in offices.get(person.id, []) if in_force(each, facts.last)]
        if not held:
            return Finding(False, "在任团干部：没有职务", Office, (), 1)
        posts = "、".join(dict.fromkeys(each.post for each in held))
        return Finding(True, f"在任团干部：{posts}", Office, tuple(each.id for each in held))

    return judge


def _not_party(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    offices = facts.offices()

    def judge(person: Person) -> Finding:
        joined = person.party_joined
        if joined is None and person.politics is None:
            return Finding(None, "不是党员：名册没有政治面貌", Member, (person.id,))
        if not (joined <= facts.last if joined else person.politics in PARTY):
            said = person.politics if person.politics and person.politics not in PARTY else "尚未入党"
            return Finding(True, f"不是党员：{said}", Member, (person.id,))
        said = person.politics if person.politics in PARTY else "党员"
        since = f"（{joined[:7]}入党）" if joined else ""
        held = [each for each in offices.get(person.id, []) if in_force(each, facts.last)]
        if held:
            words = f"是{said}{since}，任{held[0].post}，团干部除外"
            return Finding(True, words, Office, tuple(each.id for each in held))
        return Finding(False, f"是{said}{since}", Member, (person.id,), 1)

    return judge


def _dues_paid(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    owed = owed_until(facts.day)

    def judge(person: Person) -> Finding:
        until = person.dues_until
        if not until:
            return Finding(None, "团费：没有登记交至哪个月", Member, (person.id,))
        ok = last_month(until) >= owed
        words = f"团费：交至{until[:7]}" + ("" if ok else f"，应交至{owed}")
        return Finding(ok, words, Member, (person.id,), 0 if ok else 0.5)

    return judge


OF_MEMBERS: dict[str, Prepare] = {
    conditions.AGE: _age,
    conditions.LEAGUE_YEARS: _league_years,
    conditions.GRADES: _grades,
    conditions.LAST_GRADE: _last_grade,
    conditions.REGISTRATION: _registration,
    conditions.HOURS: _hours,
    conditions.VOLUNTEER: _volunteer,
    conditions.TENURE: _tenure,
    conditions.OFFICER: _officer,
    conditions.NOT_PARTY: _not_party,
    conditions.DUES_PAID: _dues_paid,
}
