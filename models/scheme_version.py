"""Saving a whole scheme as one action: in place, or as its next version once an assessment is signed under it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.assessment import Assessment, Score
from models.changes import Change, change
from models.errors import AppError
from models.scheme import BLOCKS, SIGNED, Indicator, Scheme, differs, indicators, is_replaced, settled
from models.scoring import compute


class Saved(NamedTuple):
    """What became of a scheme that was saved."""

    scheme: Scheme
    is_new_version: bool
    moved: int  # assessments not yet signed that follow the new version
    kept: int  # signed ones that stay with the old version


def in_order(lines: Sequence[Indicator]) -> list[Indicator]:
    """The lines block by block as the form has them, otherwise in the order given."""
    return sorted(lines, key=lambda line: BLOCKS.index(line.block) if line.block in BLOCKS else len(BLOCKS))


def is_changed(scheme: Scheme, lines: Sequence[Indicator]) -> bool:
    """Whether a scheme with these lines is anything else than what is stored of it."""
    if differs(scheme):
        return True
    stored = [line.__data__ for line in indicators(scheme)]
    names = [field.name for field in Indicator.stored_fields() if field.name != "number"]
    now = [line.__data__ for line in in_order(lines)]
    return [_picked(each, names) for each in stored] != [_picked(each, names) for each in now]


def given_scores(lines: Sequence[Indicator]) -> int:
    """How many scores have been given for some indicators: what is lost when these are taken out."""
    ids = [line.id for line in lines if line.id is not None]
    return int(Score.select().where(Score.indicator.in_(ids)).count())


def save_scheme(scheme: Scheme, lines: Sequence[Indicator], *, move: bool = True) -> Saved:
    """Keep a scheme with exactly these lines, numbered in their order; one named change, or nothing.

    When an assessment is signed under the scheme, what is stored stays and a new version is made; with `move` the
    assessments that are not signed follow it with their scores. Scores of lines that are gone go with them, and what
    had been scored by rule is scored anew.
    Raises RecordProblems with what is wrong, AppError for a version that has a later one.
    """
    ordered = in_order(lines)
    if scheme.id is not None and not is_changed(scheme, ordered):
        return Saved(scheme, False, 0, 0)
    if is_replaced(scheme):
        raise AppError(
            f"“{scheme.heading()}”已有新的一版，不能再改。", "请打开最新的一版修改，或复制到下一年。"
        )
    signed = settled(scheme.id) if scheme.id is not None else 0
    if signed:
        return _save_new_version(scheme, ordered, signed, move)
    verb = "新建" if scheme.id is None else "修改"
    before = _reckoned(scheme)
    with change(f"{verb}考核方案“{scheme.heading()}”") as current:
        kept = {line.id for line in ordered}
        gone = [] if scheme.id is None else [old for old in indicators(scheme) if old.id not in kept]
        scheme.save()
        _forget(current, [old.id for old in gone])
        for old in gone:
            old.delete_instance()
        _save_lines(scheme, ordered)
        if before is not None and before != _reckoned(scheme):
            _compute_anew(scheme)
    return Saved(scheme, False, 0, 0)


def _save_new_version(scheme: Scheme, lines: list[Indicator], signed: int, move: bool) -> Saved:
    old_id = scheme.id
    facts = {**scheme.__data__, "id": None, "version": scheme.version + 1, "replaces": old_id}
    made = Scheme(**facts)
    with change(f"考核方案“{scheme.name}”另存为第{made.version}版") as current:
        made.save()
        copies = {
            line.id: Indicator(**{**line.__data__, "id": None}) for line in lines if line.id is not None
        }
        _save_lines(made, [copies.get(line.id, line) for line in lines])
        moved = _move(current, old_id, made, copies) if move else 0
        _compute_anew(made)
    return Saved(made, True, moved, signed)


def _save_lines(scheme: Scheme, lines: Sequence[Indicator]) -> None:
    for number, line in enumerate(lines, 1):
        line.scheme = scheme.id
        line.number = number
        line.save()


def _move(current: Change, old_id: int, scheme: Scheme, copies: dict[int, Indicator]) -> int:
    """Bring the assessments that are not signed, and their scores, to the new version; returns how many."""
    waiting = list(Assessment.select().where(Assessment.scheme == old_id, Assessment.state != SIGNED))
    if not waiting:
        return 0
    ids = [assessment.id for assessment in waiting]
    for assessment in waiting:
        assessment.scheme = scheme.id
    current.save_all(waiting)
    given = list(Score.select().where(Score.assessment.in_(ids)))
    for score in given:
        if score.indicator_id not in copies:
            score.delete_instance()
    following = [score for score in given if score.indicator_id in copies]
    for score in following:
        score.indicator = copies[score.indicator_id].id
    current.save_all(following)
    return len(waiting)


def _reckoned(scheme: Scheme) -> list[tuple[object, ...]] | None:
    """What the computed scores of a stored scheme rest on."""
    if scheme.id is None:
        return None
    return [(line.id, line.block, line.points, line.rule) for line in indicators(scheme)]


def _compute_anew(scheme: Scheme) -> None:
    """Score by the new rules what had been scored by rule before."""
    scored = Score.select(Score.assessment).where(Score.computed.is_null(False))
    waiting = list(
        Assessment.select().where(
            Assessment.scheme == scheme.id, Assessment.state != SIGNED, Assessment.id.in_(scored)
        )
    )
    if waiting:
        compute(int(scheme.year), waiting)


def _forget(current: Change, gone: Sequence[int]) -> None:
    for score in Score.select().where(Score.indicator.in_(list(gone))):
        current.delete(score)


def _picked(values: dict[str, object], names: Sequence[str]) -> list[object]:
    return [values.get(name) for name in names]
