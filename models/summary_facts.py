"""What a summary may say: figures of one organisation and period, and short ways to tell of records in writing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from models.clock import today
from models.figure import Period, plain
from models.figures import catalogue
from models.organisation import Organisation, subtree
from models.partial_date import first_day
from models.summary import HALF_YEARLY, MONTHLY, Summary, period_of

_GIST = 60  # characters of a record's own words that a summary takes over
_CHINESE = "一二三四五六七八九十"


# Figures that were counted already, by name and period: for many organisations each is counted once.
Counted = dict[tuple[str, Period], dict[int, float]]


class Facts:
    """Figures of an organisation, and all below it, in the period of a summary.

    `counted` may be shared by the facts of several organisations, as long as the records stay as they are.
    """

    def __init__(self, summary: Summary, counted: Counted | None = None) -> None:
        self.organisation: Organisation = summary.organisation
        self.year = int(summary.year)
        self.kind = str(summary.kind)
        self.period: Period = period_of(summary)
        self.ids = subtree(self.organisation.id)
        self._counted: Counted = {} if counted is None else counted
        self.of_branch = self.organisation.kind == "团支部"

    @property
    def span(self) -> str:
        """How the period is called where something is counted: 全年, 上半年, 本月, or up to which day."""
        now = today()
        if first_day(self.period.first) <= now < self.period.last_day:
            return f"截至{day_words(now)}，"
        return {MONTHLY: "本月", HALF_YEARLY: "上半年"}.get(self.kind, "全年")

    def number(self, name: str) -> float:
        """The value of a figure of the catalogue."""
        found = self.by_organisation(name)
        return plain(sum(found[id_] for id_ in self.ids & found.keys()))

    def by_organisation(self, name: str) -> dict[int, float]:
        """A figure of every organisation by itself; zeros are left out."""
        key = (name, self.period)
        if key not in self._counted:
            self._counted[key] = catalogue()[name].by_organisation(self.period)
        return self._counted[key]

    def ids_of(self, name: str) -> list[int]:
        """The records behind a figure."""
        return catalogue()[name].ids(self.period, self.ids)

    def told(self, words: str, name: str) -> str:
        """`words` with a figure's value for {}; '' where there is none to tell of."""
        value = self.number(name)
        return words.format(number_words(value)) if value else ""


def number_words(value: float) -> str:
    """A number as it is written in a sentence: 1234.5, 12."""
    return str(int(value)) if value == int(value) else str(round(value, 1))


def share_words(part: float, whole: float) -> str:
    """A share in per cent: 85%, 66.7%."""
    return f"{number_words(round(100 * part / whole, 1))}%"


def day_words(day: date) -> str:
    """A day within its year: 5月4日."""
    return f"{day.month}月{day.day}日"


def date_words(iso: str) -> str:
    """A date of any precision within its year: 5月4日, 5月, or nothing."""
    if len(iso) >= 10:
        return f"{int(iso[5:7])}月{int(iso[8:10])}日"
    return f"{int(iso[5:7])}月" if len(iso) >= 7 else ""


def numeral(number: int) -> str:
    """1 to 99 in Chinese, as headings count."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _CHINESE[ones - 1]
    return (_CHINESE[tens - 1] if tens > 1 else "") + "十" + (_CHINESE[ones - 1] if ones else "")


def quoted(name: str) -> str:
    """A name in quotation marks; those inside it become single ones."""
    return f"“{name.replace('“', '‘').replace('”', '’')}”"


def sentence(parts: Iterable[str], between: str = "，") -> str:
    """The parts that say something as one sentence; '' when none does."""
    said = [part for part in parts if part]
    return between.join(said) + "。" if said else ""


def several(words: Sequence[str], most: int, unit: str) -> str:
    """A、B、C等5项: the first few of a list, and how many there are when these are not all."""
    listed = "、".join(words[:most])
    return listed if len(words) <= most else f"{listed}等{len(words)}{unit}"


def gist(text: str | None, limit: int = _GIST) -> str:
    """The first sentences of a record's own words as far as they fit, without the final stop; '' when none fits."""
    kept = ""
    for part in (text or "").replace("\n", "").replace("！", "。").split("。"):
        if not part.strip():
            continue
        longer = f"{kept}；{part.strip()}" if kept else part.strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept
