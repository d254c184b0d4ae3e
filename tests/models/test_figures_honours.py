"""Honours by level: every number agrees with a plain recount and opens exactly what it counted."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.award import Honour
from models.changes import change
from models.figure import Period
from models.figures_honours import ALL, ALL_YEARS, GROUPS, PERSONS, Counts, by_organisation, by_year
from models.organisation import Organisation
from models.starter import plant_dictionaries
from models.store import Store
from tests.models.people import branch, member

LEVELS = ("国家级", "区级", "局级", "镇级", None)
HELD = st.tuples(st.integers(2007, 2011), st.sampled_from(LEVELS), st.integers(0, 3))


def matches(honour: Honour, who: str) -> bool:
    return who == ALL or (honour.member_id is not None) == (who == PERSONS)


def recount(counts: Counts, honours: list[Honour], homes: dict[int, int]) -> None:
    """Each number against the records themselves."""
    for line in [*counts.lines, counts.total]:
        for place, level in enumerate(counts.levels):
            wanted = {
                each.id
                for each in honours
                if matches(each, counts.who)
                and line.period.first <= each.granted < line.period.end
                and (level is None or (each.level or "") == level)
                and (
                    line.organisations is None
                    or (homes[each.member_id] if each.member_id else each.organisation_id)
                    in line.organisations
                )
            }
            assert line.values[place] == len(wanted)
            assert set(counts.ids(line, place)) == wanted
    assert tuple(map(sum, zip(*(line.values for line in counts.lines), strict=True))) in (
        (),
        counts.total.values,
    )


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(HELD, max_size=8), st.sampled_from([ALL, PERSONS, GROUPS]))
def test_every_number_agrees_with_a_recount(
    store: Store, held: list[tuple[int, str | None, int]], who: str
) -> None:
    with change("清空"):
        for each in Honour.select():
            each.delete_instance()
    if not Organisation.select().exists():
        first, second = branch("甲团支部"), branch("乙团支部")
        member("张三", first), member("李四", second)
    homes = {1: 1, 2: 2}
    with change("荣誉"):
        for year, level, holder in held:
            values = {"member": holder + 1} if holder < 2 else {"organisation": holder - 1}
            Honour(name="称号", granted=f"{year}-05-04", level=level, **values).save()
    honours = list(Honour.select())
    recount(by_year(who, 2011), honours, homes)
    recount(by_organisation(who, Period.year(2010)), honours, homes)
    recount(by_organisation(who, ALL_YEARS), honours, homes)


def test_the_columns_are_the_dictionary_and_a_title_says_what_is_listed(store: Store) -> None:
    plant_dictionaries()
    home = branch("甲团支部")
    with change("荣誉"):
        Honour(name="称号", granted="2010-05-04", level="区级", organisation=home).save()
    counts = by_year(GROUPS, 2011)
    headings = [counts.heading(place) for place in range(len(counts.levels))]
    assert headings[:4] == ["国家级", "省市级", "区级", "局级"] and headings[-1] == "合计"
    assert "未填级别" not in headings
    assert [line.label for line in counts.lines] == ["2011年", "2010年"]
    assert counts.title(counts.lines[1], 2) == "2010年区级集体荣誉"
    assert counts.title(counts.total, len(headings) - 1) == "历年集体荣誉"
