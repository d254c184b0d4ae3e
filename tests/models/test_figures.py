"""Every figure against a plain recount, and the records behind each number are exactly those it counted."""

from __future__ import annotations

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.activity import Activity
from models.changes import change
from models.figure import Period
from models.figures import by_month, catalogue, figure
from models.member import Member, Office
from models.organisation import Organisation
from models.roster import leave
from models.store import Store
from tests.models.people import branch, committee, member

YEAR = Period.year(2010)


def test_periods() -> None:
    assert Period.year(2010).last_day == date(2010, 12, 31)
    assert Period.months(2010, 1, 2).last_day == date(2010, 2, 28)
    assert Period.months(2010, 10, 12) == ("2010-10", "2011", "2010年10-12月")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(
    entries=st.lists(
        st.tuples(
            st.sampled_from(["甲", "乙"]),
            st.sampled_from(["水上保洁", "岗位练兵", "团课学习"]),
            st.integers(1, 12),
            st.integers(2009, 2011),
            st.one_of(st.none(), st.integers(0, 40)),
            st.sampled_from([None, 0, 1.5, 2]),
        ),
        max_size=12,
    )
)
def test_activity_figures_agree_with_a_recount(
    store: Store, entries: list[tuple[str, str, int, int, int | None, float | None]]
) -> None:
    homes = {
        name: Organisation.get_or_none(Organisation.name == name) or branch(name) for name in ("甲", "乙")
    }
    with change("清空"):
        for old in Activity.select():
            old.delete_instance()
    with change("新增") as current:
        records = [
            Activity(
                branch=homes[home].id,
                kind=kind,
                title=f"第{n}次",
                start=f"{year}-{month:02d}-05",
                present=present,
                hours_each=hours,
            )
            for n, (home, kind, month, year, present, hours) in enumerate(entries)
        ]
        for record in records:
            record.complete()
        current.save_all(records)
    mine = [
        record for record in records if record.start.startswith("2010") and record.branch_id == homes["甲"].id
    ]
    only = [homes["甲"].id]
    assert figure("activities.all.count").value(YEAR, only) == len(mine)
    assert figure("activities.all.attendance").value(YEAR, only) == sum(r.present or 0 for r in mine)
    volunteer = [r for r in mine if (r.person_hours or 0) > 0]
    assert figure("activities.volunteer.count").value(YEAR, only) == len(volunteer)
    assert figure("activities.volunteer.hours").value(YEAR, only) == sum(r.person_hours for r in volunteer)
    assert figure("activities.volunteer.count").ids(YEAR, only) == [r.id for r in volunteer]
    assert figure("activities.水上保洁.count").value(YEAR, only) == sum(r.kind == "水上保洁" for r in mine)
    assert sum(by_month("activities.比贡献.count", 2010, only)) == figure("activities.比贡献.count").value(
        YEAR, only
    )


def test_members_are_counted_as_of_the_end_of_the_period(store: Store) -> None:
    home = branch()
    member("甲某", home, joined="2005-05", sex="男", ethnicity="汉族")
    member("乙某", home, joined="2010-05", sex="女", ethnicity="回族", volunteer=True)
    left = member("丙某", home, joined="2004-05", sex="男")
    leave(left, "转出", "2010-06-01")
    total = figure("members.total")
    assert [total.value(Period.year(year)) for year in (2004, 2009, 2010)] == [1, 2, 2]
    assert [Member.get_by_id(id_).name for id_ in total.ids(YEAR)] == ["甲某", "乙某"]
    assert figure("members.female").value(YEAR) == figure("members.minority").value(YEAR) == 1
    assert figure("members.volunteers").value(YEAR) == 1
    assert figure("members.joined").value(YEAR) == 1


def test_officers_and_youth(store: Store) -> None:
    home = branch(youth_non_member=7)
    branch("乙团支部")
    member("甲某", home, post="书记")
    assert figure("officers.total").by_organisation(YEAR) == {home.id: 1}
    assert figure("youth.non_member").value(YEAR) == 7
    assert figure("youth.non_member").ids(YEAR) == [home.id]


def test_organisations_are_counted_as_of_the_end_of_the_period(store: Store) -> None:
    top = committee()
    first, second = branch("甲", top, founded="2009-03"), branch("乙", top, founded="2010-11")
    branch("丙", top, state="已撤销", ended="2010-06-30")
    counted = {
        year: (
            figure("organisations.total").value(Period.year(year)),
            figure("organisations.团支部").value(Period.year(year)),
        )
        for year in (2008, 2009, 2010)
    }
    assert counted == {2008: (2, 1), 2009: (3, 2), 2010: (3, 2)}
    assert figure("organisations.团支部").ids(YEAR) == [first.id, second.id]
    assert figure("organisations.团委").by_organisation(YEAR) == {top.id: 1}


def test_youth_is_what_the_cards_state(store: Store) -> None:
    stated = {"youth_35_male": 3, "youth_35_female": 4, "party_members_28": 1, "party_members_35": 2}
    home, other = branch(**stated), branch("乙团支部", youth_35_male=0)
    for name, number in stated.items():
        assert figure(f"youth.{name}").value(YEAR) == number
        assert figure(f"youth.{name}").by_organisation(YEAR)[home.id] == number
    # A stated nought is known, a blank is not.
    assert figure("youth.youth_35_male").by_organisation(YEAR)[other.id] == 0
    assert other.id not in figure("youth.youth_35_female").by_organisation(YEAR)
    assert not figure("youth.youth_35_male").dated
    assert figure("members.total").dated


def test_every_figure_of_the_catalogue_can_be_asked_and_opened(store: Store) -> None:
    home = branch(youth_non_member=3)
    member("甲某", home, post="书记", joined="2010-01", sex="男")
    for name, each in catalogue().items():
        assert each.name == name
        assert each.label
        number = each.value(YEAR)
        assert bool(each.ids(YEAR)) == bool(number), name
        if not each.measure:
            assert len(each.ids(YEAR)) == number, name


def test_no_two_figures_answer_to_the_same_words(store: Store) -> None:
    seen: dict[str, str] = {}
    for name, each in catalogue().items():
        for word in each.words:
            assert seen.setdefault(word, name) == name, word


def test_who_left_or_was_relieved_in_a_month_after_the_period_still_counts(store: Store) -> None:
    home = branch(state="已撤销", ended="2011-01")
    person = member("甲某", home, joined="2005-05", state="已离团", left_on="2011-01")
    with change("任职"):
        Office(organisation=home.id, member=person.id, post="书记", since="2008-03", until="2011-01").save()
    for name in ("members.total", "officers.total", "organisations.团支部"):
        assert figure(name).value(YEAR) == 1, name
        assert figure(name).value(Period.months(2010, 11, 11)) == 1, name
        assert figure(name).value(Period.year(2011)) == 0, name
