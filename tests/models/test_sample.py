"""The sample office is full, credible and whole: no record of it has a problem."""

from __future__ import annotations

import pytest

from models.errors import AppError
from models.figure import Period
from models.figures import figure
from models.kinds import all_kinds
from models.sample import fill_sample
from models.store import Store


def test_every_record_of_the_sample_is_without_problems_and_has_a_heading(store: Store) -> None:
    fill_sample(store, 2024)
    for kind in all_kinds():
        for record in kind.select():
            assert [problem for problem in record.check() if problem.severity == "error"] == []
            assert record.heading()
    year = Period.year(2024)
    for name in (
        "members.total",
        "officers.total",
        "activities.all.count",
        "activities.volunteer.hours",
        "nominations.total",
    ):
        assert figure(name).value(year) > 10
    assert all(
        figure(f"activities.{category}.count").value(year) for category in ("比贡献", "比作为", "比成效")
    )


def test_the_sample_is_not_put_over_records(store: Store) -> None:
    fill_sample(store, 2024)
    with pytest.raises(AppError, match="已有记录"):
        fill_sample(store, 2024)
