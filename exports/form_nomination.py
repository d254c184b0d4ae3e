"""优秀共青团员、优秀共青团干部推荐表: what stands in the form of each nomination of a person."""

from __future__ import annotations

from collections.abc import Iterable

from exports.form_organisation import publicity
from exports.paper import Document
from exports.sources_appraisal import GRADE_YEARS, grades_text
from models import settings
from models.activity import Participation, hours_of_members
from models.appraisal import past_grades
from models.attachment import attachments_of
from models.award import FOUR_LEADS, Nomination, honours_of_years
from models.award_kind import award_names
from models.errors import AppError
from models.files import FileStore
from models.member import Member, Office
from models.organisation import Organisation, subtree, tree

TITLE = "优秀共青团员、优秀共青团干部推荐表"

# What the form takes from the roster as it is; its template uses the same names.
_FROM_MEMBER = (
    *("name", "sex", "born", "ethnicity", "native_place", "politics", "joined", "education", "work_since"),
    *("card_number", "id_number", "job", "phone", "volunteer_since"),
)
_FROM_NOMINATION = (
    *("resume", "deeds", *FOUR_LEADS),
    *("branch_opinion", "party_opinion", "office_opinion"),
)


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The forms of a year's nominations of persons."""
    return nomination_documents(nominated(year, organisation_id), full=full, files=files)


def nominated(year: int, organisation_id: int | None) -> list[Nomination]:
    """The year's nominations of persons, by award, then in the order in which they are recommended."""
    kinds = award_names(year, for_member=True)
    found = list(Nomination.select().where(Nomination.year == year, Nomination.kind.in_(kinds)))
    if organisation_id is not None:
        below = subtree(organisation_id)
        found = [nomination for nomination in found if _branch_id(nomination) in below]
    if not found:
        raise AppError(f"{year}年没有可以打印的个人推荐。", "请先在“评优”里新建推荐。")
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    return sorted(
        found,
        key=lambda each: (
            kinds.index(each.kind),
            each.rank or 9999,
            place.get(_branch_id(each) or 0, 9999),
            each.id,
        ),
    )


def _branch_id(nomination: Nomination) -> int | None:
    if nomination.organisation_id is not None:
        return int(nomination.organisation_id)
    return int(nomination.member.branch_id) if nomination.member_id is not None else None


def nomination_documents(
    nominations: Iterable[Nomination], *, full: bool = False, files: FileStore | None = None
) -> list[Document]:
    """The form of each nomination of a person. Raises AppError where a photo has gone from the store."""
    wanted = [nomination for nomination in nominations if nomination.member_id is not None]
    members = {
        row.id: row for row in Member.select().where(Member.id.in_([each.member_id for each in wanted]))
    }
    years = {each.year for each in wanted}
    hours = {year: hours_of_members(year, list(members)) for year in years}
    grades = {year: past_grades(list(members), year - 1, GRADE_YEARS) for year in years}
    return [
        _nomination(
            each,
            members[each.member_id],
            hours[each.year].get(each.member_id),
            grades_text(grades[each.year].get(each.member_id, [])),
            full,
            files,
        )
        for each in wanted
    ]


def _nomination(
    nomination: Nomination,
    member: Member,
    hours: float | None,
    grades: str,
    full: bool,
    files: FileStore | None,
) -> Document:
    title = f"{nomination.year}年度{nomination.award.form}"
    officer = "干部" in nomination.kind
    branch = Organisation.titles().get(_branch_id(nomination) or 0, "")
    return {
        "bookmark": f"{member.name}（{branch}）",
        "caption": f"{member.name}　{title}",
        "title": title,
        "officer": "yes" if officer else "",
        "copies": "",
        "organisation": branch,
        "date": "",
        **{name: member.shown(name, full) for name in _FROM_MEMBER},
        **{name: nomination.shown(name) for name in _FROM_NOMINATION},
        # Before the appraisals of the years were on record here, the roster's own word.
        "grades": grades or member.shown("last_grade"),
        "post": _post(member) if officer else "",
        "volunteer_hours": Participation.field("hours").show(hours),
        "photo": _photo(member, files),
        "honours": _honours(member, nomination.year),
        "publicity": publicity(nomination),
        "district_opinion": "",
        "committee": settings.office("office_full_name") or settings.office("office_name"),
    }


def _post(member: Member) -> str:
    """The offices that the member holds, each with the month from which."""
    held = Office.select().where(Office.member == member.id, Office.until.is_null()).order_by(Office.since)
    return "；".join(
        office.shown("post") + (f"（{office.shown('since')}起）" if office.since else "") for office in held
    )


def _photo(member: Member, files: FileStore | None) -> bytes:
    """The member's last picture; b"" for none."""
    pictures = [attachment for attachment in attachments_of(member) if attachment.is_picture]
    return files.read(pictures[-1].digest) if files and pictures else b""


def _honours(member: Member, year: int) -> str:
    """The honours of the last three years (domain §7 format 4), one a line: 时间 名称 授奖单位."""
    found = reversed(honours_of_years(member, year))
    return "\n".join(
        "　".join(filter(None, (honour.shown("granted"), honour.name, honour.granted_by))) for honour in found
    )
