"""The sample office's leading group, plans with their steps, and brands: begun, named, refused and lost."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from typing import Any

from models import starter
from models.brand import POST_EXPERT, REFUSED, Brand, make_honour
from models.leading_group import DEPUTY
from models.member import SECRETARY, Member, Office
from models.organisation import Organisation
from models.plan import Plan, PlanStep, begin_plan, steps_of
from models.sample_basis import SampleBasis

_WITHOUT_PLAN = 2  # branches at the end of the list
_TILL_DONE = 0.9  # of the steps whose day has come


def fill(sample: SampleBasis) -> None:
    """Add offices with their dates, plans of two years and brands to the sample office."""
    texts = tomllib.loads((starter.FOLDER / "sample_plans.toml").read_text("utf-8"))
    _offices(sample, texts["group"])
    _plans(sample, texts["plan"])
    _brands(sample, texts["brands"])


def _day(sample: SampleBasis, text: str, years: int = 0) -> str:
    """A month-day of the work year or some years before it as ISO text; nothing lies beyond the sample's last day."""
    return min(f"{sample.year - years}-{text}", sample.end.isoformat())


def _offices(sample: SampleBasis, group: dict[str, Any]) -> None:
    for branch, _ in sample.branches:
        for office in Office.select().where(Office.organisation == branch.id, Office.since.is_null()):
            office.since = str(branch.last_election)[:7]
            office.save()
    people = sample.members[sample.branches[0][0].id]
    for post, place, years, nature in group["committee"]:
        _appoint(people[place], sample.committee, post, f"{sample.year - years}-06", nature)
    for place, follower, day in group["successions"]:
        branch = sample.branches[place][0]
        held = _secretary(branch)
        # Who is secretary now came on that day; another member was it before.
        changed = _day(sample, day)
        before = sample.members[branch.id][follower]
        Office(
            organisation=branch.id,
            member=before.id,
            post=SECRETARY,
            since=f"{sample.year - 3}-04",
            until=changed,
            nature="兼职",
        ).save()
        held.since = changed[:7]
        held.save()
    place, day = group["vacant"]
    gone = _secretary(sample.branches[place][0])
    gone.until = _day(sample, day)
    gone.save()
    _follow(sample)


def _secretary(branch: Organisation) -> Office:
    return Office.get(Office.organisation == branch.id, Office.post == SECRETARY, Office.until.is_null())


def _appoint(member: Member, organisation: Organisation, post: str, since: str, nature: str) -> None:
    assert post in (SECRETARY, DEPUTY)
    Office(organisation=organisation.id, member=member.id, post=post, since=since, nature=nature).save()


def _follow(sample: SampleBasis) -> None:
    """The basis' own members say what the roster says now."""
    for people in sample.members.values():
        for member in people:
            member.post = Member.get_by_id(member.id).post


def _plans(sample: SampleBasis, texts: dict[str, Any]) -> None:
    office = Plan(
        organisation=sample.committee.id,
        year=sample.year - 1,
        issued=_day(sample, "02-20", 1),
        aims=texts["aims"].strip(),
        content=texts["content"].strip(),
    )
    office.save()
    for number, (task, who, due, result) in enumerate(texts["steps"], 1):
        PlanStep(
            plan=office.id,
            number=number,
            task=task,
            who=who.replace("支部", "团委"),
            due=f"{sample.year - 1}-{due}",
            result=result,
            done=_earlier(sample, f"{sample.year - 1}-{due}"),
        ).save()
    whole = begin_plan(sample.committee, sample.year, office)
    whole.issued = _day(sample, "02-26")
    whole.save()
    _carry_out(sample, whole, texts["steps"])
    for number, (branch, _) in enumerate(sample.branches[:-_WITHOUT_PLAN]):
        if number % 2:
            last = begin_plan(branch, sample.year - 1, office)
            last.issued = _day(sample, "03-10", 1)
            last.save()
            for step in steps_of(last):
                step.done = _earlier(sample, str(step.due))
                step.save()
        plan = begin_plan(branch, sample.year, whole)
        plan.issued = _day(sample, f"03-{sample.draw.randint(8, 28):02d}")
        plan.aims = texts["branch_aims"][number % len(texts["branch_aims"])]
        plan.save()
        _carry_out(sample, plan, texts["steps"])


def _carry_out(sample: SampleBasis, plan: Plan, texts: list[list[str]]) -> None:
    """Do what is due; some of it late, some not at all, some of what comes next already begun."""
    for step, (_, who, _, result) in zip(steps_of(plan), texts, strict=True):
        if plan.organisation_id != sample.committee.id:
            step.who = who
        if str(step.due) <= sample.end.isoformat():
            if sample.draw.random() < _TILL_DONE:
                step.done, step.result = _earlier(sample, str(step.due)), result
        elif sample.draw.random() < 0.4:
            step.result = "已列入本月安排。"
        step.save()


def _earlier(sample: SampleBasis, due: str) -> str:
    """Some day before the last one, seldom a few days late."""
    done = date.fromisoformat(due) - timedelta(days=sample.draw.randint(-3, 18))
    return min(done, sample.end).isoformat()


def _brands(sample: SampleBasis, texts: dict[str, Any]) -> None:
    for kind, name, place, level, people, basics, *days in texts["items"]:
        applied, started, named, lost = (_brand_day(sample, day) for day in days)
        brand = Brand(
            kind=kind,
            name=name,
            organisation=sample.branches[place][0].id,
            level=level,
            people=people,
            basics=basics,
            applied=applied,
            started=started,
            named=named,
            lost=lost,
            granted_by="共青团示例区委员会" if named else None,
            state=REFUSED if name.startswith("报修") else None,
        )
        brand.save()
        if named and not lost:
            make_honour(brand)
    for place, order, named in texts["experts"]:
        branch = sample.branches[place][0]
        member = sample.members[branch.id][order]
        brand = Brand(
            kind=POST_EXPERT,
            organisation=branch.id,
            member=member.id,
            level="局级",
            people=member.name,
            basics=texts["expert_basics"],
            applied=_day(sample, "01-20", 1),
            started=_day(sample, "03-01", 1),
            named=_brand_day(sample, named),
            granted_by=sample.committee.name if named else None,
        )
        brand.save()
        if named:
            make_honour(brand)


def _brand_day(sample: SampleBasis, text: str) -> str | None:
    """ "1/05-04" is the fourth of May a year before the work year; blank is not yet."""
    years, _, day = text.partition("/")
    return _day(sample, day, int(years)) if day else None
