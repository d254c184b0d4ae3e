"""The sample office's public commitments, its dealings with the Party, and its partner bodies."""

from __future__ import annotations

import random
import tomllib
from datetime import date, timedelta
from typing import Any

from models.activity import Activity
from models.changes import running
from models.commitment import BY_MEMBER, BY_OFFICER, BY_ORGANISATION, Commitment, CommitmentEvidence
from models.member import SECRETARY, Member, Office
from models.organisation import Organisation
from models.partner import Partner, PartnerPart
from models.party import PartyRecommendation, PartyReport
from models.sample_basis import SampleBasis
from models.starter import FOLDER

_CHANNELS = ("网站", "公示栏", "会议", "公开信")
_JUDGEMENTS = ("满意", "满意", "比较满意", "基本满意")


def fill(sample: SampleBasis) -> None:
    """Add them to the office as far as it has been made."""
    texts = tomllib.loads((FOLDER / "sample_commitments.toml").read_text("utf-8"))
    # Draws of its own: what other subjects draw does not change what is promised here.
    part = _Part(sample, texts, random.Random(20100601))
    part.commitments()
    part.party()
    part.partners()


class _Part:
    def __init__(self, sample: SampleBasis, texts: dict[str, Any], draw: random.Random) -> None:
        self.sample, self.texts, self.draw = sample, texts, draw
        self.year, self.end = sample.year, sample.end
        self.held: dict[int, list[Activity]] = {}
        for activity in Activity.select().order_by(Activity.start, Activity.id):
            self.held.setdefault(activity.branch_id, []).append(activity)

    def _day(self, month: int, day: int | None = None) -> date:
        """A day of the year, no later than what may have happened."""
        return min(date(self.year, month, day or self.draw.randint(1, 28)), self.end)

    def commitments(self) -> None:
        """Of the committee and every branch, of two officers and two members each."""
        draw, texts = self.draw, self.texts
        self._promise(self.sample.committee, None, BY_ORGANISATION, texts["of_organisations"][:5])
        for branch, _ in self.sample.branches:
            people = self.sample.members[branch.id]
            own = draw.sample(texts["of_organisations"], draw.randint(3, 5))
            self._promise(branch, None, BY_ORGANISATION, own)
            for member in people[:2]:
                self._promise(branch, member, BY_OFFICER, draw.sample(texts["of_officers"], 2))
            for member in draw.sample(people[5:], 2):
                self._promise(branch, member, BY_MEMBER, draw.sample(texts["of_members"], 2))

    def _promise(self, home: Organisation, member: Member | None, subject: str, lines: list[Any]) -> None:
        made = self._day(self.draw.randint(1, 3))
        channel = self.draw.choice(_CHANNELS)
        secretary = self._secretary(home) if member is None else None
        for criterion, text, month in lines:
            commitment = Commitment(
                subject=subject,
                organisation=home.id,
                member=None if member is None else member.id,
                year=self.year,
                made=made.isoformat(),
                title=text,
                criterion=criterion,
                due=date(self.year, month, 28).isoformat(),
                responsible=secretary,
                channel=channel,
            )
            self._carry_on(commitment, made)
            commitment.save()
            if commitment.done:
                self._prove(commitment)

    def _secretary(self, home: Organisation) -> str | None:
        held = Office.get_or_none(
            Office.organisation == home.id, Office.post == SECRETARY, Office.until.is_null()
        )
        return None if held is None else Member.titles().get(held.member_id)

    def _carry_on(self, commitment: Commitment, made: date) -> None:
        """Most of what is due is kept, some of it late; of the rest some is running, some not begun."""
        draw, due = self.draw, date.fromisoformat(str(commitment.due))
        fate = draw.random()
        if due <= self.end and fate < 0.86:
            done = (
                due + timedelta(days=draw.randint(2, 20))
                if fate > 0.7
                else due - timedelta(days=draw.randint(0, 25))
            )
            self._judge(commitment, min(max(done, made), self.end))
        elif due > self.end and fate < 0.15:
            self._judge(commitment, max(made, self.end - timedelta(days=draw.randint(1, 20))))
        elif fate < 0.75 or due <= self.end:
            commitment.stage, commitment.progress = "进行中", draw.choice(self.texts["progress"][1:3])
        else:
            commitment.stage = "未开始"

    def _judge(self, commitment: Commitment, done: date) -> None:
        draw = self.draw
        commitment.done = done.isoformat()
        commitment.progress = draw.choice((self.texts["progress"][0], self.texts["progress"][3]))
        judged = done + timedelta(days=draw.randint(5, 40))
        if judged <= self.end:
            commitment.judged = judged.isoformat()
            commitment.judged_self = draw.choice(_JUDGEMENTS[:3])
            commitment.judged_public = draw.choice(_JUDGEMENTS)
            commitment.judged_organisation = draw.choice(_JUDGEMENTS)

    def _prove(self, commitment: Commitment) -> None:
        held = self.held.get(commitment.organisation_id, [])
        shown = self.draw.sample(held, min(len(held), self.draw.choice((0, 1, 1, 2))))
        running().save_all([CommitmentEvidence(commitment=commitment.id, activity=each.id) for each in shown])

    def party(self) -> None:
        """Reports of the committee and the branches; members recommended, at every stage of the way."""
        draw = self.draw
        for number, (home, month) in enumerate(
            [(self.sample.committee, 2), (self.sample.committee, 7)]
            + [(branch, draw.randint(2, 11)) for branch, _ in self.sample.branches]
        ):
            way, title, content, answer, money, place, people, other = self.texts["reports"][number % 4]
            reported = self._day(month)
            joint = [each for each in self.held.get(home.id, []) if each.joint_with_party]
            PartyReport(
                organisation=home.id,
                reported=reported.isoformat(),
                way=way,
                title=title,
                content=content,
                answer=answer if draw.random() < 0.85 else None,
                money=money or None,
                place=place or None,
                people=people or None,
                other=other or None,
                activity=joint[0].id if joint else None,
            ).save()
        outcomes = ("列为积极分子", "列为发展对象", "待审", "已入党", "列为积极分子", "未通过", "待审")
        for number, (branch, count) in enumerate(self.sample.branches[:7]):
            member = next(each for each in self.sample.members[branch.id][4:] if each.politics == "共青团员")
            self._recommend(branch, count, member, outcomes[number])

    def _recommend(self, branch: Organisation, count: int, member: Member, outcome: str) -> None:
        draw = self.draw
        recommended = self._day(draw.randint(3, 9))
        present = count - draw.randint(0, 2)
        decided = min(recommended + timedelta(days=draw.randint(15, 60)), self.end)
        PartyRecommendation(
            organisation=branch.id,
            member=member.id,
            recommended=recommended.isoformat(),
            introducer=self.sample.members[branch.id][0].name,
            situation=draw.choice(self.texts["situations"]),
            expected=count,
            present=present,
            votes=present - draw.randint(0, 2),
            opinion=self.texts["opinion"],
            outcome=outcome,
            outcome_on=None if outcome == "待审" else decided.isoformat(),
        ).save()

    def partners(self) -> None:
        """The bodies, each kept in touch with by one organisation, and their parts in the year's activities."""
        draw, homes = self.draw, [self.sample.committee, *(branch for branch, _ in self.sample.branches)]
        known = []
        for number, (name, kind, contact, size) in enumerate(self.texts["partners"]):
            partner = Partner(
                name=name,
                kind=kind,
                organisation=homes[number].id,
                contact=contact,
                phone=f"021-555502{number:02d}",
                size=size,
                since=f"{self.year - draw.randint(1, 4)}-{draw.randint(1, 12):02d}",
            )
            partner.save()
            known.append(partner)
        held = [each for activities in self.held.values() for each in activities if each.youth_present]
        parts = []
        for activity in draw.sample(held, min(len(held), 36)):
            young = draw.randint(1, activity.youth_present)
            parts.append(
                PartnerPart(
                    activity=activity.id,
                    partner=draw.choice(known[:-1]).id,
                    reached=young + draw.randint(0, 12),
                    young=young,
                    remark=draw.choice(self.texts["parts"]),
                )
            )
        running().save_all(parts)
