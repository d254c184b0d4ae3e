"""What the sample office's diligent branches do in every month and quarter, so that rules of scoring tell them apart."""

from __future__ import annotations

import random
import tomllib
from datetime import date
from typing import Any

from models.activity import Activity, set_participants
from models.attachment import Attachment
from models.changes import running
from models.member import Member
from models.organisation import Organisation
from models.party import PartyReport
from models.sample_basis import SampleBasis
from models.starter import FOLDER

# How likely each branch does what is due in a month; the first ones are the diligent ones.
_DILIGENCE = (0.98, 0.9, 0.8, 0.95, 1.0, 0.85, 0.9, 0.6, 0.5)


def fill(sample: SampleBasis) -> None:
    """Hold the quarters' general meetings, and study in months without a picture; report to the Party once more."""
    texts = tomllib.loads((FOLDER / "sample_scoring.toml").read_text("utf-8"))
    pictures = {
        text["picture"]: sample.files.add(FOLDER / "pictures" / f"{text['picture']}.png")
        for text in texts.values()
    }
    draw = random.Random(20101201)
    for place, (branch, _) in enumerate(sample.branches):
        diligence = _DILIGENCE[place % len(_DILIGENCE)]
        shown = _pictured(branch, sample.year)
        for month in range(1, sample.end.month + 1):
            text = texts["meeting" if month % 3 == 0 else "study"]
            due = month % 3 == 0 or month not in shown
            if due and draw.random() < diligence:
                number = month // 3 - 1 if month % 3 == 0 else draw.randrange(len(text["titles"]))
                _hold(sample, branch, draw, month, text, number, pictures[text["picture"]])
        if draw.random() < diligence:
            _report_again(branch)


def _pictured(branch: Organisation, year: int) -> set[int]:
    """The months of which some activity has a picture."""
    held = (
        Activity.select(Activity.start)
        .join(
            Attachment, on=(Attachment.record_id == Activity.id) & (Attachment.kind == Activity.kind_name())
        )
        .where(Activity.branch == branch.id, Activity.start.startswith(str(year)))
    )
    return {int(each.start[5:7]) for each in held}


def _hold(
    sample: SampleBasis,
    branch: Organisation,
    draw: random.Random,
    month: int,
    text: dict[str, Any],
    number: int,
    picture: tuple[str, int],
) -> None:
    day = date(sample.year, month, draw.randint(8, 26))
    if day > sample.end:
        return
    people: list[Member] = sample.members[branch.id]
    came = draw.sample(people, max(3, round(len(people) * draw.uniform(0.75, 1))))
    activity = Activity(
        branch=branch.id,
        kind=text["kind"],
        title=text["titles"][number],
        start=day.isoformat(),
        place=draw.choice(sample.lists["places"]),
        host=people[0].name,
        recorder=people[-1].name,
        expected=len(people),
        present=len(came),
        league_present=len(came),
        youth_present=0,
        content=text["content"],
    )
    activity.save()
    set_participants(activity, {member.id: None for member in came})
    digest, size = picture
    running().save_all(
        [
            Attachment(
                kind=Activity.kind_name(),
                record_id=activity.id,
                name="现场.png",
                digest=digest,
                size=size,
                position=1,
            )
        ]
    )


def _report_again(branch: Organisation) -> None:
    """Half a year after or before the first report of the year, about the same matter."""
    first = PartyReport.get_or_none(PartyReport.organisation == branch.id)
    if first is None:
        return
    day = date.fromisoformat(first.reported)
    again = date(day.year, 1 if day.month > 6 else day.month - 1 or 1, min(day.day, 28))
    if again >= day:
        return
    PartyReport(
        organisation=branch.id,
        reported=again.isoformat(),
        way=first.way,
        title=first.title,
        content=first.content,
        answer=first.answer,
    ).save()
