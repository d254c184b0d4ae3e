"""The sample office's pictures, what the district committee asked of it, and its summaries."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from models import starter
from models.activity import Activity
from models.attachment import Attachment
from models.changes import change, running
from models.demand import Demand
from models.partial_date import first_day
from models.sample_basis import SampleBasis
from models.summary import DRAFT, FINAL, MONTHLY, YEARLY, Summary
from models.summary_text import begin

_WITH_PICTURE = 0.6  # of the activities
_PICTURES = starter.FOLDER / "pictures"
_FORMATS = starter.FOLDER.parent / "formats"
_FEW_WRITTEN = 6  # of the branches have their summary by then


def fill_pictures(sample: SampleBasis) -> None:
    """Hang a picture on most activities; before the records that look for pictures."""
    hang_pictures(sample, list(Activity.select().order_by(Activity.id)), sample.draw)


def hang_pictures(sample: SampleBasis, activities: Sequence[Activity], draw: Random) -> None:
    """Hang a picture of its kind on most of these activities."""
    scenes = _definition()["pictures"]
    held = {path.stem: (path, *sample.files.add(path)) for path in sorted(_PICTURES.glob("*.png"))}
    new = []
    for activity in activities:
        if draw.random() > _WITH_PICTURE:
            continue
        path, digest, size = held[scenes.get(activity.kind, "meeting")]
        new.append(
            Attachment(
                kind=Activity.kind_name(),
                record_id=activity.id,
                name=f"现场{path.suffix}",
                digest=digest,
                size=size,
                position=1,
            )
        )
    with change("示例图片"):
        running().save_all(new)


def fill(sample: SampleBasis) -> None:
    """Enter what was asked and compose summaries; behind all other records, which the summaries tell of."""
    _demands(sample)
    _summaries(sample)


def _definition() -> dict[str, Any]:
    return tomllib.loads((starter.FOLDER / "sample_summaries.toml").read_text("utf-8"))


def _demands(sample: SampleBasis) -> None:
    definition = _definition()
    for place, one in enumerate(definition["demands"]):
        received = _day(one["received"], sample)
        if first_day(received) > sample.end:
            continue
        done = _day(one["done"], sample) if "done" in one else None
        demand = Demand(
            name=one["name"],
            sender="共青团示例区委员会",
            document=one["document"].format(year=sample.year) or None,
            received=received,
            due=_day(one["due"], sample),
            form=one["form"],
            handler=list(definition["handlers"])[place % len(definition["handlers"])],
            done=done if done and first_day(done) <= sample.end else None,
            year=sample.year,
        )
        demand.save()
        if "workbook" in one:
            digest, size = sample.files.add(_FORMATS / f"{one['workbook']}.xlsx")
            Attachment(
                kind=Demand.kind_name(),
                record_id=demand.id,
                name=one["files"],
                digest=digest,
                size=size,
                position=1,
            ).save()


def _day(text: str, sample: SampleBasis) -> str:
    if text.startswith("end"):
        return (sample.end + timedelta(days=int(text[3:]))).isoformat()
    return f"{sample.year}-{text}"


def _summaries(sample: SampleBasis) -> None:
    """The office's reports of past months, its year and those of most branches; some are final."""
    for month in range(1, sample.end.month):
        report = begin(sample.committee, sample.year, MONTHLY, month)
        if month < sample.end.month - 1:
            _finish(report, date(sample.year, month + 1, 4))
    begin(sample.committee, sample.year, YEARLY)
    for place, (branch, _) in enumerate(sample.branches[:_FEW_WRITTEN]):
        summary = begin(branch, sample.year, YEARLY)
        assert summary.state == DRAFT
        if place < 2:
            _finish(summary, sample.end)


def _finish(summary: Summary, day: date) -> None:
    summary.state, summary.date = FINAL, day.isoformat()
    summary.save()
