"""What the conditions of awards look at, read for the whole office in a few passes over the tables."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from functools import cache
from typing import Any, NamedTuple

from models import id_number
from models.assessment import Assessment, outcome, ranks
from models.brand import BUILDING, NAMED
from models.database import rows
from models.member import ON_ROSTER
from models.organisation import ACTIVE


class Person(NamedTuple):
    """A member on the roster; `born` is to the day where the ID number says it."""

    id: int
    name: str
    branch: int
    born: str | None
    joined: str | None
    politics: str | None
    party_joined: str | None
    volunteer: bool | None
    volunteer_since: str | None
    last_grade: str | None
    dues_until: str | None

    @property
    def home(self) -> int:
        """The organisation to which the subject belongs."""
        return self.branch


class Unit(NamedTuple):
    """An organisation that existed on the day."""

    id: int
    name: str
    kind: str
    founded: str | None

    @property
    def home(self) -> int:
        """The organisation to which the subject belongs: itself."""
        return self.id


class Held(NamedTuple):
    """An honour that a member or organisation was given."""

    id: int
    name: str
    level: str | None
    granted: str


class InOffice(NamedTuple):
    """An office that a member holds or held."""

    id: int
    post: str
    since: str | None
    until: str | None


class Served(NamedTuple):
    """A member's volunteer service: hours, the activities with hours, those that ought to have them and do not."""

    hours: float
    counted: list[int]
    without: list[int]


class Result(NamedTuple):
    """An organisation's assessment of a year."""

    id: int
    grade: str
    total: float | None
    rank: int | None
    vetoed: bool


class Dues(NamedTuple):
    """The members of an organisation and below: how many, who is in arrears, of whom nothing is known."""

    total: int
    late: list[int]
    unknown: list[int]


class Created(NamedTuple):
    """A brand that an organisation builds up or was named for."""

    id: int
    kind: str
    name: str


class Facts:
    """The records of one office as they stood on a day of a work year; each pass is made once, when first asked for.

    `subjects` narrows what is read of members to these; None reads all.
    """

    def __init__(self, year: int, day: date, subjects: Collection[int] | None = None) -> None:
        self.year = year
        self.day = day
        # What began by the day sorts up to it, whatever its precision; what sorts after it had not yet come.
        self.last = day.isoformat()
        self._subjects = None if subjects is None else json.dumps(sorted(set(subjects)))
        # Kept with the object, which lives as long as one question.
        self.served = cache(self._served)
        self.registrations = cache(self._registrations)
        self.results = cache(self._results)
        self.honours = cache(self._honours)
        self.grades = cache(self._grades)
        self.offices = cache(self._offices)
        self.dues = cache(self._dues)
        self.brands = cache(self._brands)

    def _rows(self, sql: str, column: str, *values: Any) -> list[tuple[Any, ...]]:
        """The rows of a SELECT that ends in a condition, of the asked members only."""
        if self._subjects is None:
            return rows(sql, values)
        return rows(f"{sql} AND {column} IN (SELECT value FROM json_each(?))", (*values, self._subjects))

    def persons(self) -> list[Person]:
        """The members on the roster on the day, branch by branch."""
        states = ", ".join(f"'{state}'" for state in ON_ROSTER)
        found = self._rows(
            "SELECT m.id, m.name, m.branch_id, m.born, m.joined, m.politics, m.party_joined, m.volunteer,"
            " m.volunteer_since, m.last_grade, m.dues_until, m.id_number FROM member m"
            f" WHERE (m.left_on > ? OR (m.left_on IS NULL AND m.state IN ({states})))"
            " AND (m.joined IS NULL OR m.joined <= ?)",
            "m.id",
            self.last,
            self.last,
        )
        people = []
        for *known, volunteer, since, grade, dues, number in found:
            flag = None if volunteer is None else bool(volunteer)
            person = Person._make((*known, flag, since, grade, dues))
            people.append(person._replace(born=id_number.birth_text(number)) if number else person)
        place = {
            id_: at for at, (id_,) in enumerate(rows("SELECT id FROM organisation ORDER BY position, id"))
        }
        return sorted(people, key=lambda person: (place[person.branch], person.id))

    def units(self, kinds: Collection[str]) -> list[Unit]:
        """The organisations of these kinds (all, if none is named) that existed on the day, in the office's order."""
        found = self._rows(
            "SELECT id, name, kind, founded FROM organisation"
            " WHERE (state = ? OR ended > ?) AND (founded IS NULL OR founded <= ?)",
            "id",
            ACTIVE,
            self.last,
            self.last,
        )
        place = {
            id_: at for at, (id_,) in enumerate(rows("SELECT id FROM organisation ORDER BY position, id"))
        }
        units = [Unit(*row) for row in found if not kinds or row[2] in kinds]
        return sorted(units, key=lambda unit: place[unit.id])

    def _served(self, first: str, last: str) -> dict[int, Served]:
        """Volunteer service in activities that began in a stretch of time, by member.

        An activity ought to have hours when others served in it, or when it is one of 比贡献, under which domain §1
        lists the volunteer services.
        """
        found: dict[int, Served] = {}
        for member, activity, hours in self._rows(
            "SELECT p.member_id, p.activity_id, p.hours FROM activity a"
            " JOIN participation p ON p.activity_id = a.id WHERE a.start >= ? AND a.start <= ?"
            " AND (p.hours > 0 OR (p.hours IS NULL AND (a.person_hours > 0 OR a.category = '比贡献')))",
            "p.member_id",
            first,
            last,
        ):
            mine = found.get(member) or Served(0.0, [], [])
            if hours is None:
                mine.without.append(activity)
            else:
                mine.counted.append(activity)
                mine = mine._replace(hours=mine.hours + hours)
            found[member] = mine
        return found

    def _grades(self) -> dict[int, dict[int, tuple[str, int]]]:
        """Member → year before the asked one → the grade of its appraisal and that record's id."""
        found: dict[int, dict[int, tuple[str, int]]] = {}
        for member, year, grade, id_ in self._rows(
            "SELECT member_id, year, grade, id FROM member_appraisal WHERE grade IS NOT NULL AND year < ?",
            "member_id",
            self.year,
        ):
            found.setdefault(member, {})[year] = (grade, id_)
        return found

    def _registrations(self, year: int) -> dict[int, tuple[str, int]]:
        """Member → how the registration of a year was decided, and that record's id."""
        found = self._rows(
            "SELECT member_id, registration, id FROM member_appraisal"
            " WHERE registration IS NOT NULL AND year = ?",
            "member_id",
            year,
        )
        return {member: (word, id_) for member, word, id_ in found}

    def _honours(self, column: str) -> dict[int, list[Held]]:
        """Holder → honours up to the day, by member_id or by organisation_id; what a member holds is no organisation's."""
        other = " AND member_id IS NULL" if column == "organisation_id" else ""
        return _grouped(
            (holder, Held(*row))
            for holder, *row in self._rows(
                f"SELECT {column}, id, name, level, granted FROM honour"
                f" WHERE granted <= ?{other} AND {column} IS NOT NULL",
                column,
                self.last,
            )
        )

    def _offices(self) -> dict[int, list[InOffice]]:
        """Member → all offices begun by the day, those without a beginning too."""
        return _grouped(
            (member, InOffice(*row))
            for member, *row in self._rows(
                "SELECT member_id, id, post, since, until FROM office WHERE (since IS NULL OR since <= ?)",
                "member_id",
                self.last,
            )
        )

    def _results(self, year: int) -> dict[int, Result]:
        """Organisation → its assessment of a year."""
        rank = ranks(year)
        found = {}
        for assessment in Assessment.select().where(Assessment.year == year):
            result = outcome(assessment)
            of = int(assessment.organisation_id)
            grade = assessment.grade or result.grade
            found[of] = Result(assessment.id, grade, result.total, rank.get(of), result.vetoed)
        return found

    def _dues(self) -> dict[int, Dues]:
        """Organisation → the dues of its members and of all below it."""
        people = Facts(self.year, self.day).persons()
        above = dict(rows("SELECT id, parent_id FROM organisation"))
        owed = owed_until(self.day)
        found: dict[int, Dues] = {}
        for person in people:
            until = person.dues_until
            organisation: int | None = person.branch
            while organisation is not None:
                mine = found.get(organisation) or Dues(0, [], [])
                found[organisation] = mine._replace(total=mine.total + 1)
                if until is None:
                    mine.unknown.append(person.id)
                elif last_month(until) < owed:
                    mine.late.append(person.id)
                organisation = above.get(organisation)
        return found

    def _brands(self) -> dict[int, list[Created]]:
        """Organisation → the brands it was building up or had on the day."""
        return _grouped(
            (organisation, Created(*row))
            for organisation, *row in self._rows(
                "SELECT organisation_id, id, kind, name FROM brand WHERE (lost IS NULL OR lost > ?)"
                " AND (lost IS NOT NULL OR state IN (?, ?)) AND coalesce(applied, started, named) <= ?",
                "organisation_id",
                self.last,
                BUILDING,
                NAMED,
                self.last,
            )
        )


def _grouped(pairs: Iterable[tuple[int, Any]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def last_month(until: str) -> str:
    """The last month that a date of any precision may mean: 2010-12 for 2010."""
    return until[:7] if len(until) >= 7 else f"{until}-12"


def owed_until(day: date) -> str:
    """The month up to which dues must be paid on a day: the one before, for the running month is still open."""
    before = day.replace(day=1) - timedelta(1)
    return f"{before:%Y-%m}"
