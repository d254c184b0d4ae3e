"""What holds for every kind of record there is: blank ones can be shown, checked and named, keys name fields."""

from __future__ import annotations

import pytest

from models.changes import change
from models.correction import Correction
from models.errors import FieldError
from models.kinds import all_kinds
from models.member import Member
from models.record import Record
from models.review import PARTY, Review
from models.store import Store
from tests.models.people import branch, member


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.kind_name())
def test_a_blank_record_of_every_kind_can_be_shown_and_checked(store: Store, kind: type[Record]) -> None:
    blank = kind()
    assert all(field.show(None) == "" for field in kind.fields())
    assert isinstance(blank.heading(), str)
    wrong = {problem.field for problem in blank.check() if problem.severity == "error"}
    required = {f.name for f in kind.stored_fields() if f.required and blank.__data__.get(f.name) is None}
    assert required <= wrong


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.kind_name())
def test_what_is_worked_out_of_a_blank_record_is_blank_text_not_an_error(
    store: Store, kind: type[Record]
) -> None:
    for field in kind.fields():
        if not field.stored and hasattr(field, "function"):
            assert isinstance(kind().shown(field.name), str)


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.kind_name())
def test_keys_years_and_organisations_name_fields(kind: type[Record]) -> None:
    names = {field.name for field in kind.stored_fields()}
    assert set(kind.key) <= names
    assert set(kind.search_fields) <= names
    assert {kind.year_field, kind.organisation_field} - {None} <= names
    labels = [field.label for field in kind.fields()]
    assert len(labels) == len(set(labels)), "two fields of a kind have one label"


def test_a_record_is_found_by_what_people_call_it(store: Store) -> None:
    home = branch()
    person = member("张三", home)
    assert Member.find("张 三") == person.id
    member("张三", home, born="1990-01")
    with pytest.raises(FieldError, match="有2个团员都叫“张三”"):
        Member.find("张三")
    with pytest.raises(FieldError, match="是不是：张三"):
        Member.find("张三丰")


def test_a_title_follows_the_names_it_is_made_of(store: Store) -> None:
    home = branch("甲团支部")
    with change("点评"):
        review = Review(organisation=home.id, by=PARTY, date="2010-06-30")
        review.save()
        task = Correction(review=review.id, task="补")
        task.save()
    assert Review.titles()[review.id] == task.origin == "2010-06-30同级党组织点评甲团支部"
    with change("改名"):
        home.name = "乙团支部"
        home.save()
    assert Review.titles()[review.id] == task.origin == "2010-06-30同级党组织点评乙团支部"


def test_sensitive_values_are_covered_unless_asked_for(store: Store) -> None:
    person = member("张三", branch(), phone="13800001234")
    assert person.shown("phone") == "138****1234"
    assert person.shown("phone", full=True) == "13800001234"
