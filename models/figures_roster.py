"""The figures of the roster: members, officers and organisations at the end of a period, who came and who left."""

from __future__ import annotations

from typing import Any

from models.figure import Figure
from models.member import Member, Office
from models.organisation import ACTIVE, KINDS, Organisation

# A member counts in a period when on the roster at its end: joined the League by then and not yet left.
_ON_ROSTER = "(left_on IS NULL OR left_on >= :end) AND (joined IS NULL OR joined < :end)"
_AT_END = "(until IS NULL OR until >= :end) AND (since IS NULL OR since < :end)"
_OFFICE: dict[str, Any] = {"unit": "人", "organisation": "organisation_id"}


def _members(name: str, label: str, condition: str, words: tuple[str, ...]) -> Figure:
    return Figure(f"members.{name}", label, Member, f"{_ON_ROSTER} AND {condition}", unit="人", words=words)


def _organisations() -> list[Figure]:
    """How many organisations there are at the end of the period, the one that is asked included: all, and by kind."""
    stood = "(founded IS NULL OR founded < :end) AND (state = :active OR ended >= :end)"
    whole: dict[str, Any] = {"organisation": "id", "parameters": {"active": ACTIVE}}
    name, words = "团组织数", ("团组织数/合计", "团组织总数")
    found = [Figure("organisations.total", name, Organisation, stood, words=words, **whole)]
    for kind in KINDS.words:
        name, words = f"{kind}数", (f"团组织数/{kind}", f"{kind}数")
        where = f"{stood} AND kind = '{kind}'"
        found.append(Figure(f"organisations.{kind}", name, Organisation, where, words=words, **whole))
    return found


FIGURES: tuple[Figure, ...] = (
    _members(
        "total",
        "团员数",
        "1",
        ("团员数", "团员总数", "团员人数", "团员数/合计", "现有团员", "支部人数", "团员"),
    ),
    _members("male", "男团员数", "sex = '男'", ("团员数/男", "男团员", "其中男", "男")),
    _members("female", "女团员数", "sex = '女'", ("团员数/女", "女团员", "其中女", "女")),
    _members(
        "minority",
        "少数民族团员数",
        "ethnicity IS NOT NULL AND ethnicity NOT IN ('汉族', '汉')",
        ("团员数/少数民族", "团员数/其中少数民族", "少数民族", "少数民族团员"),
    ),
    _members(
        "volunteers",
        "注册志愿者数",
        "volunteer = 1",
        ("注册志愿者数", "注册志愿者", "志愿者数", "注册志愿者人数"),
    ),
    _members(
        "party",
        "党员数",
        "politics IN ('中共党员', '中共预备党员')",
        ("党员数", "保留团籍的党员", "团员数/保留团籍的党员"),
    ),
    _members("applied", "递交入党申请人数", "applied_to_party = 1", ("递交入党申请人数", "申请入党人数")),
    Figure(
        "members.joined",
        "新发展团员数",
        Member,
        "joined >= :first AND joined < :end",
        unit="人",
        words=("新发展团员数", "本年新发展团员数", "新发展团员", "发展团员数"),
    ),
    Figure(
        "members.left",
        "离开团员数",
        Member,
        "left_on >= :first AND left_on < :end",
        unit="人",
        words=("离团人数", "转出人数"),
    ),
    Figure(
        "officers.total",
        "团干部数",
        Office,
        _AT_END,
        words=("团干部数", "团干部", "团干部人数", "团干部数/合计"),
        **_OFFICE,
    ),
    *[
        Figure(
            f"officers.{nature}",
            f"{nature}团干部数",
            Office,
            f"{_AT_END} AND nature = '{nature}'",
            words=(f"团干部数/{nature}", f"{nature}团干部", f"{nature}团干部数"),
            **_OFFICE,
        )
        for nature in ("专职", "兼职", "挂职")
    ],
    *_organisations(),
)
