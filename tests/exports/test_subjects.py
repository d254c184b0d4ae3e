"""Whose rows a sheet lists: what an organisation did before it ended is lost on no sheet."""

from __future__ import annotations

import pytest

from exports.sources import Scope
from exports.subjects import activities, branch_rows, subject
from models.activity import Activity
from models.changes import change
from models.figures import figure
from models.organisation import Organisation
from models.store import Store
from tests.models.people import branch, committee


@pytest.fixture
def office(store: Store) -> dict[str, Organisation]:
    """A general branch of two branches, of which one ended in the middle of 2010; each had one activity in two years."""
    top = committee("局团委")
    with change("新增团组织"):
        general = Organisation(name="供水团总支", kind="团总支", parent=top.id)
        general.save()
    found = {name: branch(name, general) for name in ("水表厂团支部", "营业所团支部")}
    with change("登记"):
        for home in found.values():
            for day in ("2009-05-04", "2010-03-05"):
                Activity(title="学雷锋", branch=home.id, start=day, category="比贡献").save()
        ended = found["水表厂团支部"]
        ended.state, ended.ended = "已撤销", "2010-06-30"
        ended.save()
    return found | {"供水团总支": general}


@pytest.mark.parametrize("of", [None, "供水团总支"])
def test_what_an_ended_branch_did_stands_on_the_sheets_of_its_years(
    office: dict[str, Organisation], of: str | None
) -> None:
    part = office[of] if of else None
    for year, listed in ((2009, 2), (2010, 1)):
        scope = Scope(year, part)
        assert len(branch_rows(scope)) == listed
        names = [each.branch.name for each in activities(scope)]
        assert sorted(names) == ["水表厂团支部", "营业所团支部"]
        inside = None if part is None else {each.id for each in office.values()}
        assert len(names) == figure("activities.all.count").value(scope.period, inside)
    assert names[-1] == "水表厂团支部"  # behind those that still stand


def test_nothing_of_other_organisations_is_listed(office: dict[str, Organisation]) -> None:
    scope = Scope(2010, office["营业所团支部"])
    assert [each.branch.name for each in subject("activity").rows(scope)] == ["营业所团支部"]
