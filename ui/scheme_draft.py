"""A scheme while it is being edited: its lines in the form's order, put in, moved and taken out in memory."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from models.scheme import BLOCKS, Indicator, Scheme, indicators
from models.scheme_version import in_order, is_changed

_STEPS = 100  # so many steps can be taken back


class _State(NamedTuple):
    lines: list[
        tuple[Indicator, str, str | None]
    ]  # each with its block and topic; what is written in it stays
    current: Indicator | None


class Draft:
    """What the editor works on. `lines` are copies of their own: nothing is stored before the whole is saved.

    Every step that puts in, moves or takes out lines can be taken back with `undo()`.
    """

    def __init__(self, scheme: Scheme, lines: Sequence[Indicator]) -> None:
        self.scheme = Scheme(**scheme.__data__)
        self.lines = in_order([Indicator(**line.__data__) for line in lines])
        self._before: list[_State] = []

    @classmethod
    def of(cls, scheme: Scheme) -> Draft:
        """The stored scheme."""
        return cls(scheme, indicators(scheme) if scheme.id is not None else [])

    def is_changed(self) -> bool:
        """Whether saving would change anything."""
        return is_changed(self.scheme, self.lines)

    def gone(self) -> list[Indicator]:
        """The stored lines that are no longer here."""
        kept = {line.id for line in self.lines}
        return (
            [] if self.scheme.id is None else [old for old in indicators(self.scheme) if old.id not in kept]
        )

    def run(self, block: str, topic: str | None, line: Indicator | None = None) -> list[Indicator]:
        """The lines of a block that stand together under a topic; with `line` the run in which it stands."""
        runs: list[list[Indicator]] = []
        for each in self.in_block(block):
            if runs and (runs[-1][-1].topic or None) == (each.topic or None):
                runs[-1].append(each)
            else:
                runs.append([each])
        for lines in runs:
            if (lines[0].topic or None) == topic and (line is None or line in lines):
                return lines
        return []

    def in_block(self, block: str) -> list[Indicator]:
        """The lines of a block in their order."""
        return [line for line in self.lines if line.block == block]

    # -- steps ----------------------------------------------------------------------------------------

    def insert(self, block: str, topic: str | None, after: Indicator | None) -> Indicator:
        """A new line behind another one, or at the end of its run or block."""
        self._remember(after)
        made = Indicator(scheme=self.scheme.id, block=block, topic=topic, content="", points=0, number=0)
        if after is None:
            run = self.run(block, topic) or self.in_block(block)
            after = run[-1] if run else None
        at = len(self.lines) if after is None else _place(self.lines, after) + 1
        self.lines.insert(at, made)
        self.sort()
        return made

    def copy(self, line: Indicator) -> Indicator:
        """A second line like this one, right behind it."""
        self._remember(line)
        made = Indicator(**{**line.__data__, "id": None})
        self.lines.insert(_place(self.lines, line) + 1, made)
        return made

    def remove(self, lines: Sequence[Indicator]) -> Indicator | None:
        """Take lines out; returns the one that stands in their place."""
        if not lines:
            return None
        self._remember(lines[0])
        at = _place(self.lines, lines[0])
        out = {id(line) for line in lines}
        self.lines = [line for line in self.lines if id(line) not in out]
        return self.lines[min(at, len(self.lines) - 1)] if self.lines else None

    def move(self, line: Indicator, by: int) -> bool:
        """One place up (−1) or down (1): past its neighbour, else into the topic or block beside it."""
        at = _place(self.lines, line)
        other = self.lines[at + by] if 0 <= at + by < len(self.lines) else None
        if other is not None and other.block == line.block:
            self._remember(line)
            if (other.topic or None) == (line.topic or None):
                self.lines[at], self.lines[at + by] = other, line
            else:
                line.topic = other.topic
            return True
        return self._move_out([line], by, takes_topic=True)

    def move_run(self, lines: Sequence[Indicator], by: int) -> bool:
        """A whole topic past the one beside it, else into the block beside."""
        block = self.in_block(lines[0].block)
        at = _place(block, lines[0] if by < 0 else lines[-1]) + by
        if not 0 <= at < len(block):
            return self._move_out(lines, by, takes_topic=False)
        other = self.run(block[at].block, block[at].topic or None, block[at])
        return self.put(lines, lines[0].block, other[0] if by < 0 else None, None if by < 0 else other[-1])

    def put(
        self,
        lines: Sequence[Indicator],
        block: str,
        before: Indicator | None,
        after: Indicator | None = None,
        topic: str | None = None,
        takes_topic: bool = False,
    ) -> bool:
        """Bring lines to a place in a block, before or behind a line, else to its end; under `topic` when it is taken."""
        moving = {id(line) for line in lines}
        if before is not None and id(before) in moving:
            after = next(
                (each for each in self.lines[_place(self.lines, before) :] if id(each) not in moving), None
            )
            before, after = after, None
        self._remember(lines[0])
        rest = [line for line in self.lines if id(line) not in moving]
        if before is not None:
            at = _place(rest, before)
        elif after is not None and id(after) not in moving:
            at = _place(rest, after) + 1
        else:
            at = len(rest)
        for line in lines:
            line.block = block
            if takes_topic:
                line.topic = topic
        self.lines = [*rest[:at], *lines, *rest[at:]]
        self.sort()
        return True

    def sort(self) -> None:
        """Bring the lines into the form's order after one has changed its block."""
        self.lines = in_order(self.lines)

    def undo(self) -> tuple[bool, Indicator | None]:
        """Take the last step back; whether there was one, and the line that it was about.

        What has been written in the lines since then stays.
        """
        if not self._before:
            return False, None
        state = self._before.pop()
        for line, block, topic in state.lines:
            line.block, line.topic = block, topic
        self.lines = [line for line, _, _ in state.lines]
        return True, state.current

    # -- inside ---------------------------------------------------------------------------------------

    def _move_out(self, lines: Sequence[Indicator], by: int, *, takes_topic: bool) -> bool:
        target = BLOCKS.index(lines[0].block) + by
        if not 0 <= target < len(BLOCKS):
            return False
        there = self.in_block(BLOCKS[target])
        beside = there[-1 if by < 0 else 0] if there else None
        topic = beside.topic if beside is not None else None
        before = beside if by > 0 else None
        return self.put(lines, BLOCKS[target], before, None if by > 0 else beside, topic, takes_topic)

    def _remember(self, line: Indicator | None) -> None:
        self._before.append(_State([(each, each.block, each.topic) for each in self.lines], line))
        del self._before[:-_STEPS]


def _place(lines: Sequence[Indicator], line: Indicator) -> int:
    """Where a line stands; two new lines are equal records, so it is known by itself."""
    return next(at for at, each in enumerate(lines) if each is line)
