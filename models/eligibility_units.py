"""How each condition that is asked of organisations judges one."""

from __future__ import annotations

from models import award_condition as conditions
from models.assessment import Assessment
from models.award import Honour
from models.award_condition import Asked, number
from models.award_kind import AwardKind
from models.brand import Brand
from models.dictionary import words_of
from models.eligibility_facts import Facts, Result, Unit
from models.eligibility_rules import Finding, Judge, Prepare, at_least, between, enough, months_until, short
from models.member import Member
from models.organisation import Organisation


def _founded(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    wanted, said = asked.amount or 0, f"成立满{number(asked.amount)}年"

    def judge(unit: Unit) -> Finding:
        if not unit.founded:
            return Finding(None, f"{said}：没有成立时间", Organisation, (unit.id,))
        certain, possible = months_until(unit.founded, facts.day)
        ok = enough(certain / 12, possible / 12, wanted)
        words = f"{said}：{between(certain // 12, possible // 12)}年（{unit.founded}成立）"
        gap = short(wanted * 12, certain) if ok is False else 0
        return Finding(ok, words, Organisation, (unit.id,), gap)

    return judge


def _none(said: str, facts: Facts, unit: Unit) -> Finding:
    return Finding(None, f"{said}：没有{facts.year - 1}年的年度考核", Organisation, (unit.id,))


def _of(result: Result, ok: bool | None, words: str, gap: float = 1.0) -> Finding:
    return Finding(ok, words, Assessment, (result.id,), gap if ok is False else 0)


def _assessed(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    results = facts.results(facts.year - 1)
    said = conditions.CONDITIONS[conditions.ASSESSED].says(asked)
    scale = words_of("assessment_grade")()

    def judge(unit: Unit) -> Finding:
        result = results.get(unit.id)
        if result is None:
            return _none(said, facts, unit)
        if not result.grade:
            return _of(result, None, f"{said}：还没有等次")
        return _of(result, at_least(result.grade, asked.word or "", scale), f"{said}：{result.grade}", 0.5)

    return judge


def _score(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    results = facts.results(facts.year - 1)
    wanted, said = asked.amount or 0, conditions.CONDITIONS[conditions.SCORE].says(asked)

    def judge(unit: Unit) -> Finding:
        result = results.get(unit.id)
        if result is None:
            return _none(said, facts, unit)
        if result.total is None:
            return _of(result, None, f"{said}：还没有得分")
        words = f"{said}：{number(result.total)}分"
        if result.total < wanted:
            return _of(
                result, False, f"{words}，缺{number(wanted - result.total)}分", short(wanted, result.total)
            )
        return _of(result, True, words)

    return judge


def _rank(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    results = facts.results(facts.year - 1)
    wanted, said = asked.amount or 0, conditions.CONDITIONS[conditions.RANK].says(asked)

    def judge(unit: Unit) -> Finding:
        result = results.get(unit.id)
        if result is None:
            return _none(said, facts, unit)
        if result.rank is None:
            return _of(result, None, f"{said}：还没有名次")
        gap = short(result.rank, wanted)
        return _of(result, result.rank <= wanted, f"{said}：第{result.rank}名", gap)

    return judge


def _no_veto(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    results = facts.results(facts.year - 1)
    said = conditions.CONDITIONS[conditions.NO_VETO].says(asked)

    def judge(unit: Unit) -> Finding:
        result = results.get(unit.id)
        if result is None:
            return _none(said, facts, unit)
        return _of(result, not result.vetoed, "上年度考核被一票否决" if result.vetoed else said)

    return judge


def _arrears(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    limit, said = asked.amount or 0, conditions.CONDITIONS[conditions.ARREARS].says(asked)
    dues = facts.dues()

    def judge(unit: Unit) -> Finding:
        mine = dues.get(unit.id)
        if mine is None:
            return Finding(None, f"{said}：没有团员", Organisation, (unit.id,))
        share = len(mine.late) / mine.total * 100
        most = (len(mine.late) + len(mine.unknown)) / mine.total * 100
        ok = True if most < limit else False if share >= limit else None
        words = f"{said}：{mine.total}名团员中{len(mine.late)}名欠缴，占{number(round(share, 2))}%"
        ids = mine.late
        if mine.unknown:
            words += f"；{len(mine.unknown)}名没有登记交至哪个月"
            ids = [*mine.late, *mine.unknown]
        return Finding(ok, words, Member, tuple(ids), max(short(share, limit), 0.01) if ok is False else 0)

    return judge


def _creating(asked: Asked, facts: Facts, award: AwardKind) -> Judge:
    word, said = asked.word or "", conditions.CONDITIONS[conditions.CREATING].says(asked)
    brands, honours = facts.brands(), facts.honours("organisation_id")

    def judge(unit: Unit) -> Finding:
        mine = [each for each in brands.get(unit.id, []) if word in each.kind or word in each.name]
        if mine:
            names = "、".join(dict.fromkeys(each.name for each in mine))
            return Finding(True, f"{said}：{names}", Brand, tuple(each.id for each in mine))
        # Before there were records of what is built up, the title was entered as an honour.
        named = [each for each in honours.get(unit.id, []) if word in each.name and "创建" in each.name]
        if named:
            names = "、".join(f"{each.granted[:7]}{each.name}" for each in named)
            return Finding(True, f"{said}：{names}", Honour, tuple(each.id for each in named))
        return Finding(False, f"{said}：没有创建项目", Brand, (), 1)

    return judge


OF_UNITS: dict[str, Prepare] = {
    conditions.FOUNDED: _founded,
    conditions.ASSESSED: _assessed,
    conditions.SCORE: _score,
    conditions.RANK: _rank,
    conditions.ARREARS: _arrears,
    conditions.NO_VETO: _no_veto,
    conditions.CREATING: _creating,
}
