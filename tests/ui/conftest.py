"""What the tests of the window share: a desk on a small office, and a few people on an otherwise empty store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from models.activity import Activity
from models.award import Honour
from models.changes import change
from models.member import Member
from models.organisation import Organisation
from models.store import Store
from tests.models.people import branch, committee, id_of, member
from tests.ui.office import YEAR, small_office
from ui import theme
from ui.branch_page import BranchPage
from ui.desk import Desk
from ui.live import Live
from ui.remember import Remember

PEOPLE = (
    # name, branch (0 供水, 1 排水), born, politics, mobile number
    ("张三", 0, "1988-05-12", "共青团员", "13800010001"),
    ("单雄", 1, "1990-01-02", "共青团员", "13800010002"),
    ("李四", 0, "1985-11-30", "中共党员", "13800010003"),
    ("曾丽", 1, "1992-07-08", "共青团员", None),
    ("赵云", 0, "1986-03-04", "中共预备党员", "13800010005"),
)


@pytest.fixture(autouse=True)
def _let_widgets_go(qapp: QApplication) -> Iterator[None]:
    """Widgets that a test is done with are deleted at once: the next test has no store that they could ask."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def office(store: Store) -> dict[str, int]:
    """The ids of the small office's records by name."""
    return small_office()


@pytest.fixture
def desk(store: Store, office: dict[str, int], tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A desk for the year 2010."""
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(tmp_path / "window.ini"), live, YEAR)
    live.close()


@pytest.fixture
def bare_desk(store: Store, tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    """A desk on an empty store."""
    theme.start(qapp, theme.Mode.LIGHT)
    live = Live()
    yield Desk(store, Remember(tmp_path / "window.ini"), live, YEAR)
    live.close()


@pytest.fixture
def people(bare_desk: Desk) -> list[Member]:
    """Two branches and five members, in the order of PEOPLE."""
    top = committee()
    homes = [branch("供水管理所团支部", top), branch("排水管理所团支部", top)]
    members = []
    with change("准备"):
        for order, (name, home, born, politics, phone) in enumerate(PEOPLE, 11):
            person = Member(
                name=name,
                branch=homes[home].id,
                born=born[:7],
                id_number=id_of(born, order),
                politics=politics,
                phone=phone,
            )
            person.save()
            members.append(person)
    return members


@pytest.fixture
def two_branches(store: Store) -> dict[str, Organisation]:
    """A committee with two branches: four members, two activities, an honour."""
    root = committee()
    found = {
        "root": root,
        "first": branch("一所团支部", root, founded="2001", last_election="2007-05-04", phone="021-57000001"),
        "second": branch("二所团支部", root, last_election="2010-03"),
    }
    member("张三", found["first"], post="书记", phone="13800001234", born="1985-03")
    member("李四", found["first"], born="1982-01", sex="女")
    member("王五", found["second"], born="1990-07")
    member("赵六", found["second"], state="已离团", left_on="2009-02-01")
    with change("登记"):
        Activity(
            branch=found["first"], category="比贡献", title="水上保洁", start="2010-05-01", present=9
        ).save()
        Activity(
            branch=found["first"], category="比作为", title="岗位练兵", start="2009-05-01", present=5
        ).save()
        Honour(name="五四红旗团支部", organisation=found["second"], granted="2009-05").save()
    return found


@pytest.fixture
def branch_page(two_branches: dict[str, Organisation], bare_desk: Desk, qtbot: QtBot) -> BranchPage:
    """The page of the branches on these records."""
    made = BranchPage(bare_desk)
    qtbot.addWidget(made)
    made.resize(1200, 700)
    made.show()
    qtbot.waitExposed(made)
    return made
