"""The workbooks on the pictures of the manual: what a branch, the committee and all branches may send; all invented."""

from __future__ import annotations

from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from exports.send import send
from models.activity import Activity
from models.member import Member
from models.organisation import Organisation


def roster(folder: Path) -> Path:
    """A branch's roster with known, changed and new people, a doubtful date and a number that cannot be right."""
    branch = Organisation.get(Organisation.name == "河道水闸管理所团支部")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "花名册"
    sheet.append(["河道水闸管理所团支部团员花名册"])
    sheet.append(["填报单位：河道水闸管理所团支部"])
    header = [
        "序号",
        "姓名",
        "性别",
        "出生年月",
        "身份证号码",
        "政治面貌",
        "入团时间",
        "学历",
        "手机",
        "特长",
    ]
    sheet.append(header)
    people = list(Member.select().where(Member.branch == branch.id).order_by(Member.id).limit(9))
    for number, member in enumerate(people, 1):
        shown = [member.shown(name, full=True) for name in ("name", "sex", "born", "id_number", "politics")]
        rest = [member.shown(name, full=True) for name in ("joined", "education", "phone")]
        sheet.append([number, *shown, *rest, "书法" if number % 4 == 0 else None])
    sheet["G6"] = "2004.1"
    sheet["I5"] = "19900000017"
    sheet["F8"] = "中共预备党员"
    sheet["E9"] = 310999198805170000
    sheet["E10"] = str(sheet["E10"].value)[:-1] + ("1" if str(sheet["E10"].value)[-1] != "1" else "2")
    sheet.append([10, "欧阳云飞", "男", "1990.03", None, "团员", "2005.05", "大专", "19900000021", None])
    sheet.append([11, "沈知秋", "女", "1989.11", None, "团员", "2004.12", "大学本科", "19900000022", "摄影"])
    sheet.append(["合计", 11])
    target = folder / "河道所团员花名册.xlsx"
    book.save(target)
    return target


def committee_sheet(folder: Path) -> Path:
    """An invented committee's sheet: two header rows, a line for the office, a sum below, one odd column."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "统计表"
    title, fine = Font(name="黑体", size=18), Side(style="thin")
    sheet["A1"], sheet["A2"] = "附件3", "2010年基层团组织活动情况统计表"
    sheet["A2"].font = title
    sheet["A3"] = "填报单位（盖章）：                      填报人：                  填报日期：    年  月  日"
    groups = {
        1: "序号",
        2: "团组织名称",
        3: "团员数",
        6: "比贡献",
        8: "比作为",
        10: "比成效",
        12: "换届",
        13: "备注",
    }
    below = {
        3: "合计",
        4: "男",
        5: "女",
        **dict.fromkeys((6, 8, 10), "次数"),
        **dict.fromkeys((7, 9, 11), "人次"),
    }
    for column, words in groups.items():
        sheet.cell(4, column, words)
    for column, words in below.items():
        sheet.cell(5, column, words)
    for area in ("A2:M2", "A3:M3", "A4:A5", "B4:B5", "C4:E4", "F4:G4", "H4:I4", "J4:K4", "L4:L5", "M4:M5"):
        sheet.merge_cells(area)
    for row in range(6, 12):
        sheet.cell(row, 1, row - 5)
    sheet["B12"] = "合计"
    for letter in "CDEFGHIJK":
        sheet[f"{letter}12"] = f"=SUM({letter}6:{letter}11)"
    sheet["A13"] = "注：人次按每次实到人数相加。"
    for row in sheet.iter_rows(4, 12, 1, 13):
        for cell in row:
            cell.border = Border(fine, fine, fine, fine)
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A2"].alignment = Alignment(horizontal="center")
    for letter, width in {"A": 6, "B": 26, "L": 11, "M": 12}.items():
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[2].height = 30
    target = folder / "附件3 活动情况统计表.xlsx"
    book.save(target)
    return target


def returned(folder: Path, year: int) -> Path:
    """The blank sheets as the branches returned them: filled, one with a mistake, one empty, two not at all."""
    place = folder / "报来的表"
    place.mkdir()
    sent = send(Activity, year, place, due="2010-12-25")
    for number, path in enumerate(sent.files.values()):
        if number in (3, 7):
            path.unlink()
            continue
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        header = next(
            row for row in sheet.iter_rows() if Activity.field("title").label in [cell.value for cell in row]
        )
        columns = {str(cell.value).split("（")[0]: cell.column for cell in header if cell.value}
        for line in range(0 if number == 5 else number % 3 + 2):
            values = {
                "category": ("比贡献", "比作为", "比成效")[line % 3],
                "title": ("岁末河道保洁", "安全生产知识竞赛", "年终组织生活会", "冬季管道巡查")[line % 4],
                "start": f"2010-12-{10 + line + number:02d}",
                "present": "约20人" if number == 4 and line == 1 else 9 + line + number,
                "place": ("中心河沿岸", "三楼会议室")[line % 2],
            }
            for name, value in values.items():
                column = columns.get(Activity.field(name).label)
                if column:
                    sheet.cell(header[0].row + 1 + line, column, value)
        book.save(path)
    return place
