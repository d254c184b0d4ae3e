"""Rows of sheets about brands and creations of 三比三争."""

from __future__ import annotations

from exports.sources import Scope
from exports.subject import Subject, in_order
from models.brand import Brand


def brands(scope: Scope) -> list[Brand]:
    """The brands that were being built up or held in the period, by organisation, those begun first above."""
    period = scope.period
    found = [
        brand
        for brand in Brand.select().order_by(Brand.started.is_null(), Brand.started, Brand.id)
        if (brand.started or brand.applied or period.first) < period.end
        and not (brand.lost and brand.lost < period.first)
    ]
    return in_order(found, "organisation", scope)


SUBJECTS: tuple[Subject, ...] = (
    Subject(
        "brand",
        Brand,
        brands,
        ("品牌", "创建"),
        ("organisation", "member"),
        organisation="organisation",
        needs=("kind",),
    ),
)
