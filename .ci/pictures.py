"""Draw the README's pictures from the example, or check that they still show it: ``python .ci/pictures.py [--check]``.

LibreOffice draws; what was drawn is kept as a digest, so that ``--check`` needs no LibreOffice.
"""

import hashlib
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import xlsxwriter
from PIL import Image, ImageChops
from python_calamine import CalamineWorkbook

from addin.books.closed import ClosedBook
from addin.commands.demo import demo
from addin.commands.start import copy_example
from addin.job import Order, audit, load
from addin.results.layout import lay_out
from addin.shipped import shipped

PICTURES = Path(__file__).parents[1] / "addin" / "handbook" / "pictures"
DIGEST = PICTURES / "drawn.txt"
ROWS = 14
SHOWN = ("序号", "户号", "户名", "级别", "结论", "检查", "说明", "涉及金额(元)", "来源", "处理建议")
"""Columns of 复核发现 that fit into the width of a README."""
WIDEST = 1400
ABOVE_FOOTER = 0.94


def findings_book(folder: Path) -> Path:
    """Write a workbook with nothing but the first findings of the example."""
    run = audit(load(Order(tuple(copy_example(folder)), shipped("rules.xlsx"))))
    whole = next(sheet for sheet in lay_out(run, folder) if sheet.title == "复核发现")
    part = whole.blocks[0]
    kept = [place for place, column in enumerate(part.columns) if column.title in SHOWN]
    short = replace(
        part,
        columns=[part.columns[place] for place in kept],
        values=[list(part.values[place])[:ROWS] for place in kept],
        links={kept.index(place): list(links)[:ROWS] for place, links in part.links.items() if place in kept},
        tones=list(part.tones)[:ROWS],
        formats={kept.index(place): list(codes)[:ROWS] for place, codes in part.formats.items() if place in kept},
    )
    path = folder / "findings.xlsx"
    with xlsxwriter.Workbook(path) as empty:
        empty.add_worksheet("空").hide()
        empty.add_worksheet("一").activate()
    book = ClosedBook(path)
    book.write(replace(whole, blocks=(short,), identities=list(whole.identities)[:ROWS]))
    book.save(path)
    return path


def notice(folder: Path) -> Path:
    """Return the first rectification notice of the example."""
    demo(folder, shipped("rules.xlsx"), lambda _: None)
    return min(folder.rglob("*整改通知书*.docx"))


def drawn(source: Path, page: int, name: str) -> None:
    """Render one page of a document, cut off its blank margins and keep it small."""
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(convert, check=True, capture_output=True)  # noqa: S603
        pdf = Path(folder) / f"{source.stem}.pdf"
        command = ["pdftoppm", "-r", "160", "-f", str(page), "-l", str(page), "-png", "-singlefile", str(pdf)]
        subprocess.run([*command, f"{folder}/page"], check=True)  # noqa: S603
        picture = Image.open(f"{folder}/page.png").convert("RGB")
    picture.paste("white", (0, int(picture.height * ABOVE_FOOTER), picture.width, picture.height))
    blank = Image.new("RGB", picture.size, "white")
    picture = picture.crop(ImageChops.difference(picture, blank).getbbox())
    picture.thumbnail((WIDEST, WIDEST))
    picture.quantize(64).save(PICTURES / name, optimize=True)


def main() -> None:
    """Draw, or compare the digest of what would be drawn."""
    with tempfile.TemporaryDirectory() as folder:
        sources = [findings_book(Path(folder)), notice(Path(folder) / "demo")]
        shown = repr(CalamineWorkbook.from_path(str(sources[0])).get_sheet_by_name("复核发现").to_python()).encode()
        digest = "\n".join(hashlib.sha256(part).hexdigest() for part in (shown, sources[1].read_bytes())) + "\n"
        if "--check" in sys.argv:
            sys.exit(0 if DIGEST.read_text() == digest else "README pictures are stale: run python .ci/pictures.py")
        PICTURES.mkdir(parents=True, exist_ok=True)
        drawn(sources[0], 1, "findings.png")
        drawn(sources[1], 1, "notice.png")
        DIGEST.write_text(digest)


if __name__ == "__main__":
    main()
