"""Any record and any list on paper: all that is known is there, in its order, covered unless it is asked for."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from exports import paper
from exports.form_list import list_document
from exports.form_record import covers, record_documents, title_of
from exports.paper import Document
from models.activity import Activity, Participation
from models.attachment import attach, attachments_of
from models.changes import change
from models.errors import AppError
from models.member import Member
from models.scheme import Indicator, Scheme
from models.starter import plant_dictionaries, plant_scheme
from models.store import Store
from tests.exports.test_paper import png
from tests.models.people import branch, id_of, member


@pytest.fixture
def activity(store: Store) -> Activity:
    plant_dictionaries()
    home = branch()
    with change("活动"):
        made = Activity(
            branch=home.id,
            category="比贡献",
            title="水上保洁",
            start="2010-05-01",
            place="中心河",
            expected=3,
            present=2,
            content="清理河道漂浮物。\n捡拾岸边垃圾。",
            cost=120,
        )
        made.save()
        for name in ("张三", "李四"):
            Participation(activity=made.id, member=member(name, home).id).save()
    return made


def text_of(document: Document, form: str = "record") -> str:
    pdf = pypdfium2.PdfDocument(paper.render(form, [document]))
    try:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
    finally:
        pdf.close()


def test_an_activity_prints_as_format_11a_in_its_order(activity: Activity) -> None:
    document = record_documents([activity])[0]
    assert document["title"] == "“三比三争”活动记录表"
    assert document["number"] == f"2010-{activity.id:04d}"
    labels = [cell["label"] for group in document["groups"] for line in group["lines"] for cell in line]  # type: ignore[attr-defined]
    wanted = ["branch", "category", "kind", "title", "start", "end", "place", "organiser", "partners"]
    wanted += ["leader", "recorder", "absent", "beneficiaries", "content", "result", "files"]
    assert [label for label in labels if label in {Activity.field(name).label for name in wanted}] == [
        Activity.field(name).label for name in wanted
    ]
    assert "经费（元）" in labels
    text = text_of(document)
    for part in ("水上保洁", "清理河道漂浮物。", "捡拾岸边垃圾。", "张三、李四", "填表人："):
        assert part in text


def test_pictures_stand_at_the_end_with_their_captions(
    activity: Activity, store: Store, tmp_path: Path
) -> None:
    picture, letter = tmp_path / "现场一.png", tmp_path / "通知.docx"
    picture.write_bytes(png(40, 30))
    letter.write_bytes(b"letter")
    attach(activity, [picture, letter], store.attachments)
    document = record_documents([activity], files=store.attachments)[0]
    assert [one["caption"] for one in document["pictures"]] == ["现场一"]  # type: ignore[attr-defined]
    text = text_of(document)
    assert "照片1张、通知.docx" in text
    assert text.index("现场一") > text.index("水上保洁")
    assert record_documents([activity])[0]["pictures"] == []
    next(store.attachments.path(str(one.digest)) for one in attachments_of(activity)).unlink()
    with pytest.raises(AppError, match="附件的文件不在数据文件夹里"):
        record_documents([activity], files=store.attachments)


def test_numbers_of_people_are_covered_unless_asked_for(store: Store) -> None:
    number = id_of("1988-05-12")
    person = member("张三", branch(), id_number=number, phone="13800010001", born="1988-05")
    assert covers(Member)
    assert not covers(Indicator)
    assert number not in text_of(record_documents([person])[0])
    shown = text_of(record_documents([person], full=True)[0])
    assert number in shown
    assert "13800010001" in shown


def test_children_are_a_table_in_the_order_of_their_numbers(store: Store) -> None:
    plant_scheme(2010)
    scheme = Scheme.get()
    children = record_documents([scheme])[0]["children"]
    assert isinstance(children, list)
    table = next(part for part in children if part["title"] == Indicator.label)
    assert len(table["rows"]) == Indicator.select().count()
    assert [column["label"] for column in table["columns"]][:2] == ["序号", "一级指标"]
    assert sum(float(column["width"]) for column in table["columns"]) == pytest.approx(178, abs=0.5)
    text = text_of(record_documents([scheme])[0])
    assert all(
        "".join(str(one.content).split()) in text for one in Indicator.select().where(Indicator.number < 4)
    )


def test_a_kind_is_called_by_its_label(store: Store) -> None:
    assert title_of(Member) == "团员登记表"


def test_a_list_prints_all_its_rows_over_several_pages_with_the_header_on_each(store: Store) -> None:
    fields = [Member.field(name) for name in ("name", "branch", "born")]
    rows = [[f"团员{number}", "局机关团支部", "1988.05"] for number in range(1, 121)]
    document = list_document("团员名单", fields, rows)
    assert not document["lengthwise"]
    pdf = pypdfium2.PdfDocument(paper.render("list", [document]))
    try:
        pages = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
        assert len(pages) > 2
        assert pdf[0].get_height() > pdf[0].get_width()
    finally:
        pdf.close()
    assert all("所在团组织" in page for page in pages)
    assert "共120条" in pages[0]
    assert "团员120" in pages[-1]


def test_a_wide_list_lies_lengthwise_and_cuts_nothing(store: Store) -> None:
    fields = [field for field in Member.fields() if field.stored][:14]
    rows = [["很长很长的内容" * 3] * len(fields) + [] for _ in range(3)]
    rows[0][5] = "990101198805121234" * 2
    document = list_document("团员名单", fields, rows)
    pdf = pypdfium2.PdfDocument(paper.render("list", [document]))
    try:
        assert pdf[0].get_width() > pdf[0].get_height()
        text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pdf)
        right = max(
            pdf[0].get_textpage().get_charbox(at)[2] for at in range(pdf[0].get_textpage().count_chars())
        )
        assert right < pdf[0].get_width() - 30
    finally:
        pdf.close()
    assert text.count("很") == sum(cell.count("很") for row in rows for cell in row)


def test_a_list_for_which_paper_is_not_made_is_refused(store: Store) -> None:
    fields = [Member.field("name")]
    with pytest.raises(AppError, match="没有可以打印的记录"):
        list_document("团员名单", fields, [])
    with pytest.raises(AppError, match="有40000行，太多了"):
        list_document("团员名单", fields, [["张三"]] * 40_000)
