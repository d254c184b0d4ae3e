"""换届 in one operation: who stays, who begins and whose office ends, what is refused, and one undo for all."""

from __future__ import annotations

import pytest

from models.changes import change
from models.election import (
    Holder,
    compare,
    hold_election,
    next_number,
    other_secretaries,
    posts_of,
    present_offices,
    relieve,
)
from models.errors import AppError
from models.journal import actions, undo
from models.member import Member, Office
from models.organisation import Organisation, Term
from models.roster import leave
from models.store import Store
from tests.models.people import branch, committee, member


@pytest.fixture
def home(store: Store) -> Organisation:
    made = branch("一所团支部", last_election="2008-05-04")
    for name, post in (("赵一", "书记"), ("钱二", "组织委员"), ("孙三", "宣传委员"), ("李四", None)):
        member(name, made, post=post)
    with change("任职"):
        for office in Office.select():
            office.since = "2008-05"
            office.save()
    return made


def id_(name: str) -> int:
    return int(Member.get(Member.name == name).id)


def held(home: Organisation) -> dict[str, str]:
    return {
        f"{Member.get_by_id(office.member_id).name}{office.post}": str(office.since)
        for office in present_offices(home)
    }


def test_an_election_is_one_action_with_its_term(home: Organisation) -> None:
    before = {office.id for office in Office.select()}
    holders = [
        Holder("书记", id_("钱二")),
        Holder("副书记", id_("李四")),
        Holder("宣传委员", id_("孙三")),
    ]
    term = hold_election(home, "2010-06-18", holders, number=4, present=17)
    assert (term.elected, term.number, term.present) == ("2010-06-18", 4, 17)
    assert Organisation.get_by_id(home.id).last_election == "2010-06-18"
    assert held(home) == {"钱二书记": "2010-06", "李四副书记": "2010-06", "孙三宣传委员": "2008-05"}
    assert next(office.id for office in present_offices(home) if office.post == "宣传委员") in before
    ended = {(office.member_id, office.post): office.until for office in Office.select() if office.until}
    assert ended == {(id_("赵一"), "书记"): "2010-06-18", (id_("钱二"), "组织委员"): "2010-06-18"}
    posts = {one.name: one.post for one in Member.select()}
    assert posts == {"赵一": None, "钱二": "书记", "孙三": "宣传委员", "李四": "副书记"}
    assert actions()[0].name == "一所团支部换届"


def test_an_election_is_taken_back_in_one_step(home: Organisation) -> None:
    hold_election(home, "2010-06-18", [Holder("书记", id_("李四"))], number=2)
    undo(actions()[0].id)
    assert held(home) == {"赵一书记": "2008-05", "钱二组织委员": "2008-05", "孙三宣传委员": "2008-05"}
    assert Organisation.get_by_id(home.id).last_election == "2008-05-04"
    assert [term.elected for term in Term.select()] == ["2008-05-04"]
    assert Member.get(Member.name == "李四").post is None


def test_two_may_share_a_post_but_not_that_of_the_secretary(home: Organisation) -> None:
    two = [Holder("副书记", id_("赵一")), Holder("副书记", id_("李四"))]
    with pytest.raises(AppError, match="书记只能有一人"):
        hold_election(
            home, "2010-06-18", [*two, Holder("书记", id_("钱二")), Holder("书记", id_("孙三"))], number=2
        )
    hold_election(home, "2010-06-18", [*two, Holder("书记", id_("钱二"))], number=2)
    assert sorted(held(home)) == sorted(["钱二书记", "赵一副书记", "李四副书记"])


def test_the_next_number_follows_the_last_term(home: Organisation) -> None:
    assert next_number(branch("二所团支部")) == 1
    assert next_number(home) is None, "the last election has no number"
    hold_election(home, "2010-06-18", [Holder("书记", id_("赵一"))], number=5)
    assert next_number(home) == 6
    with pytest.raises(AppError, match="第5届已经登记过"):
        hold_election(home, "2010-09-01", [Holder("书记", id_("李四"))], number=5)


def test_a_term_entered_before_with_that_date_is_completed(home: Organisation) -> None:
    hold_election(home, "2008-05-04", [Holder("书记", id_("赵一"))], number=3, present=20)
    assert [(term.elected, term.number, term.present) for term in Term.select()] == [("2008-05-04", 3, 20)]


@pytest.mark.parametrize(
    ("day", "said"), [("2008-01-01", "2008-05-04已经换届"), ("2010-06-18", "晚于换届日期")]
)
def test_a_date_that_contradicts_what_is_known_is_refused(home: Organisation, day: str, said: str) -> None:
    with change("补选"):
        office = Office.get(Office.member == id_("赵一"))
        office.since = "2010-09"
        office.save()
    with pytest.raises(AppError, match=said):
        hold_election(home, day, [Holder("书记", id_("李四"))], number=2)
    assert Term.select().count() == 1


def test_those_who_left_and_empty_sheets_are_refused(home: Organisation) -> None:
    leave(Member.get(Member.name == "李四"), "转出", "2010-03-01", "外单位")
    with pytest.raises(AppError, match="李四已不在册"):
        hold_election(home, "2010-06-18", [Holder("书记", id_("李四"))])
    with pytest.raises(AppError, match="还没有填写当选的人"):
        hold_election(home, "2010-06-18", [])


def test_what_would_change_is_told_beforehand(home: Organisation) -> None:
    outcome = compare(home, [Holder("书记", id_("赵一")), Holder("副书记", id_("钱二"))])
    assert [office.member_id for office in outcome.kept] == [id_("赵一")]
    assert outcome.begun == [Holder("副书记", id_("钱二"))]
    assert sorted(office.member_id for office in outcome.ended) == sorted([id_("钱二"), id_("孙三")])


def test_posts_are_those_of_the_kind(home: Organisation) -> None:
    assert posts_of(home)[:3] == ("书记", "副书记", "组织委员")
    assert "常委" in posts_of(committee())


def test_the_other_secretary_is_found_and_relieved_not_before_he_began(home: Organisation) -> None:
    new = Office(organisation=home.id, member=id_("李四"), post="书记", since="2010-06")
    assert [office.member_id for office in other_secretaries(new)] == [id_("赵一")]
    assert other_secretaries(Office(organisation=home.id, member=id_("李四"), post="副书记")) == []
    with change("免去"):
        relieve(other_secretaries(new), "2010-06")
    assert Office.get(Office.member == id_("赵一")).until == "2010-06"
    assert other_secretaries(new) == []
    with change("免去"):
        relieve([Office.get(Office.member == id_("钱二"))], "2007-01")
    assert Office.get(Office.member == id_("钱二")).until == "2008-05"
