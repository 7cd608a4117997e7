"""Links into another workbook that was handed over."""

import openpyxl
from sheets import book

from addin.books.closed import ClosedBook
from addin.books.result import Block, ResultColumn, ResultSheet

FAR = "../电费 数据.xlsx#'电费账单'!C12"


def written(path, *links):
    part = Block((ResultColumn("来源"),), [["看"] * len(links)], links={0: list(links)})
    workbook = ClosedBook(path)
    workbook.write(ResultSheet("复核发现", "KeyWatt:findings:1", ("复核发现",), (part,)))
    workbook.save(path)
    return openpyxl.load_workbook(path)["复核发现"]


def test_a_link_into_another_workbook_names_its_file_and_cell(tmp_path):
    sheet = written(book(tmp_path, {"客户台账": "户号\n1"}), FAR, "'客户台账'!A2")
    far, near = sheet["B3"].hyperlink, sheet["B4"].hyperlink
    assert (far.target, far.location) == ("../%E7%94%B5%E8%B4%B9%20%E6%95%B0%E6%8D%AE.xlsx", "'电费账单'!C12")
    assert (near.target, near.location) == (None, "'客户台账'!A2")


def test_a_second_run_without_the_other_workbook_leaves_no_relation_behind(tmp_path):
    path = book(tmp_path, {"客户台账": "户号\n1"})
    written(path, FAR)
    assert written(path, "'客户台账'!A2")["B3"].hyperlink.target is None
