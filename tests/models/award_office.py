"""A generated office for the tests of eligibility: every fact an award may ask for, whole, partial, contradictory or missing."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any

from models import id_number
from models.database import database

YEAR = 2010
HONOURS = ("优秀共青团员", "五四红旗团支部", "优秀志愿者", "五四红旗团支部创建单位")
LEVELS = ("国家级", "省市级", "区级", "局级", "单位级", None)
GRADES = ("优秀", "合格", "基本合格", "不合格")
# Days on which something ends or begins; the tests judge by some of them.
EDGES = ((1, 1), (2, 28), (3, 31), (4, 1), (12, 31))
TABLES = (
    "score",
    "indicator",
    "assessment",
    "scheme",
    "brand",
    "honour",
    "office",
    "member_appraisal",
    "participation",
    "activity",
    "member",
    "organisation",
)


class Office:
    """Draws the rows of an office and writes them straight into the tables, unchecked: 10,000 members in seconds."""

    def __init__(self, draw: Random, branches: int, members: int) -> None:
        self.draw = draw
        self.branches = branches
        self.members = members
        self._rows: dict[str, list[dict[str, Any]]] = {table: [] for table in reversed(TABLES)}

    def fill(self) -> None:
        """Take the place of whatever the store holds of these kinds."""
        self._organisations()
        for number in range(1, self.members + 1):
            self._member(number)
        self._activities()
        self._assessments()
        connection = database.connection()
        connection.execute("PRAGMA foreign_keys = 0")
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(f"DELETE FROM {table}")
        for table, rows in self._rows.items():
            if rows:
                names = list(rows[0])
                marks = ", ".join("?" for _ in names)
                connection.executemany(
                    f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})",
                    [tuple(row.values()) for row in rows],
                )
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys = 1")

    def _add(self, table: str, **values: Any) -> int:
        rows = self._rows[table]
        rows.append({"id": len(rows) + 1, **values})
        return len(rows)

    def _one(self, words: Sequence[Any]) -> Any:
        return self.draw.choice(words)

    def _date(self, first: int, last: int, blank: float = 0.15) -> str | None:
        """A date from one year to another as people know it: to the day, the month, the year, or not at all."""
        if self.draw.random() < blank:
            return None
        month, day = self._one((*EDGES, (self.draw.randint(1, 12), self.draw.randint(1, 28))))
        text = f"{self.draw.randint(first, last)}-{month:02d}-{day:02d}"
        return text[: self._one((10, 10, 10, 7, 7, 4))]

    def _organisations(self) -> None:
        general = max(1, self.branches // 10)
        for number in range(1 + general + self.branches):
            ended = self._date(YEAR - 1, YEAR + 1, 0.9) if number > general else None
            id_ = self._add(
                "organisation",
                name=f"第{number}团组织",
                kind="团委" if not number else "团总支" if number <= general else "团支部",
                parent_id=None
                if not number
                else 1
                if number <= general
                else self.draw.randint(1, general + 1),
                founded=self._date(YEAR - 6, YEAR),
                state="已撤销" if ended else "正常",
                ended=ended,
                position=self.draw.randint(0, 5),
            )
            for _ in range(self.draw.choice((0, 0, 1, 2))):
                self._honour(member=None, organisation=id_)
            if self.draw.random() < 0.5:
                state = self._one(("申报中", "创建中", "已命名", "未获命名", "已撤牌"))
                self._add(
                    "brand",
                    kind=self._one(("青年文明号", "达标窗口")),
                    name=f"第{number}号窗口",
                    organisation_id=id_,
                    state=state,
                    applied=self._date(YEAR - 3, YEAR, 0.5),
                    started=self._date(YEAR - 3, YEAR, 0.3),
                    named=self._date(YEAR - 2, YEAR) if state == "已命名" else None,
                    lost=self._date(YEAR - 1, YEAR, 0) if state == "已撤牌" else None,
                )

    def _honour(self, member: int | None, organisation: int | None) -> None:
        self._add(
            "honour",
            name=self._one(HONOURS),
            level=self._one(LEVELS),
            member_id=member,
            organisation_id=organisation,
            granted=self._date(YEAR - 7, YEAR, 0),
        )

    def _member(self, number: int) -> None:
        born = self._date(YEAR - 31, YEAR - 16)
        first = f"990101{(born or '')[:10].replace('-', '')}{number % 1000:03d}"
        state = self._one(("在册",) * 8 + ("保留团籍", "已离团"))
        id_ = self._add(
            "member",
            branch_id=self.draw.randint(1, len(self._rows["organisation"])),
            name=f"第{number}人",
            born=born,
            id_number=first + id_number.check_digit(first)
            if born and len(born) == 10 and number < 999
            else None,
            joined=self._date(YEAR - 12, YEAR + 1),
            politics=self._one(("共青团员", "共青团员", "中共党员", "中共预备党员", "群众", None)),
            party_joined=self._date(YEAR - 5, YEAR + 1, 0.8),
            volunteer=self._one((0, 1, 1, None)),
            volunteer_since=self._date(YEAR - 3, YEAR + 1, 0.5),
            last_grade=self._one((*GRADES, None)),
            dues_until=self._date(YEAR - 1, YEAR + 1),
            state=state,
            left_on=self._date(YEAR - 1, YEAR + 1, 0.3) if state == "已离团" else None,
        )
        for year in range(YEAR - 6, YEAR + 1):
            if self.draw.random() < 0.6:
                self._add(
                    "member_appraisal",
                    member_id=id_,
                    year=year,
                    grade=self._one((*GRADES, "优秀", None)),
                    registration=self._one(("已注册", "已注册", "暂缓注册", None)),
                )
        for _ in range(self.draw.choice((0, 0, 0, 1, 1, 2))):
            self._honour(member=id_, organisation=self._one((None, 1)))
        for _ in range(self.draw.choice((0, 0, 1, 1, 2, 3))):
            since = self._date(YEAR - 3, YEAR)
            self._add(
                "office",
                organisation_id=1,
                member_id=id_,
                post=self._one(("书记", "组织委员")),
                since=since,
                until=self._one((None, self._date(int((since or "2009")[:4]), YEAR, 0.2))),
            )

    def _activities(self) -> None:
        people = range(1, self.members + 1)
        for _ in range(max(4, self.members // 8)):
            activity = self._add(
                "activity",
                branch_id=1,
                category=self._one(("比贡献", "比作为")),
                title="水上保洁",
                start=self._date(YEAR - 2, YEAR, 0),
                person_hours=self._one((None, 0, 12.0)),
            )
            for member in self.draw.sample(people, min(len(people), self.draw.randint(1, 40))):
                hours = self._one((None, 0, 0.5, 1.1, 2, 2.5, 3.3, 8))
                self._add("participation", activity_id=activity, member_id=member, hours=hours)

    def _assessments(self) -> None:
        scheme = self._add(
            "scheme",
            name="考核",
            year=YEAR - 1,
            version=1,
            weight_office=100,
            weight_review=0,
            weight_poll=0,
            bands="优秀 90\n良好 80\n合格 60\n不合格 0",
        )
        whole = self._add(
            "indicator", scheme_id=scheme, block="组织建设好", number=1, content="全部", points=100
        )
        veto = self._add(
            "indicator", scheme_id=scheme, block="一票否决项", number=2, content="通报批评", points=0
        )
        for organisation in range(1, len(self._rows["organisation"]) + 1):
            if self.draw.random() < 0.25:
                continue
            assessment = self._add(
                "assessment",
                organisation_id=organisation,
                year=YEAR - 1,
                scheme_id=scheme,
                state="已考核",
                grade=self._one((None, None, None, "良好")),
            )
            if self.draw.random() < 0.9:
                given = self.draw.randint(110, 200) / 2
                self._add(
                    "score",
                    assessment_id=assessment,
                    indicator_id=whole,
                    office_score=min(given, 100),
                    vetoed=None,
                )
            if self.draw.random() < 0.2:
                self._add("score", assessment_id=assessment, indicator_id=veto, office_score=None, vetoed=1)
