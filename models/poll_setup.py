"""Setting up a poll in one go: as the last one was, or with what the program brings along."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from models.ballot import PollCount
from models.changes import change, running
from models.clock import end_of_year
from models.dictionary import DictionaryEntry
from models.errors import AppError
from models.organisation import branches
from models.poll import Poll, PollClass, PollItem, PollTarget, classes_of, items_of, targets_of
from models.rule import rule

SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "poll.toml"


@dataclass(frozen=True)
class Class:
    """A class of raters as a poll is set up with it: its weight in %, the ballots for each organisation."""

    name: str
    weight: float | None = None
    each: int | None = None


@dataclass(frozen=True)
class Plan:
    """All that a poll is set up with; `organisations` by id."""

    name: str
    year: int
    held: str | None = None
    words: Sequence[str] = ()
    satisfied: int = 2
    quorum: float | None = None
    make_up_below: float | None = None
    items: Sequence[str] = ()
    classes: Sequence[Class] = ()
    organisations: Sequence[int] = ()


def first_plan(year: int) -> Plan:
    """What a poll of a year begins with: the last one that was held, else the shipped items and the year's rules.

    It is about all branches.
    """
    last = Poll.select().order_by(Poll.year.desc(), Poll.held.desc(), Poll.id.desc()).first()
    of_year = Poll.select().where(Poll.year == year).count()
    name = f"{year}年第{of_year + 1}次群众评议"
    below = [branch.id for branch in branches(end_of_year(year))]
    if last is not None:
        return replace(plan_of(last), name=name, year=year, held=None, organisations=below)
    shipped = _shipped()
    return Plan(
        name,
        year,
        words=DictionaryEntry.words("satisfaction").words,
        satisfied=shipped["satisfied"],
        quorum=rule("poll.quorum", year),
        make_up_below=rule("poll.make_up", year),
        items=shipped["items"],
        classes=[Class(**each) for each in shipped["class"]],
        organisations=below,
    )


def shipped_classes() -> list[str]:
    """The names of the classes of raters that a first poll begins with."""
    return [each["name"] for each in _shipped()["class"]]


def _shipped() -> dict[str, Any]:
    return tomllib.loads(SHIPPED.read_text("utf-8"))


def plan_of(poll: Poll) -> Plan:
    """A poll as it was set up."""
    return Plan(
        str(poll.name),
        int(poll.year),
        poll.held,
        poll.words,
        int(poll.satisfied),
        poll.quorum,
        poll.make_up_below,
        [str(item.content) for item in items_of(poll.id)],
        [Class(str(each.name), each.weight, each.each) for each in classes_of(poll.id)],
        [target.organisation_id for target in targets_of(poll.id)],
    )


def set_up(plan: Plan) -> Poll:
    """Make a poll with its items, classes and organisations in one action; RecordProblems or AppError when it cannot be."""
    if not plan.items or not plan.classes or not plan.organisations:
        raise AppError("评议项目、评议人类别和被评议单位都至少要有一个。", "请补充后再保存。")
    with change(f"新增{plan.name}"):
        poll = Poll(
            name=plan.name,
            year=plan.year,
            held=plan.held,
            scale="、".join(plan.words),
            satisfied=plan.satisfied,
            quorum=plan.quorum,
            make_up_below=plan.make_up_below,
        )
        poll.save()
        for number, content in enumerate(plan.items, 1):
            PollItem(poll=poll.id, number=number, content=content).save()
        for number, each in enumerate(plan.classes, 1):
            PollClass(poll=poll.id, number=number, name=each.name, weight=each.weight, each=each.each).save()
        add_targets(poll, plan.organisations)
    return poll


def add_targets(poll: Poll, organisations: Sequence[int]) -> int:
    """Let a poll be about further organisations as well; returns how many were not among them yet.

    As many ballots are noted as issued for each as its classes say.
    """
    known = {target.organisation_id for target in targets_of(poll.id)}
    new = [PollTarget(poll=poll.id, organisation=id_) for id_ in organisations if id_ not in known]
    with change(f"{poll.name}增加被评议单位"):
        running().save_all(new)
        running().save_all(
            [
                PollCount(target=target.id, rater=each.id, issued=each.each)
                for target in new
                for each in classes_of(poll.id)
                if each.each
            ]
        )
    return len(new)
