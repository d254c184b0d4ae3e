"""A poll on the branches of the small office, for the tests of its screens."""

from __future__ import annotations

from models.organisation import branches
from models.poll import Poll, PollTarget, targets_of
from models.poll_setup import Class, Plan, set_up

WORDS = ("满意", "比较满意", "基本满意", "不满意")


def small_poll(items: int = 3) -> Poll:
    """Classes 党员 (papers 1 to 3) and 群众 (4 to 8), weighing the same; 2 of the 4 words are satisfied."""
    classes = [Class("党员", 50, 3), Class("群众", 50, 5)]
    homes = [home.id for home in branches()]
    asked = [f"第{number}项内容" for number in range(1, items + 1)]
    return set_up(Plan("年终群众评议", 2010, "2010-12-08", WORDS, 2, 50, 60, asked, classes, homes))


def first_target(poll: Poll) -> PollTarget:
    """Its first organisation."""
    return targets_of(poll.id)[0]
