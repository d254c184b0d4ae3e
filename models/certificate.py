"""Certificates of honours: how they look, what stands on each, and their numbers, each given once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from models.attachment import Attachment, attachments_of
from models.award import Honour, Nomination, NominationStep
from models.changes import change, running
from models.database import rows
from models.errors import AppError
from models.fields import Attachments, Choice, Decimal, Integer, Link, LongText, Text, Words
from models.member import Member
from models.organisation import Organisation
from models.partial_date import first_day
from models.record import Problem, Record
from models.settings import office, recall, remember, signature

# Width and height in mm.
PAPERS = {"A4横向": (297, 210), "A4纵向": (210, 297), "A5横向": (210, 148), "A5纵向": (148, 210)}
PICTURE, FRAME, BARE = "底图", "线框", "不印"
FONTS = ("标题", "黑体", "仿宋", "楷体")
COLOURS = {
    "黑色": "#1a1a1a",
    "深灰": "#505050",
    "大红": "#c8102e",
    "暗红": "#8b1a1a",
    "金色": "#a8812c",
    "深蓝": "#1f3a6e",
}
LEFT, MIDDLE, RIGHT = "左对齐", "居中", "右对齐"
SHIPPED = Path(__file__).parent.parent / "resources" / "starter" / "certificates.toml"
_PLACE = re.compile(r"\{([^{}]*)\}")
_DIGITS = "〇一二三四五六七八九"


class CertificateDesign(Record):
    """The look of a certificate: the paper, what is printed under the texts, how far a printer is off."""

    label = "证书样式"
    key = ("name",)

    name = Text("样式名称", required=True, unique=True, limit=40, width=18)
    paper = Choice("证书纸张", Words(PAPERS), required=True, default="A4横向", width=9)
    backing = Choice(
        "证书底面",
        Words((PICTURE, FRAME, BARE)),
        required=True,
        default=FRAME,
        width=9,
        hint="“不印”只印文字，套在印好的证书纸上",
    )
    shift_right = Decimal("整体右移", minimum=-50, default=0, width=8, unit="毫米", hint="毫米，向左填负数")
    shift_down = Decimal("整体下移", minimum=-50, default=0, width=8, unit="毫米", hint="毫米，向上填负数")
    background = Attachments("底图")

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the paper in mm."""
        return PAPERS[self.paper]


class CertificateLine(Record):
    """One text on a certificate, with places such as {姓名}, and where it stands in mm from the upper left corner."""

    label = "证书文字"
    key = ("design", "text", "top", "left")
    search_fields = ()

    design = Link("所属样式", CertificateDesign, required=True, owner=True)
    text = LongText("文字内容", required=True, limit=300, width=19)
    font = Choice("字体", Words(FONTS), required=True, default="仿宋", width=6)
    size = Decimal(
        "字号", required=True, default=22, minimum=4, width=6, unit="磅", hint="磅；三号是16，一号是26"
    )
    colour = Choice("颜色", Words(COLOURS), required=True, default="黑色", width=6)
    align = Choice("对齐", Words((LEFT, MIDDLE, RIGHT)), required=True, default=MIDDLE, width=6)
    left = Decimal("距左边", required=True, default=30, width=6, unit="毫米", hint="毫米")
    top = Decimal("距上边", required=True, default=30, width=6, unit="毫米", hint="毫米")
    width = Decimal(
        "宽度", required=True, default=200, minimum=5, width=6, unit="毫米", hint="毫米；写不下就换行"
    )
    position = Integer("文字顺序", default=0)

    def heading(self) -> str:
        return str(self.text)[:20]

    def rules(self) -> Iterator[Problem]:
        unknown = [name for name in _PLACE.findall(self.text or "") if name not in PLACES]
        if unknown:
            yield Problem(
                "text", f"没有“{{{unknown[0]}}}”，可以用：{'、'.join(f'{{{name}}}' for name in PLACES)}"
            )


PLACES: Mapping[str, str] = {
    "称呼": "张小明同志",
    "姓名": "张小明",
    "单位": "供水管理所团支部",
    "荣誉": "优秀共青团员",
    "年度": "2010",
    "级别": "局级",
    "落款": "共青团区水务局委员会",
    "文号": "水团〔2011〕3号",
    "日期": "二〇一一年五月四日",
    "编号": "20110001",
}


def lines_of(design: CertificateDesign) -> list[CertificateLine]:
    """The texts of a design in their order."""
    found = CertificateLine.select().where(CertificateLine.design == design.id)
    return list(found.order_by(CertificateLine.position, CertificateLine.id))


def background_of(design: CertificateDesign) -> Attachment | None:
    """The picture that is printed under the texts; None for none."""
    return next((each for each in reversed(attachments_of(design)) if each.is_picture), None)


def designs() -> list[CertificateDesign]:
    """All designs by name; an office that has none gets the shipped ones."""
    found = list(CertificateDesign.select().order_by(CertificateDesign.id))
    if found:
        return found
    # Read when certificates are first made, not at every start.
    import tomllib

    with change("装入证书样式", background=True) as current:
        for shipped in tomllib.loads(SHIPPED.read_text("utf-8"))["design"]:
            lines = shipped.pop("line")
            design = CertificateDesign(**shipped)
            design.save()
            current.save_all(
                [CertificateLine(design=design.id, position=at, **line) for at, line in enumerate(lines)]
            )
    return designs()


def copy_design(design: CertificateDesign, name: str) -> CertificateDesign:
    """A design with the same texts under another name; the picture is chosen anew."""
    values = {field.name: design.value(field.name) for field in CertificateDesign.stored_fields()}
    values |= {"id": None, "name": name, "backing": FRAME if design.backing == PICTURE else design.backing}
    with change(f"复制证书样式“{design.name}”"):
        made = CertificateDesign(**values)
        made.save()
        copies = [
            CertificateLine(**{**line.__data__, "id": None, "design": made.id}) for line in lines_of(design)
        ]
        running().save_all(copies)
    return made


def texts(honour: Honour) -> dict[str, str]:
    """What the places of a certificate stand for in the case of one honour."""
    member = Member.get_by_id(honour.member_id) if honour.member_id is not None else None
    home = member.branch_id if member is not None else honour.organisation_id
    home_name = Organisation.titles().get(home, "") if home is not None else ""
    holder = str(member.name) if member is not None else home_name
    return {
        "称呼": f"{holder}同志" if member is not None else holder,
        "姓名": holder,
        "单位": home_name,
        "荣誉": str(honour.name),
        "年度": str(award_year(honour)),
        "级别": honour.level or "",
        "落款": honour.granted_by or signature(),
        "文号": honour.document or "",
        "日期": day_in_words(str(honour.granted)),
        "编号": honour.certificate_number or "",
    }


def written(text: str, values: Mapping[str, str]) -> str:
    """A line with its places filled in; an unknown place stays as it was written."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


def day_in_words(iso: str) -> str:
    """二〇一一年五月四日, as far as the date is known."""
    year, *rest = iso.split("-")
    said = "".join(_DIGITS[int(digit)] for digit in year) + "年"
    return said + "".join(_counted(int(part)) + unit for part, unit in zip(rest, "月日", strict=False))


def _counted(number: int) -> str:
    """1 to 31 as they are said: 一, 十, 十二, 二十, 三十一."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def award_year(honour: Honour) -> int:
    """The year for which an honour was given: that of the nomination it came from, else of the day it was given."""
    found = nomination_of(honour)
    return int(found.year) if found is not None else first_day(str(honour.granted)).year


def nomination_of(honour: Honour) -> Nomination | None:
    """The nomination from which an honour came; None when it was entered by itself."""
    holder = (
        Nomination.member == honour.member_id
        if honour.member_id is not None
        else Nomination.member.is_null() & (Nomination.organisation == honour.organisation_id)
    )
    found: Nomination | None = (
        Nomination.select()
        .join(NominationStep, on=NominationStep.nomination == Nomination.id)
        .where(
            holder,
            Nomination.kind == honour.name,
            NominationStep.state == "已表彰",
            NominationStep.reached == honour.granted,
        )
        .first()
    )
    return found


def honours_from(nominations: Sequence[Nomination]) -> list[Honour]:
    """The honours that came from nominations, in their order."""
    found = []
    for nomination in nominations:
        holder = (
            Honour.member == nomination.member_id
            if nomination.member_id is not None
            else Honour.member.is_null() & (Honour.organisation == nomination.organisation_id)
        )
        named = Honour.select().where(holder, Honour.name == nomination.kind)
        mine = [honour for honour in named if (nomination_of(honour) or Nomination()).id == nomination.id]
        found += mine[-1:]
    return found


def number_honours(honours: Sequence[Honour]) -> int:
    """Give each honour without a certificate number the next one of its year; returns how many were given.

    A number is given once: it is not given again when its honour is deleted or the numbering is undone.
    """
    waiting = [honour for honour in honours if not honour.certificate_number]
    if not waiting:
        return 0
    years = sorted({award_year(honour) for honour in waiting})
    last = {year: last_number(year) for year in years}
    given: list[tuple[Honour, str]] = []
    for honour in waiting:
        year = award_year(honour)
        last[year] += 1
        given.append((honour, number_text(year, last[year])))
    with change("记下证书编号", background=True):
        for year, highest in last.items():
            remember(_last(year), highest)
    with change(f"编证书编号（{len(given)}张）"):
        for honour, number in given:
            honour.certificate_number = number
            honour.save()
    return len(given)


def number_text(year: int, number: int) -> str:
    """A certificate's number: the office's prefix, the year, the running number."""
    return f"{office('certificate_prefix')}{year}{number:04d}"


def last_number(year: int) -> int:
    """The highest running number given for a year, 0 for none; numbers typed by hand count when they are of the form."""
    head = number_text(year, 0)[:-4]
    found = [int(recall(_last(year), 0))]
    for (given,) in rows("SELECT certificate_number FROM honour WHERE certificate_number IS NOT NULL"):
        tail = given.removeprefix(head)
        if tail != given and tail.isdecimal() and tail.isascii():
            found.append(int(tail))
    return max(found)


def _last(year: int) -> str:
    return f"certificate.last.{year}"


def refuse_nothing(honours: Sequence[Honour]) -> None:
    """AppError when there is nothing to make certificates of."""
    if not honours:
        raise AppError("没有选中荣誉。", "请先在“荣誉”里选中要发证书的。")
