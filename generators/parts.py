"""The parts of a .docx template as Jinja sources: tags in one piece, and nothing that docxtpl would drop in silence.

References: ECMA-376 part 1, 17.3 (paragraphs, runs) and 17.4 (tables); docxtpl documentation, "Jinja2-like syntax".
Limitations: no sub-documents, rich text, column loops, merged or coloured cells from facts: such tags are refused.
"""

import re
from collections.abc import Iterable

from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes

from generators.tags import MARKUP, TagError, check, environment

_UNSUPPORTED = re.compile(r"{%-?\s*(tc|colspan|cellbg|hm|vm)\b.{0,30}|{%r\s.{0,30}|{{(p|tr|tc|r)\s.{0,30}")
_PARAGRAPH = re.compile(r"<w:p[ >](?:(?!<w:p[ >]).)*?</w:p>", re.DOTALL)
_ROW = re.compile(r"<w:tr[ >](?:(?!<w:tr[ >]).)*?</w:tr>", re.DOTALL)


def source(xml: str) -> str:
    """Return a part's XML with each tag in one piece and ``{%p`` and ``{%tr`` tags in place of their paragraph or row.

    Raises:
        TagError: for tags that we do not support, and for text that would vanish with the paragraph or row of a tag.
    """
    if found := _UNSUPPORTED.search(MARKUP.sub("", xml)):
        raise TagError(f"用了不支持的标签『{found[0]}』，可用 {{{{字段}}}}、{{% if %}}、{{%p … %}}、{{%tr … %}}")
    _refuse_dropped(_PARAGRAPH.findall(xml), "p", "段落")
    _refuse_dropped(_ROW.findall(xml), "tr", "表格行")
    return str(DocxTemplate("").patch_xml(xml))


def _refuse_dropped(pieces: Iterable[str], kind: str, place: str) -> None:
    """Refuse text beside a ``{%p`` or ``{%tr`` tag: the whole paragraph or row gives way to the tag."""
    tag = re.compile(rf"{{%{kind} (?:(?!%}}).)*%}}")
    for piece in pieces:
        words = MARKUP.sub("", piece).strip()
        if f"{{%{kind} " in words and not tag.fullmatch(words):
            raise TagError(f"{place}『{words[:60]}』里的文字会随标签 {{%{kind} … %}} 一起消失，标签须独占一个{place}")


def parsed(text: str) -> nodes.Template:
    """Return the checked syntax tree of a source; raises ``TagError`` that quotes the paragraph at fault."""
    lines = re.sub(r"<w:p[ >]", r"\n\g<0>", text)
    try:
        tree = environment().parse(lines)
        check(tree)
    except TemplateSyntaxError as error:
        raise TagError(f"{_quoted(lines, error.lineno)}的标签写法有误，请检查括号、引号与 % 是否成对") from error
    except TagError as error:
        raise TagError(f"{_quoted(lines, error.line)}：{error}") from error
    return tree


def _quoted(lines: str, line: int) -> str:
    """Return the words of a line of the source, for a message."""
    return f"段落『{MARKUP.sub('', lines.splitlines()[line - 1])[:80]}』"


def first_tag(xml: str) -> str:
    """Return the first thing like a tag among the words of a part, or nothing."""
    found = re.search(r"[{}｛｝].{0,40}", MARKUP.sub("", xml))
    return found[0] if found else ""
