"""Measuring one piece of work in a process of its own: seconds and memory, with nothing left over."""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


@dataclass
class Line:
    """One line of the table: our figure, the peer's, and the aim for our figure or for their ratio."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None


class Stopwatch:
    """The seconds a with-block took."""

    seconds = 0.0


@contextmanager
def stopwatch() -> Iterator[Stopwatch]:
    """Times its block."""
    watch = Stopwatch()
    begun = time.perf_counter()
    yield watch
    watch.seconds = time.perf_counter() - begun


def peak_megabytes() -> float:
    """The most memory this process has held; ru_maxrss counts kilobytes on Linux."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def in_child(work: Callable[..., Any], *arguments: Any) -> Any:
    """The result of a function that runs in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, arguments)


def against(what: str, ours: float, peer: float, aim: float | None = None) -> Line:
    """A line that says how many times as fast as the peer we are; the aim is the least such number."""
    ratio = peer / ours
    return Line(
        what,
        f"{ours:.2f} s",
        f"{peer:.2f} s",
        f"{ratio:.1f} ×",
        f"≥ {aim:g} ×" if aim else "",
        ratio >= aim if aim else None,
    )


def below(what: str, seconds: float, limit: float, of: str = "") -> Line:
    """A line that says whether something stayed below its limit, both in seconds."""
    unit = f" {of}" if of else ""
    return Line(what, f"{seconds * 1000:.1f} ms{unit}", aim=f"< {limit * 1000:g} ms", met=seconds < limit)
