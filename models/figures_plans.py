"""Figures of plans and their steps, and of brands: begun, named and held."""

from __future__ import annotations

from typing import Any

from models.brand import CIVILISED_UNIT, POST_EXPERT, Brand
from models.figure import Figure
from models.plan import Plan, PlanStep

_HELD = "named < :end AND (lost IS NULL OR lost >= :end)"


def _in_period(column: str) -> str:
    return f"{column} >= :first AND {column} < :end"


def _of_step(name: str, label: str, column: str, words: tuple[str, ...]) -> Figure:
    return Figure(
        f"plans.steps.{name}",
        label,
        PlanStep,
        _in_period(column),
        unit="步",
        words=words,
        organisation="(SELECT organisation_id FROM plan WHERE plan.id = plan_step.plan_id)",
    )


def _of_brands(name: str, label: str, condition: str, words: tuple[str, ...], kind: str = "") -> Figure:
    of_kind: dict[str, Any] = {"parameters": {"kind": kind}} if kind else {}
    return Figure(
        f"brands.{name}",
        label,
        Brand,
        f"{condition} AND kind = :kind" if kind else condition,
        unit="名" if kind == POST_EXPERT else "个",
        words=words,
        organisation="organisation_id",
        **of_kind,
    )


FIGURES: tuple[Figure, ...] = (
    Figure(
        "plans.total",
        "实施方案数",
        Plan,
        "CAST(year AS TEXT) >= :first AND CAST(year AS TEXT) < :end",
        unit="份",
        words=("制定实施方案数", "实施方案份数"),
        organisation="organisation_id",
    ),
    _of_step("due", "应完成方案步骤数", "due", ("方案应完成步骤", "应完成步骤数")),
    _of_step("done", "完成方案步骤数", "done", ("方案完成步骤", "完成步骤数")),
    _of_brands("started", "新增创建数", _in_period("started"), ("新增创建项目数", "新增品牌创建数")),
    # Format 11b: a unit counts as new when it begins to build up the brand, a person when named.
    _of_brands(
        "started.unit",
        "新增青年文明号（创建）数",
        _in_period("started"),
        ("新增青年文明号创建数", "新增青年文明号数", "新增青年文明号", "新增青年文明号创建"),
        CIVILISED_UNIT,
    ),
    _of_brands(
        "named.expert",
        "新增岗位能手数",
        _in_period("named"),
        ("新增青年岗位能手数", "新增岗位能手", "新增青年岗位能手"),
        POST_EXPERT,
    ),
    _of_brands("named", "新命名品牌数", _in_period("named"), ("新获命名数", "命名品牌数")),
    _of_brands("held", "现有品牌数", _HELD, ("品牌数", "已命名品牌数")),
    _of_brands("held.unit", "青年文明号数", _HELD, ("现有青年文明号数",), CIVILISED_UNIT),
    _of_brands("held.expert", "青年岗位能手数", _HELD, ("现有青年岗位能手数", "岗位能手数"), POST_EXPERT),
)
