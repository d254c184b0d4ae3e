"""Printing the yearly assessment of two hundred branches, two pages each, into one PDF."""

from __future__ import annotations

from pathlib import Path

import pypdfium2

from benchmarks.measure import Line, below, in_child, stopwatch
from benchmarks.people import fill_store
from exports import forms, paper
from models import starter
from models.assessment import begin, scores
from models.changes import change
from models.organisation import branches
from models.store import open_store

FORMS = 200
YEAR = 2010


def measure(folder: Path, rows: int) -> list[Line]:
    """The lines for FORMS forms, whatever the number of rows."""
    in_child(fill_store, folder / "data", FORMS, FORMS)
    found = in_child(_print, folder / "data")
    return [
        below(f"{FORMS} two-page forms to PDF", found["render"], 1.0),
        Line("   in a process of its own, beside the window", f"{found['beside']:.2f} s"),
        Line("   putting their texts together from the records", f"{found['documents'] * 1000:.1f} ms"),
    ]


def _print(data: Path) -> dict[str, float]:
    store = open_store(data, who="测量")
    try:
        assess()
        with stopwatch() as documents:
            wanted = forms.documents(forms.ASSESSMENT_FORM.name, YEAR)
        paper.render(forms.ASSESSMENT_FORM.name, wanted[:1])  # looks for the machine's fonts, once
        with stopwatch() as render:
            pdf = paper.render(forms.ASSESSMENT_FORM.name, wanted)
        with stopwatch() as beside:
            paper.render_many(forms.ASSESSMENT_FORM.name, wanted, lambda done, total: None)
    finally:
        store.close()
    pages = len(pypdfium2.PdfDocument(pdf))
    if (len(wanted), pages) != (FORMS, 2 * FORMS):
        raise SystemExit(f"{len(wanted)} forms on {pages} pages")
    return {"documents": documents.seconds, "render": render.seconds, "beside": beside.seconds}


def assess() -> None:
    """Begin every branch's assessment and fill in all scores with reasons."""
    with change("考核") as c:
        starter.plant_scheme(YEAR)
        for branch in branches():
            given = scores(begin(branch, YEAR))
            for indicator, score in given:
                score.self_score = score.public_score = score.office_score = float(indicator.points or 0)
                score.reason = "台账齐全，活动有记录"
            c.save_all([score for _, score in given])
