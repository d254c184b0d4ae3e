"""What can be done with members besides writing them: transfers, leaving, offices, doubles, who turns 28."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from models.fields import Choice, Kind, Words
from models.member import Member, Office, Transfer
from models.organisation import Organisation
from models.roster import LEAVING, OVER_AGE, leave_all, transfer_all
from ui.ask_fields import AskFields, Values, active_organisation, usual_day
from ui.desk import Desk
from ui.icons import icon
from ui.member_ages import AgesDialog, sure_of_age
from ui.member_doubles import DoublesDialog
from ui.organisation_scope import Scope
from ui.record_dialog import RecordDialog


class MemberActions(QObject):
    """The actions on the members that `chosen` gives the ids of, besides those that every list has."""

    def __init__(self, desk: Desk, home: QWidget, chosen: Callable[[], Sequence[int]]) -> None:
        super().__init__(home)
        self._desk, self._home, self._ids = desk, home, chosen
        self._scope = Scope(None, None, desk.year)
        self.transfer = self._action("转接…", "arrow-right", "Ctrl+T", self._transfer)
        self.leave = self._action("转出或离团…", "log-out", "Ctrl+L", self._leave)
        self.leave.setIconText("离开")
        self.office = self._action("登记任职…", "user", "", self._office)
        self.merge = self._action("合并所选两人…", "merge", "", self._merge)
        self.doubles = self._action("查找重复团员…", "search", "", self._doubles)
        self.ages = self._action("满28周岁名单…", "cake", "", self.show_ages)
        self.follow_choice()

    def follow(self, scope: Scope) -> None:
        """Fit the actions to what the page is about."""
        self._scope = scope

    def follow_choice(self) -> None:
        """Fit the actions to what is chosen in the list."""
        count = len(self._ids())
        self.office.setEnabled(count == 1)
        self.merge.setEnabled(count == 2)

    def show_ages(self) -> None:
        """The list of those who are or will soon be 28."""
        AgesDialog(self._home, self._scope).exec()

    # -- each action ----------------------------------------------------------------------------------

    def _transfer(self) -> None:
        members = self._members()
        self._ask(
            "转接团员",
            f"把{_who(members)}转接到另一个团组织。在原团组织的职务同日免去。",
            [
                active_organisation("target", "转入团组织"),
                Transfer.field("moved"),
                Transfer.field("reason"),
            ],
            lambda values: self._said(
                transfer_all(
                    members,
                    Organisation.get_by_id(values["target"]),
                    values["moved"],
                    values["reason"] or "",
                ),
                "转接了{}名团员。",
            ),
            yes="转接",
            values={"moved": usual_day(self._scope.year)},
            needed=["target", "moved"],
        )

    def _leave(self) -> None:
        members = self._members()
        kind = Choice(Transfer.field("kind").label, Words(LEAVING), required=True)
        kind.name = "kind"
        self._ask(
            "转出或离团",
            f"{_who(members)}离开花名册，现任职务同日免去；活动、荣誉等记录都保留。",
            [
                kind,
                Transfer.field("moved"),
                Transfer.field("outside"),
                Transfer.field("reason"),
            ],
            lambda values: self._said(
                leave_all(
                    members, values["kind"], values["moved"], values["outside"] or "", values["reason"] or ""
                ),
                "办理了{}名团员离开。",
            ),
            yes="办理",
            values={"moved": usual_day(self._scope.year)},
            needed=["kind", "moved"],
            sure=lambda values: (
                values["kind"] != OVER_AGE or sure_of_age(self._home, members, values["moved"])
            ),
        )

    def _office(self) -> None:
        member = self._members()[0]
        office = Office(member=member.id, organisation=member.branch_id)
        dialog = RecordDialog(self._desk, office, parent=self._home.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _merge(self) -> None:
        DoublesDialog(self._home, [self._members()]).exec()

    def _doubles(self) -> None:
        DoublesDialog(self._home).exec()

    # -- the same for all -----------------------------------------------------------------------------

    def _members(self) -> list[Member]:
        ids = list(self._ids())
        found = {member.id: member for member in Member.select().where(Member.id.in_(ids))}
        return [found[id_] for id_ in ids if id_ in found]

    def _said(self, count: int, words: str) -> None:
        self._desk.say(words.format(count) + "Ctrl+Z 撤销")

    def _ask(
        self,
        title: str,
        message: str,
        fields: Sequence[object],
        work: Callable[[Values], None],
        *,
        yes: str,
        values: Values,
        needed: Sequence[str],
        sure: Callable[[Values], bool] | None = None,
    ) -> None:
        asked = [field for field in fields if isinstance(field, Kind)]
        AskFields(
            self._home,
            title,
            message,
            asked,
            work,
            yes=yes,
            values=values,
            needed=needed,
            sure=sure,
            year=self._scope.year,
        ).exec()

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self._home)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.setToolTip(f"{text.rstrip('…')}（{keys}）")
        action.triggered.connect(lambda _=False: work())
        return action


def _who(members: Sequence[Member]) -> str:
    return f"“{members[0].name}”" if len(members) == 1 else f"所选的{len(members)}名团员"
