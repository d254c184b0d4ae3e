"""The figures of the members' appraisal: how many were to be appraised, were, with which grade, and were registered."""

from __future__ import annotations

from models.appraisal import GRADES, REGISTERED, SUSPENDED, MemberAppraisal
from models.figure import Figure

_OF_YEAR = "CAST(year AS TEXT) >= :first AND CAST(year AS TEXT) < :end"


def _figure(name: str, label: str, condition: str, words: tuple[str, ...], **parameters: str) -> Figure:
    return Figure(
        f"appraisals.{name}",
        label,
        MemberAppraisal,
        f"{_OF_YEAR} AND {condition}",
        unit="人",
        words=words,
        organisation="organisation_id",
        parameters=dict(parameters),
    )


def _of_grade(grade: str) -> Figure:
    words: tuple[str, ...] = (f"评议{grade}",)
    if grade in GRADES[:2]:
        words += (f"{grade}/人数", f"{grade}/数", f"{grade}人数", f"{grade}团员数")
    else:
        # Nothing that 合格 has too: in a group 基本情况 its 合格人数 would be taken for 基本合格人数.
        words += (grade, f"{grade}数", f"{grade}团员")
    return _figure(f"grade.{grade}", f"评议{grade}人数", "grade = :grade", words, grade=grade)


FIGURES: tuple[Figure, ...] = (
    _figure("expected", "应参评人数", "1", ("应参评数", "应参评团员数", "应参加评议人数")),
    _figure(
        "appraised",
        "实参评人数",
        "grade IS NOT NULL",
        ("实参评数", "参评人数", "实参评团员数", "参加评议人数"),
    ),
    *(_of_grade(grade) for grade in GRADES),
    _figure("absent", "未参评人数", "grade IS NULL AND absent_reason IS NOT NULL", ("未参评数",)),
    _figure(
        "registered",
        "团籍注册人数",
        "registration = :word",
        ("注册数", "注册团员数", "已注册人数", "注册人数"),
        word=REGISTERED,
    ),
    _figure(
        "suspended",
        "暂缓注册人数",
        "registration = :word",
        ("暂缓注册数", "暂缓注册团员数"),
        word=SUSPENDED,
    ),
)
