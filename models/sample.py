"""A sample office with a credible year of records; every person in it is invented."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date, timedelta

from models import (
    id_number,
    sample_appraisal,
    sample_awards,
    sample_certificates,
    sample_commitments,
    sample_news,
    sample_plans,
    sample_polls,
    sample_scoring,
    sample_summaries,
    sample_supervision,
    settings,
    starter,
)
from models.activity import Activity, participants, set_participants
from models.assessment import Assessment, Score, begin, scores
from models.assessment_flow import proposed_notice
from models.assessment_parts import take_over
from models.award import Honour, Nomination, advance
from models.changes import change
from models.clock import today
from models.dictionary import DictionaryEntry
from models.errors import AppError
from models.member import Member
from models.organisation import Organisation
from models.sample_basis import SampleBasis
from models.scheme import BONUS, DEDUCTION, VETO
from models.scoring import compute
from models.store import Store

POSTS = ("书记", "副书记", "组织委员", "宣传委员", "文体委员")
# No place has this area code: no sample number can be anybody's.
AREA = "990101"


# What the campaign's other records add, each subject's in a file of its own, in this order.
_OF_SUBJECTS: tuple[Callable[[SampleBasis], None], ...] = (
    sample_plans.fill,
    sample_commitments.fill,
    sample_summaries.fill_pictures,
    sample_scoring.fill,
    sample_news.fill,
    sample_polls.fill,
    sample_supervision.fill,
    sample_appraisal.fill,
    sample_awards.fill,
    sample_certificates.fill,
    sample_summaries.fill,  # last: it tells of all the others
)


def fill_sample(store: Store, year: int | None = None) -> None:
    """Fill an empty store with the sample office; AppError when it already has records."""
    if Organisation.select().exists():
        raise AppError("数据文件夹里已有记录，没有装入示例。", "请换一个空的数据文件夹。")
    definition = tomllib.loads((starter.FOLDER / "sample.toml").read_text("utf-8"))
    _Sample(definition, year or today().year, store.attachments).fill()


class _Sample(SampleBasis):
    """Draws the same office every time from the lists of the definition."""

    def fill(self) -> None:
        self._people = 0
        self._states: dict[int, str] = {}
        with change("装入示例单位"):
            self._organisations()
            self._members()
            self._activities()
            self._honours()
            self._nominations()
            starter.plant_scheme(self.year)
            self._assessments()
            settings.set_office(
                {
                    "office_name": self.lists["committee"]["name"],
                    "office_full_name": f"共青团{self.lists['committee']['unit']}委员会",
                    "district_committee": "共青团示例区委员会",
                    "reporter": "示例甲",
                    "reviewer": "示例乙",
                    "head": "示例丙",
                    "telephone": "021-55550100",
                    "document_prefix": "示水团",
                    "certificate_prefix": "SLSW",
                }
            )
            for fill in _OF_SUBJECTS:
                fill(self)
            self._assessed()
            settings.set_work_year(self.year)

    def _organisations(self) -> None:
        top = self.lists["committee"]
        committee = Organisation(
            name=top["name"],
            kind="团委",
            unit=top["unit"],
            party_organisation=top["party"],
            founded="1998-05-04",
            last_election=f"{self.year - 2}-06-18",
            phone="021-55550100",
            youth_non_member=11,
        )
        committee.save()
        self.committee = committee
        known = {"": committee.id}
        for position, (name, unit, above, kind, members, founded, years) in enumerate(
            self.lists["branches"], 1
        ):
            elected = min(date(self.year - years, 3 + position % 8, 10 + position), self.end)
            organisation = Organisation(
                name=name,
                unit=unit,
                kind=kind,
                parent=known[above],
                founded=founded,
                position=position,
                party_organisation=f"中共{unit}支部委员会",
                last_election=elected.isoformat(),
                phone=f"021-555501{position:02d}",
                youth_non_member=self.draw.randint(2, 20),
            )
            organisation.save()
            known[name] = organisation.id
            if members:
                self.branches.append((organisation, members))

    def _members(self) -> None:
        new = []
        for branch, count in self.branches:
            new += [self._member(branch, place) for place in range(count)]
        with change("示例团员") as current:
            current.save_all(new)
        for member in new:
            self.members.setdefault(member.branch_id, []).append(member)

    def _member(self, branch: Organisation, place: int) -> Member:
        draw, lists = self.draw, self.lists
        woman = draw.random() < 0.42
        born = date(self.year - draw.randint(19, 27), draw.randint(1, 12), draw.randint(1, 28))
        self._people += 1
        first = f"{AREA}{born:%Y%m%d}{self._people % 500 * 2 + (not woman):03d}"
        given = "".join(draw.sample(lists["women" if woman else "men"], draw.choice((1, 2, 2))))
        joined = min(f"{born.year + draw.randint(14, 17)}-{draw.choice((5, 9, 12)):02d}", f"{self.year}-01")
        volunteer = draw.random() < 0.65
        member = Member(
            branch=branch.id,
            name=draw.choice(lists["surnames"]) + given,
            id_number=first + id_number.check_digit(first),
            ethnicity=draw.choices(("汉族", "回族", "壮族", "满族", "土家族"), (85, 4, 4, 4, 3))[0],
            native_place=draw.choice(lists["native_places"]),
            politics=draw.choices(("共青团员", "中共预备党员", "中共党员"), (80, 8, 12))[0],
            education=draw.choices(("大学本科", "大专", "中专", "硕士研究生"), (40, 32, 18, 10))[0],
            joined=joined,
            post=POSTS[place] if place < min(len(POSTS), 3 + branch.id % 3) else None,
            job=draw.choice(lists["jobs"]),
            phone=f"199{draw.randint(0, 99999999):08d}",
            volunteer=volunteer,
            volunteer_since=f"{self.year - draw.randint(1, 3)}-{draw.randint(1, 12):02d}"
            if volunteer
            else None,
            last_grade=draw.choices(("优秀", "合格", "基本合格"), (22, 66, 12))[0],
            dues_until=f"{self.year}-{max(self.end.month - draw.randint(0, 2), 1):02d}",
        )
        member.complete()
        return member

    def _activities(self) -> None:
        draw = self.draw
        for branch, _ in self.branches:
            people = self.members[branch.id]
            for month in range(1, self.end.month + 1):
                for _ in range(draw.choices((0, 1, 2), (12, 60, 28))[0]):
                    self._activity(branch, people, month)

    def _activity(self, branch: Organisation, people: list[Member], month: int) -> None:
        draw, lists = self.draw, self.lists
        kind = draw.choice(list(lists["activities"]))
        day = date(self.year, month, draw.randint(1, 28))
        if day > self.end:
            return
        came = draw.sample(people, max(3, round(len(people) * draw.uniform(0.55, 0.95))))
        youth = draw.randint(0, 6)
        serves = DictionaryEntry.parent_of("activity_kind", kind) == "比贡献"
        hours = draw.choice((1.5, 2.0, 2.5, 3.0)) if serves else None
        activity = Activity(
            branch=branch.id,
            kind=kind,
            title=draw.choice(lists["activities"][kind]),
            start=day.isoformat(),
            place=draw.choice(lists["places"]),
            host=people[0].name,
            expected=len(people) + youth,
            present=len(came) + youth,
            league_present=len(came),
            youth_present=youth,
            hours_each=hours,
            joint_with_party=kind == "党团共建",
            content=draw.choice(lists["texts"]["contents"]),
            result=draw.choice(lists["texts"]["results"]) if draw.random() < 0.6 else None,
            cost=draw.choice((None, None, 120.0, 260.0, 500.0)),
        )
        activity.save()
        set_participants(activity, {member.id: hours for member in came})
        if hours:
            # The young people beside the members served too.
            activity = Activity.get_by_id(activity.id)
            activity.person_hours = round(hours * (len(participants(activity)) + youth), 1)
            activity.save()

    def _honours(self) -> None:
        draw = self.draw
        for branch, _ in self.branches:
            for member in draw.sample(self.members[branch.id], 2):
                Honour(
                    name=draw.choice(("优秀共青团员", "青年岗位能手", "优秀志愿者")),
                    level=draw.choice(("局级", "区级")),
                    member=member.id,
                    granted=f"{self.year - draw.randint(1, 3)}-05-04",
                    granted_by="共青团示例区委员会",
                ).save()
        for branch, _ in draw.sample(self.branches, 4):
            Honour(
                name="五四红旗团支部",
                level=draw.choice(("区级", "局级")),
                organisation=branch.id,
                granted=f"{self.year - 1}-05-04",
                granted_by="共青团示例区委员会",
                document=f"示青〔{self.year - 1}〕12号",
            ).save()

    def _nominations(self) -> None:
        texts = self.lists["texts"]
        for number, (branch, _) in enumerate(self.branches[:8]):
            member = self.members[branch.id][number % 5]
            self._advance(
                Nomination(
                    year=self.year,
                    kind="优秀共青团员" if number % 3 else "优秀共青团干部",
                    member=member.id,
                    rank=number + 1,
                    resume=texts["resume"],
                    deeds=texts["deeds"],
                    public_scope=branch.unit,
                    **dict(
                        zip(("conviction", "study", "achievement", "conduct"), texts["four"], strict=True)
                    ),
                ),
                number,
            )
        for number, (branch, _) in enumerate(self.branches[2:5]):
            self._advance(
                Nomination(
                    year=self.year, kind="五四红旗团支部", organisation=branch.id, deeds=texts["branch"]
                ),
                number + 2,
            )

    def _advance(self, nomination: Nomination, stages: int) -> None:
        nomination.save()
        begun = min(date(self.year, 3, 5), self.end - timedelta(days=40))
        states = ("已提交", "党组织已签署", "公示中", "局团委已审", "已上报", "获批", "已表彰")
        for stage, state in enumerate(states[:stages]):
            day = begun + timedelta(days=5 * stage)
            if state == "公示中":
                nomination.public_until = (day + timedelta(days=7)).isoformat()
            advance(nomination, state, day.isoformat())

    def _assessments(self) -> None:
        """Scores for all branches but the last two: one of them has only assessed itself, the other not even that."""
        draw = self.draw
        for place, (branch, _) in enumerate(self.branches, 1 - len(self.branches)):
            assessment = begin(branch, self.year)
            strength = draw.uniform(0.72, 0.99)
            for indicator, score in scores(assessment):
                if indicator.block == VETO:
                    continue
                if indicator.block in (BONUS, DEDUCTION):
                    score.office_score = float(draw.choice((0, 0, 1, 2)))
                else:
                    share = min(max(draw.gauss(strength, 0.08), 0.4), 1)
                    score.office_score = round(indicator.points * share * 2) / 2
                    score.self_score = min(indicator.points, score.office_score + draw.choice((0, 0, 0.5, 1)))
                    score.public_score = min(
                        indicator.points, score.office_score + draw.choice((-0.5, 0, 0, 0.5))
                    )
                    if score.office_score < indicator.points:
                        score.reason = "按评分标准扣分"
                if place == -1:
                    score.office_score = score.public_score = score.reason = None
                if place < 0 and (score.office_score or score.self_score):
                    score.save()
            self._states[assessment.id] = draw.choice(("已考核", "党组织已签署", "公示中", "已签字"))

    def _assessed(self) -> None:
        """What follows when all records are there: the rules' scores, both parts, and how far each branch has come."""
        compute(self.year)
        take_over(self.year)
        # Most of what a rule can tell stands as computed; some is given by hand, with a reason.
        ruled = []
        for score in Score.select().where(Score.computed.is_null(False)):
            if self.draw.random() < 0.85:
                score.office_score = score.reason = None
            elif score.office_score is not None and score.office_score != score.computed:
                score.reason = "核对台账后按实际情况给分"
            ruled.append(score)
        with change("核对系统计分") as current:
            current.save_all(ruled)
        for assessment in Assessment.select().where(
            Assessment.year == self.year, Assessment.state == "已考核"
        ):
            state = self._states[assessment.id]
            assessment.state = state
            if state != "已考核":
                assessment.party_opinion = "同意考核意见。"
                assessment.party_signed_on = (self.end - timedelta(days=10)).isoformat()
            if state in ("公示中", "已签字"):
                first, last = proposed_notice(self.end - timedelta(days=9), self.year)
                assessment.notice_from, assessment.notice_until = first.isoformat(), last.isoformat()
            if state == "已签字":
                assessment.notice_result = "公示期间没有收到异议"
                assessment.signed_on = self.end.isoformat()
            assessment.save()
