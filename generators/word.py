"""Word documents from templates that staff edit in Word: strict, escaped, sandboxed, fast and reproducible.

A template is compiled once. Each document is then its few rendered parts, deflated, and all other members of the
package copied as they are. docxtpl's own render() compiles the template anew for every document (75 ms against 2), eats
the text behind an unescaped ``&`` and prints a missing field as nothing; only its joining of split tags is used.

Examples:
    >>> template = Template(Path("generators/documents/contract.docx"))  # doctest: +SKIP
    >>> template.render({"合同编号": "JC-GYD-2026-0012"})  # doctest: +SKIP
    MissingFactsError: 「contract.docx」缺 31 项，未出文书：供电人.名称、供电人.地址 …
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile

from jinja2 import UndefinedError

from generators import missing, parts, tags
from generators.package import Package

_FILLED = re.compile(r"^word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml$")
_WORDY = re.compile(r"^(word|docProps)/[^/]+\.xml$")


class TemplateError(Exception):
    """A template cannot be used; the message says where and why, in Chinese."""


class MissingFactsError(Exception):
    """A document was refused because facts are missing.

    Attributes:
        names: every missing field, in the template's order.
    """

    def __init__(self, document: str, names: Iterable[str]) -> None:
        """Word the refusal of a document."""
        self.names = tuple(dict.fromkeys(names))
        super().__init__(f"「{document}」缺 {len(self.names)} 项，未出文书：{'、'.join(self.names)}。请补齐后重出。")


class Template:
    """A .docx template, compiled once and filled many times.

    Attributes:
        path: the template file.
        fields: dotted paths of the fields it uses, e.g. ``供电人.名称``, ``变压器.型号`` for the rows of 变压器.
    """

    def __init__(self, path: Path) -> None:
        """Read and compile a template; raises ``TemplateError`` for whatever makes it unsafe or unclear."""
        self.path = path
        try:
            self._package = Package(path)
            self._sources = self._read_sources()
            trees = [parts.parsed(source) for source in self._sources.values()]
        except BadZipFile as error:
            raise self._error("不是 .docx 文件或已损坏，请在 Word 里另存为 .docx") from error
        except tags.TagError as error:
            raise self._error(str(error)) from error
        self.fields = frozenset(field for tree in trees for field in tags.fields(tree))
        self._compiled = {name: tags.environment().from_string(source) for name, source in self._sources.items()}

    def render(self, facts: Mapping[str, object]) -> bytes:
        """Return the filled document.

        Args:
            facts: plain values, groups (mappings) and lists of groups, by field name.

        Raises:
            MissingFactsError: naming every field that is used and missing or empty.
            TemplateError: when a value does not fit its place.
        """
        try:
            filled = {name: part.render(facts).encode() for name, part in self._compiled.items()}
        except (UndefinedError, TypeError, ValueError) as error:
            if names := self._missing(facts):
                raise MissingFactsError(self.path.name, names) from error
            raise self._error(f"填写出错：{error}") from error
        for name, content in filled.items():
            self._check_well_formed(name, content)
        return self._package.replaced(filled)

    def _read_sources(self) -> dict[str, str]:
        """Return the sources of the parts that have tags; refuses tags in parts that are never filled."""
        sources = {}
        for name in filter(_WORDY.match, self._package.names):
            xml = self._package.read(name).decode("utf-8")
            tag = parts.first_tag(xml)
            if tag and not _FILLED.match(name):
                raise tags.TagError(f"的「{name}」里有标签『{tag}』，那里不会填写，请删去")
            if tag:
                sources[name] = parts.source(xml)
        return sources

    def _missing(self, facts: Mapping[str, object]) -> list[str]:
        """Return the paths of all missing facts: fills once more, with stand-ins that note what is asked of them."""
        seen: list[str] = []
        known = missing.noted(facts, self.fields, seen)
        environment = tags.environment(missing.Absent)
        for source in self._sources.values():
            with suppress(UndefinedError, TypeError, ValueError):
                environment.from_string(source).render(known)
        return seen

    def _check_well_formed(self, name: str, content: bytes) -> None:
        """Refuse a part that Word could not open."""
        try:
            expat.ParserCreate().Parse(content, True)  # noqa: FBT003 - positional in the standard library
        except expat.ExpatError as error:
            raise self._error(f"的「{name}」填写后不是合格的 XML，请检查条件与循环标签是否跨段或跨格") from error

    def _error(self, what: str) -> TemplateError:
        """Return an error that names the template."""
        return TemplateError(f"模板「{self.path.name}」{what}。")
