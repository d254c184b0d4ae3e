"""The office's real year on the district's sheets: every count on them is as many records as it opens, nothing is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from exports.fill_book import plan_workbook
from exports.fill_draft import Wish, make_draft
from exports.fill_findings import ERROR, check_draft
from exports.fill_sent import SentFile, compare_sent, register
from exports.intake import apply, read_plan
from exports.recognise import ListPlan
from models.activity import Activity
from models.member import Member
from models.organisation import Organisation
from models.store import Store, open_store
from tests.conftest import OFFICE_2010

YEAR = 2010
pytestmark = pytest.mark.skipif(
    not (OFFICE_2010 / "truth.json").is_file(),
    reason="the workbooks of office-2010 are not beside this project",
)


@pytest.fixture(scope="module", autouse=True)
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The office with its workbooks imported."""
    store = open_store(tmp_path_factory.mktemp("office"))
    files = {
        Organisation: [OFFICE_2010 / "团组织一览表.xlsx"],
        Member: [OFFICE_2010 / "团员花名册.xlsx"],
        Activity: sorted((OFFICE_2010 / "活动上报").iterdir()),
    }
    for kind, paths in files.items():
        apply(read_plan(kind, paths), skip_problems=True)
    yield store
    store.close()


def templates() -> list[str]:
    return sorted(path.name for path in (OFFICE_2010 / "区团委模板").glob("附件*"))


@pytest.mark.parametrize("name", templates())
def test_every_count_opens_as_many_records(name: str, tmp_path: Path) -> None:
    plan = plan_workbook(OFFICE_2010 / "区团委模板" / name)
    home = Organisation.get(Organisation.kind == "团支部")
    draft = make_draft(plan, Wish(YEAR, home if "申报表" in name else None, full=True), tmp_path)
    assert draft.keeps_format and draft.path.suffix == plan.path.suffix
    assert [each.message for each in check_draft(draft) if each.severity == ERROR] == []
    for sheet in draft.sheets:
        sources = sheet.plan.subject.sources()
        is_list = isinstance(sheet.plan, ListPlan)
        places = sheet.plan.columns if isinstance(sheet.plan, ListPlan) else sheet.plan.places
        for place in places:
            source = sources.get(place.match.source or "")
            counted = source is not None and source.figure is not None and source.figure.measure is None
            if source is None or not counted:
                continue
            rows = range(sheet.plan.first, sheet.plan.first + len(sheet.records)) if is_list else [place.row]
            for row in [*rows, *([sheet.totals] if sheet.totals else [])]:
                _, ids = sheet.behind(row, place.column) or (None, [])
                assert len(ids) == sheet.cells.values.get((row, place.column), 0), f"{place.header} {row}"


@pytest.mark.parametrize("name", templates())
def test_what_is_sent_and_filled_again_is_the_same(name: str, tmp_path: Path, office: Store) -> None:
    path = OFFICE_2010 / "区团委模板" / name
    home = Organisation.get(Organisation.kind == "团支部")
    wish = Wish(YEAR, home if "申报表" in name else None, take_out_blank=True)
    draft = make_draft(plan_workbook(path), wish, tmp_path)
    values = {"name": path.stem, "sent_on": "2010-12-31", "year": YEAR}
    sent = register([SentFile(draft.path, wish)], path, values, office.attachments)
    assert compare_sent(sent, office.attachments) == [(draft.path.name, [])]
