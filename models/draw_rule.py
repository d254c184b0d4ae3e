"""The rule of a random draw: which organisations, and who inspects them, follow from lists and a seed alone.

Anybody can recount a draw with a pocket script; nothing depends on the machine, its language or its clock.

1. **List.** One line for each candidate, `name｜stratum` (without strata only `name`). Lines are stripped and brought
   into Unicode form NFC, doubles are dropped, and the rest is sorted by code point and joined by line feeds. The
   digest of the list is the SHA-256 of that text in UTF-8, as 64 small hexadecimal digits.
2. **Lot.** The lot of an item is SHA-256 (in UTF-8, hexadecimal) of `seed|digest|purpose|item`, the seed stripped
   and brought into form like a line. A smaller lot comes first. The item of a candidate is its name and the purpose
   is `organisation`; of a stratum its name and `stratum`.
3. **Shares.** With a number for all, a stratum of s out of n candidates has the share count·s/n, rounded by the
   largest remainder; equal remainders go by the stratum's lot. If each is to have at least one, each is given one
   first, and the rest is shared out in proportion to what is left of the strata in the same way. With a number for
   each stratum a smaller stratum is drawn whole.
4. **Picks.** In each stratum, those with the smallest lots, as many as its share. Picks are numbered by stratum
   (code point order), then by lot.
5. **Inspectors.** Their list is frozen as in 1, with lines `name｜home｜barred｜barred …`; it has a digest of its own.
   Picks in their order, one inspector each before anybody has a second, choose among the inspectors that are neither
   barred from them nor with them already: the one with the fewest organisations so far, then the one with the
   smallest lot (this list's digest, purpose `inspector`, item `organisation|line`). When one with fewer could be had
   by letting an inspector who is already assigned change places, that is done, by the shortest chain of such changes,
   each step in the order of lots. The loads that come out are as even as the barring allows.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from models.errors import AppError

BAR = "｜"  # stands in no name: see one_word()


class Candidate(NamedTuple):
    """An organisation that may be drawn, and the stratum in which it is ("" without strata)."""

    name: str
    stratum: str = ""

    @property
    def line(self) -> str:
        """The candidate's line in the frozen list."""
        return f"{self.name}{BAR}{self.stratum}" if self.stratum else self.name


class Inspector(NamedTuple):
    """Somebody who may be sent, where from, and to which candidates never."""

    name: str
    home: str = ""
    barred: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """The inspector's line in the frozen list."""
        return BAR.join((self.name, self.home, *sorted(self.barred))).rstrip(BAR)


class Picked(NamedTuple):
    """A candidate that was drawn, with the lot that decided it."""

    name: str
    stratum: str
    lot: str


def frozen(lines: Iterable[str]) -> str:
    """The list as it is kept and hashed: the same text from whatever order the lines came in."""
    return "\n".join(sorted({_tidy(line) for line in lines} - {""}))


def _tidy(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def one_word(text: str) -> str:
    """A name as it may stand in a line of a list."""
    return _tidy(text.replace(BAR, "|"))


def digest_of(text: str) -> str:
    """The SHA-256 of a frozen list: 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def default_seed(day: str, digest: str) -> str:
    """The seed when nobody names one: the day and the beginning of the list's digest."""
    return f"{day}-{digest[:16]}"


def candidates_of(text: str) -> list[Candidate]:
    """The candidates of a frozen list, in its order."""
    return [Candidate(*line.split(BAR, 1)) for line in text.splitlines() if line]


def inspectors_of(text: str) -> list[Inspector]:
    """The inspectors of a frozen list, in its order."""
    found = []
    for line in text.splitlines():
        name, home, *barred = *line.split(BAR), ""
        found.append(Inspector(name, home, tuple(each for each in barred if each)))
    return found


def lot(seed: str, digest: str, purpose: str, item: str) -> str:
    """What puts the items of a list in order; a smaller one comes first."""
    return hashlib.sha256(f"{_tidy(seed)}|{digest}|{purpose}|{item}".encode()).hexdigest()


def shares(sizes: Mapping[str, int], count: int, each: bool, tie: Mapping[str, str]) -> dict[str, int]:
    """How many of `count` fall to each stratum by the largest remainder; with `each` none goes without.

    `tie` gives each stratum's lot. AppError when there are not so many, or not enough for one each.
    """
    total = sum(sizes.values())
    if count > total:
        raise AppError(
            f"名单上只有{total}个团组织，抽不出{count}个。", "请减少抽取数量，或放宽不参加抽取的范围。"
        )
    first = dict.fromkeys(sizes, 0)
    if each:
        if count < len(sizes):
            raise AppError(
                f"名单分为{len(sizes)}层，只抽{count}个，不能每层至少一个。",
                "请增加抽取数量，或去掉这个要求。",
            )
        first = dict.fromkeys(sizes, 1)
    left = {name: size - first[name] for name, size in sizes.items()}
    seats, rest = count - sum(first.values()), sum(left.values())
    if rest == 0:
        return first
    whole = {name: seats * size // rest for name, size in left.items()}
    remainder = {name: seats * size % rest for name, size in left.items()}
    missing = seats - sum(whole.values())
    lucky = sorted(left, key=lambda name: (-remainder[name], tie[name]))[:missing]
    return {name: first[name] + whole[name] + (name in lucky) for name in sizes}


def draw(text: str, seed: str, count: int, *, per_stratum: bool = False, each: bool = False) -> list[Picked]:
    """The candidates that are drawn from a frozen list, in the order of their numbers.

    `count` is for all, or with `per_stratum` for each stratum. Raises what `shares` does.
    """
    digest = digest_of(text)
    strata: dict[str, list[Candidate]] = {}
    for candidate in candidates_of(text):
        strata.setdefault(candidate.stratum, []).append(candidate)
    sizes = {name: len(strata[name]) for name in sorted(strata)}
    if not sizes:
        raise AppError("没有可以抽取的团组织。", "请放宽不参加抽取的范围。")
    if per_stratum:
        share = {name: min(count, size) for name, size in sizes.items()}
    else:
        share = shares(sizes, count, each, {name: lot(seed, digest, "stratum", name) for name in sizes})
    found = []
    for name in sizes:
        lots = [
            Picked(each.name, name, lot(seed, digest, "organisation", each.name)) for each in strata[name]
        ]
        found += sorted(lots, key=lambda each: each.lot)[: share[name]]
    return found


def assign(text: str, seed: str, names: Sequence[str], size: int) -> dict[str, list[Inspector]]:
    """Each drawn organisation's inspectors from a frozen list, `size` for each.

    Nobody is sent where barred, nobody twice to the same; the loads are as even as that allows. AppError when an
    organisation has fewer inspectors who may be sent than it needs.
    """
    pool = inspectors_of(text)
    digest = digest_of(text)
    order: dict[str, list[Inspector]] = {}
    for name in names:
        allowed = [each for each in pool if name not in each.barred]
        if len(allowed) < size:
            raise AppError(
                f"“{name}”要派{size}名督查人员，名单上能派的只有{len(allowed)}名（本团组织及其上下级的人员要回避）。",
                "请增加督查人员，或减少每组人数。",
            )
        order[name] = sorted(allowed, key=lambda each: lot(seed, digest, "inspector", f"{name}|{each.line}"))
    teams: dict[str, list[Inspector]] = {name: [] for name in names}
    loads = dict.fromkeys(pool, 0)
    for _ in range(size):
        for name in names:
            _send_one(name, order, teams, loads)
    return teams


def _send_one(
    start: str,
    order: Mapping[str, Sequence[Inspector]],
    teams: dict[str, list[Inspector]],
    loads: dict[Inspector, int],
) -> None:
    """Give one more inspector to an organisation, letting others change places when that is evener."""
    came_from: dict[Inspector, str] = {}  # for which organisation the search met an inspector
    handed_by: dict[str, Inspector] = {}  # whom an organisation further on would give up
    reached = [start]
    seen = {start}
    for name in reached:  # grows while it is walked: nearest first
        for each in order[name]:
            if each in came_from or each in teams[name]:
                continue
            came_from[each] = name
            for other in teams:
                if each in teams[other] and other not in seen:
                    seen.add(other)
                    handed_by[other] = each
                    reached.append(other)
    # The first met of the least burdened: dictionaries keep the order of meeting.
    last = min(came_from, key=lambda each: loads[each])
    loads[last] += 1
    while True:
        name = came_from[last]
        teams[name].append(last)
        if name == start:
            return
        last = handed_by[name]
        teams[name].remove(last)
