"""创先争优活动领导小组名单: who stands in the list of the leading group on a day."""

from __future__ import annotations

from datetime import date

from exports.paper import Document
from models import settings
from models.errors import AppError
from models.files import FileStore
from models.leading_group import USUAL_DUTIES, GroupMember, Vacancy, duty_of, leading_group, vacancies
from models.organisation import tree
from models.partial_date import in_words
from models.years import reference_day

TITLE = "创先争优活动领导小组名单"


def documents(year: int, organisation_id: int | None, full: bool, files: FileStore | None) -> list[Document]:
    """The group of the office in a year, as it stands or stood at the end of the year; it has no others."""
    return group_documents(reference_day(year))


def group_documents(day: date) -> list[Document]:
    """The one document of the group on a day; AppError when nobody holds an office that belongs to it."""
    found = leading_group(day)
    if not found:
        raise AppError(
            f"{in_words(day.isoformat())}没有团委书记、副书记和团支部书记的任职记录，没有领导小组名单可以打印。",
            "请先在“支部”页的“团干部”里登记任职。",
        )
    place = {id_: number for number, (id_, _) in enumerate(tree(include_ended=True))}
    lines: list[GroupMember | Vacancy] = [*found, *vacancies(day)]
    lines.sort(key=lambda each: place[each.organisation.id])
    return [
        {
            "bookmark": TITLE,
            "caption": TITLE,
            "title": TITLE,
            "organisation": settings.office("office_full_name") or settings.office("office_name"),
            "date": in_words(day.isoformat()),
            "roles": [
                {
                    "role": role,
                    "duty": duty_of(role),
                    "people": [_line(each) for each in lines if each.role == role],
                }
                for role in USUAL_DUTIES
                if any(each.role == role for each in lines)
            ],
        }
    ]


def _line(each: GroupMember | Vacancy) -> dict[str, str]:
    if isinstance(each, Vacancy):
        blank = dict.fromkeys(("sex", "job", "since"), "")
        return {"name": "（空缺）", "office": f"{each.organisation.name}{each.post}", **blank}
    return {
        "name": str(each.member.name),
        "office": f"{each.organisation.name}{each.office.post}",
        **{name: each.member.shown(name) for name in ("sex", "job")},
        "since": each.office.shown("since"),
    }
