"""The sample office's reviews, inspections and draws, and what was put right after them."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from typing import Any

from models import starter
from models.changes import running
from models.correction import Correction
from models.draw import BY_DISTRICT, Draw, hold, read_inspectors
from models.member import Member
from models.organisation import Organisation
from models.review import ABOVE, PARTY, Review
from models.sample_basis import SampleBasis
from models.supervision import RANDOM, SYMPOSIUM, WAYS, Inspection, checks_of, inspections_from, usual_checks

# How it went, the frequent ones twice.
_OUTCOMES = ("rechecked", "rechecked", "done", "done", "running", "waiting")


def fill(sample: SampleBasis) -> None:
    """Add them to the sample office, as far as its year has gone; the same every time."""
    _Supervision(sample).fill()


class _Supervision:
    def __init__(self, sample: SampleBasis) -> None:
        self.sample = sample
        self.texts: dict[str, Any] = tomllib.loads(
            (starter.FOLDER / "sample_supervision.toml").read_text("utf-8")
        )
        # Draws of its own: what others draw does not move with it.
        self.draw = random.Random(20100701)
        below = Organisation.select().where(Organisation.parent.is_null(False))
        self.organisations = list(below.order_by(Organisation.position, Organisation.id))

    def fill(self) -> None:
        for organisation, district in zip(self.organisations, self.texts["districts"], strict=False):
            organisation.district = district
        running().save_all(self.organisations)
        self._reviews()
        self._inspections()
        self._draws()

    # -- reviews --------------------------------------------------------------------------------------

    def _reviews(self) -> None:
        committee = self.sample.committee
        self._review(committee, PARTY, (6, 28), "局党委副书记")
        self._review(committee, ABOVE, (7, 15), "团区委副书记")
        for place, organisation in enumerate(self.organisations):
            # One organisation was forgotten by its Party organisation, three are still to be reviewed from above.
            if place != 6:
                self._review(organisation, PARTY, (6 + place % 3, 4 + place * 2), None)
            if place % 4 != 1:
                self._review(organisation, ABOVE, (9 + place % 2, 6 + place), None)
        for branch, _ in self.sample.branches[:4]:
            self._review(branch, PARTY, (8, 9), None, self.sample.members[branch.id][2])

    def _review(
        self,
        organisation: Organisation,
        by: str,
        day: tuple[int, int],
        post: str | None,
        member: Member | None = None,
    ) -> None:
        when = self._day(*day)
        if when is None:
            return
        pick, texts = self.draw.choice, self.texts["reviews"]
        score = float(self.draw.randint(156, 194)) / 2
        review = Review(
            organisation=organisation.id,
            member=member.id if member else None,
            by=by,
            date=when,
            reviewer=self._name(),
            reviewer_post=post or pick(self.texts["leader_posts" if by == PARTY else "office_posts"]),
            way=self.draw.choices(("会议", "书面", "现场"), (6, 2, 2))[0],
            achievements=pick(texts["member"] if member else texts["achievements"]),
            problems=pick(texts["problems"]),
            direction=pick(texts["direction"]),
            score=score,
            grade="好" if score >= 90 else "较好" if score >= 80 else "一般",
            signed=self.draw.random() < 0.8,
            **(
                {}
                if member
                else {
                    name: pick(texts[name]) for name in ("progress", "promises", "centre", "service", "team")
                }
            ),
        )
        review.save()
        if not member:
            for number in range(self.draw.choice((1, 1, 2))):
                self._correction(organisation, when, 60 + 30 * number, review=review.id)

    # -- what is put right ------------------------------------------------------------------------------

    def _correction(self, organisation: Organisation, since: str, days: int, **source: int) -> None:
        texts = self.texts["corrections"]
        # The same thing is not put right twice.
        had = {each.task for each in Correction.select().where(Correction.organisation == organisation.id)}
        task, measure = self.draw.choice(
            [one for one in texts["tasks"] if one[0] not in had] or texts["tasks"]
        )
        begun = date.fromisoformat(since)
        due = min(begun + timedelta(days=days), date(self.sample.year, 12, 31))
        outcome = self.draw.choice(_OUTCOMES)
        done = begun + timedelta(days=days - self.draw.randint(-6, 25))
        rechecked = done + timedelta(days=self.draw.randint(5, 15))
        if done > self.sample.end:
            outcome = "running"
        if outcome in ("running", "waiting") and self.draw.random() < 0.6:
            due = min(
                self.sample.end + timedelta(days=self.draw.randint(5, 35)), date(self.sample.year, 12, 31)
            )
        facts: dict[str, object] = {}
        if outcome in ("done", "rechecked"):
            facts = {"result": self.draw.choice(texts["finished"]), "done": done.isoformat()}
        if outcome == "rechecked" and rechecked <= self.sample.end:
            facts |= {
                "rechecked": rechecked.isoformat(),
                "rechecked_by": self.draw.choice(self.texts["team"]),
                "recheck_passed": True,
            }
        if outcome == "running":
            facts = {"result": self.draw.choice(texts["running"])}
        Correction(
            organisation=organisation.id,
            task=task,
            measure=measure,
            due=due.isoformat(),
            responsible=self._secretary(organisation),
            **source,
            **facts,
        ).save()

    # -- inspections ------------------------------------------------------------------------------------

    def _inspections(self) -> None:
        ways = [way for way in WAYS.words if way != RANDOM]
        for number in range(14):
            organisation = self.organisations[number * 3 % len(self.organisations)]
            when = self._day(3 + number * 9 // 14, 3 + number * 5 % 24)
            if when is None:
                continue
            inspection = Inspection(
                way=ways[number % len(ways)],
                organisation=organisation.id,
                planned=when,
                place=self.draw.choice(self.texts["places"]),
                team="、".join(self.draw.sample(self.texts["team"], 2)),
            )
            inspection.save()
            running().save_all(usual_checks(inspection))
            self._carry_out(inspection, when)

    def _carry_out(self, inspection: Inspection, when: str) -> None:
        """Write down what an inspection found, and what it asks for."""
        pick, texts = self.draw.choice, self.texts["inspections"]
        checks = checks_of(inspection)
        for check in checks:
            check.passed = self.draw.random() < 0.85
            check.note = None if check.passed else pick(texts["notes"])
        running().save_all(checks)
        inspection.date = when
        inspection.documents = pick(self.texts["documents"])
        inspection.symposium_people = self.draw.randint(6, 18) if inspection.way == SYMPOSIUM else None
        for name in ("overall", "highlights", "problems", "demands"):
            setattr(inspection, name, pick(texts[name]))
        organisation = Organisation.get_by_id(inspection.organisation_id)
        inspection.signed_by = self._secretary(organisation)
        inspection.save()
        self._correction(organisation, when, 30, inspection=inspection.id)

    # -- draws ------------------------------------------------------------------------------------------

    def _draws(self) -> None:
        inspectors = "\n".join(
            f"{self.sample.members[branch.id][0].name} {branch.name}"
            for branch, _ in self.sample.branches[:5]
        )
        inspectors += f"\n示例甲 {self.sample.committee.name}"
        for name, month, visited in (("上半年随机抽查", 5, True), ("下半年随机抽查", 11, False)):
            when = self._day(month, 16)
            if when is None:
                continue
            draw = Draw(
                name=f"{self.sample.year}年{name}",
                date=when,
                place="三楼会议室",
                drawn_by="示例甲",
                witness="示例乙",
                strata=BY_DISTRICT,
                count=3,
                months=None if visited else 6,
                team_size=2,
                planned=(date.fromisoformat(when) + timedelta(days=21)).isoformat(),
            )
            hold(draw, read_inspectors(inspectors))
            for number, inspection in enumerate(inspections_from(draw, draw.planned)):
                day = date.fromisoformat(when) + timedelta(days=7 + number)
                if visited and day <= self.sample.end:
                    self._carry_out(inspection, day.isoformat())

    # -- small things -----------------------------------------------------------------------------------

    def _day(self, month: int, day: int) -> str | None:
        """A day of the sample's year; None while it has not come."""
        found = date(self.sample.year, month, day)
        return found.isoformat() if found <= self.sample.end else None

    def _name(self) -> str:
        lists = self.sample.lists
        return str(self.draw.choice(lists["surnames"]) + "".join(self.draw.sample(lists["men"], 2)))

    def _secretary(self, organisation: Organisation) -> str | None:
        people = self.sample.members.get(organisation.id)
        return str(people[0].name) if people else None
