"""What can be done with an organisation: new below it, change, elect, rename, move, merge, dissolve, delete."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from models.changes import change
from models.errors import AppError
from models.fields import Kind
from models.organisation import ACTIVE, Organisation
from models.record import Record
from models.reorganise import dissolve, merge_into, move_among, move_below, present_members, rename
from ui import ask
from ui.ask_fields import AskFields, Values, active_organisation, usual_day
from ui.desk import Desk
from ui.election_dialog import open_election
from ui.icons import icon
from ui.organisation_model import OFFICE

# Which kind of organisation usually stands below which.
_BELOW = {"团总支": "团支部"}


class OrganisationActions(QObject):
    """The actions for the organisation that was last told by `follow`; `open_form` opens a record's form."""

    def __init__(self, desk: Desk, home: QWidget, open_form: Callable[[Record], None]) -> None:
        super().__init__(home)
        self._desk, self._home, self._open_form = desk, home, open_form
        self._organisation: Organisation | None = None
        self.new = self._action("新增下级团组织…", "plus", "Ctrl+N", self._new)
        self.edit = self._action("修改团组织…", "pencil", "Ctrl+Return", self._edit)
        self.rename = self._action("团组织改名…", "pencil", "F2", self._rename)
        self.move = self._action("调整上级…", "network", "", self._move)
        self.election = self._action("换届…", "vote", "Ctrl+Shift+E", self.hold_election)
        self.up = self._action("上移", "arrow-up", "Alt+Up", lambda: self._shift(-1))
        self.down = self._action("下移", "arrow-down", "Alt+Down", lambda: self._shift(1))
        self.merge = self._action("合并到…", "merge", "", self._merge)
        self.dissolve = self._action("撤销团组织…", "archive", "", self._dissolve)
        self.delete = self._action("删除团组织", "trash-2", "Delete", self._delete)
        self.follow(OFFICE)

    def all(self) -> list[QAction | None]:
        """The actions as a menu shows them, None for a line."""
        return [
            self.new,
            None,
            self.edit,
            self.election,
            None,
            self.rename,
            self.move,
            self.up,
            self.down,
            None,
            self.merge,
            self.dissolve,
            self.delete,
        ]

    def follow(self, organisation_id: int) -> None:
        """Fit the actions to what is chosen."""
        self._organisation = Organisation.get_or_none(Organisation.id == organisation_id)
        chosen = self._organisation
        active = chosen is not None and chosen.state == ACTIVE
        self.new.setText("新增下级团组织…" if chosen is not None else "新增团组织…")
        self.new.setEnabled(chosen is None or active)
        for action in (self.edit, self.rename, self.delete):
            action.setEnabled(chosen is not None)
        for action in (self.election, self.move, self.up, self.down, self.merge, self.dissolve):
            action.setEnabled(active)

    def ask_move(self, organisation_id: int, target_id: int) -> None:
        """Move an organisation below another one, after asking: what a drop in the tree wants."""
        organisation = Organisation.get_or_none(Organisation.id == organisation_id)
        if organisation is None:
            return
        target = Organisation.get_or_none(Organisation.id == target_id)
        place = target.name if target is not None else "最上级"
        if ask.confirm(
            self._home,
            "调整上级",
            f"把“{organisation.name}”调整到{place}？"
            if target is None
            else f"把“{organisation.name}”调整为“{place}”的下级？",
            "它的下级团组织和记录一起过去。",
            yes="调整",
        ):
            self._do(lambda: move_below(organisation, target), f"{organisation.name}已调整到{place}。")

    def hold_election(self) -> None:
        """Open the sheet of an election of the organisation followed."""
        chosen = self._chosen()
        if chosen.state == ACTIVE:
            open_election(self._desk, chosen, self._home.window())

    # -- each action ----------------------------------------------------------------------------------

    def _new(self) -> None:
        above = self._organisation
        kind = _BELOW.get(above.kind, "团支部") if above is not None else None
        if above is None and not Organisation.select().exists():
            kind = "团委"
        self._open_form(Organisation(parent=above, kind=kind))

    def _edit(self) -> None:
        if self._organisation is not None:
            self._open_form(self._organisation)

    def _rename(self) -> None:
        chosen = self._chosen()
        self._ask(
            "团组织改名",
            f"“{chosen.name}”改名后，旧名称记在曾用名称里，用旧名称填的表格仍能认出。",
            [Organisation.field("name")],
            lambda values: rename(chosen, values["name"]),
            yes="改名",
            values={"name": chosen.name},
            needed=["name"],
        )

    def _move(self) -> None:
        chosen = self._chosen()
        self._ask(
            "调整上级",
            f"“{chosen.name}”连同它的下级一起调整；空着就成为最上级。",
            [active_organisation("parent", Organisation.field("parent").label)],
            lambda values: move_below(chosen, _organisation(values["parent"])),
            yes="调整",
            values={"parent": chosen.parent_id},
        )

    def _shift(self, by: int) -> None:
        chosen = self._chosen()
        if move_among(chosen, by):
            self._desk.say(f"{chosen.name}已{'下移' if by > 0 else '上移'}，Ctrl+Z 撤销")
        else:
            self._desk.say(f"{chosen.name}已经在同级的最{'后' if by > 0 else '前'}")

    def _merge(self) -> None:
        chosen = self._chosen()
        count = len(present_members(chosen))
        self._ask(
            "合并团组织",
            f"“{chosen.name}”的{count}名团员以及活动、荣誉、下级团组织转到并入的团组织；"
            "它自己的届次、任职、考核保留，状态变为已合并。",
            [
                active_organisation("merged_into", Organisation.field("merged_into").label),
                Organisation.field("ended"),
            ],
            lambda values: merge_into(chosen, Organisation.get_by_id(values["merged_into"]), values["ended"]),
            yes="合并",
            values={"ended": usual_day(self._desk.year)},
            needed=["merged_into", "ended"],
        )

    def _dissolve(self) -> None:
        chosen = self._chosen()
        count = len(present_members(chosen))
        fields = [Organisation.field("ended")]
        words = "它的记录都保留，状态变为已撤销。"
        if count:
            fields.append(active_organisation("target", "转入团组织"))
            words = f"还有{count}名团员，请选择把他们转接到哪里。{words}"
        self._ask(
            "撤销团组织",
            f"撤销“{chosen.name}”。{words}",
            fields,
            lambda values: dissolve(chosen, values["ended"], _organisation(values.get("target"))),
            yes="撤销并转接" if count else "撤销",
            values={"ended": usual_day(self._desk.year)},
            needed=["ended", *(["target"] if count else [])],
        )

    def _delete(self) -> None:
        chosen = self._chosen()
        if not ask.confirm(
            self._home,
            "删除团组织",
            f"删除“{chosen.name}”？",
            "只删除登记错的。已经撤并的请用“合并到”或“撤销团组织”，记录才会保留。",
            yes="删除",
            danger=True,
        ):
            return

        def work() -> None:
            with change(f"删除团组织{chosen.name}"):
                Organisation.get_by_id(chosen.id).delete_instance()

        self._do(work, f"已删除{chosen.name}。")

    # -- the same for all -----------------------------------------------------------------------------

    def _chosen(self) -> Organisation:
        assert self._organisation is not None, "the action is disabled without an organisation"
        return self._organisation

    def _ask(
        self,
        title: str,
        message: str,
        fields: list[object],
        work: Callable[[Values], None],
        *,
        yes: str,
        values: Values,
        needed: list[str] | None = None,
    ) -> None:
        asked = [field for field in fields if isinstance(field, Kind)]
        dialog = AskFields(
            self._home,
            title,
            message,
            asked,
            work,
            yes=yes,
            values=values,
            needed=needed or [],
            year=self._desk.year,
        )
        if dialog.exec():
            self._desk.say(f"{title}：已完成，Ctrl+Z 撤销")

    def _do(self, work: Callable[[], None], said: str) -> None:
        try:
            work()
        except AppError as error:
            ask.show_error(self._home, error)
            return
        self._desk.say(said)

    def _action(self, text: str, picture: str, keys: str, work: Callable[[], None]) -> QAction:
        action = QAction(icon(picture), text, self._home)
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _=False: work())
        return action


def _organisation(id_: int | None) -> Organisation | None:
    return None if id_ is None else Organisation.get_by_id(id_)
