"""What polls leave to do: papers that came back and are not typed, entries that differ, who is to make up and was not asked."""

from __future__ import annotations

from collections.abc import Iterator

from models.clock import today
from models.organisation import Organisation
from models.poll import Poll, PollTarget
from models.poll_follow import asked
from models.poll_result import TargetResult, percent, results
from ui.organisation_scope import Scope
from ui.todo import Todo, first_of


def todos(scope: Scope) -> Iterator[Todo]:
    """The polls of the work year that have been held, the latest first."""
    held = Poll.select().where(Poll.year == scope.year).order_by(Poll.held.desc(), Poll.id.desc())
    for poll in held:
        if (poll.held or "") <= today().isoformat():
            yield from _of_poll(poll, scope)


def _of_poll(poll: Poll, scope: Scope) -> Iterator[Todo]:
    found = [each for each in results(poll.id) if scope.holds(each.organisation_id)]
    done = asked(poll)
    need = [each for each in found if each.needs_make_up and each.organisation_id not in done]
    differing = [each for each in found if each.differing]
    blank = [each for each in found if not each.whole.returned or each.waiting]
    typed = any(each.whole.returned for each in results(poll.id))
    for tone, icon, listed, words in (
        ("bad", "flag", need, "{}个团组织满意率低于补课线，还没有列入整改"),
        ("warn", "triangle-alert", differing, "{}个团组织的选票两次录入不一致"),
        ("info", "keyboard", blank if typed else [], "{}个团组织的选票还没有录完"),
    ):
        if listed:
            names = [_name(each, with_rate=listed is need) for each in listed]
            ids = [each.target_id for each in listed]
            sentence = f"{poll.name}：{words.format(len(listed))}"
            yield Todo(tone, icon, sentence, first_of(names, "个"), PollTarget, ids)


def _name(found: TargetResult, *, with_rate: bool) -> str:
    name = Organisation.titles().get(found.organisation_id, "")
    return f"{name}（{percent(found.satisfaction)}）" if with_rate else name
