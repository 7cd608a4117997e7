"""Document: one kind of paper, what it must be told, what follows from that, and its template."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from generators.documents import fact
from generators.documents.fact import Declared, Facts
from generators.word import MissingFactsError, Template, TemplateError


class ContradictionError(Exception):
    """A document was refused because its facts contradict each other; the message says which, in Chinese."""


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of paper.

    Attributes:
        kind: code of the paper in document numbers: HT, BG, ZG.
        title: Chinese title, as printed and in file names.
        facts: what the caller hands in.
        derived: what ``prepare`` adds from them: sums, numbers of rows, wording.
        template: path of the template that comes with the product; a company may use its own.
        prepare: returns the facts with the derived ones added.
        contradictions: yields a sentence for each contradiction between complete facts.
    """

    kind: str
    title: str
    facts: Declared
    derived: Declared
    template: Path
    prepare: Callable[[Facts], dict[str, object]]
    contradictions: Callable[[Facts], Iterator[str]]

    @property
    def fields(self) -> frozenset[str]:
        """All fields that a template of this document may use."""
        return frozenset(fact.fields((*self.facts, *self.derived)))

    def missing(self, facts: Facts) -> list[str]:
        """Return the Chinese names of all required facts that are missing or empty."""
        return list(fact.missing(self.facts, facts))

    def compiled(self, path: Path | None = None) -> Template:
        """Return the compiled template, ours or a company's own.

        Raises:
            TemplateError: when the template cannot be used or asks for fields that this document does not have.
        """
        template = Template(path or self.template)
        if unknown := sorted(template.fields - self.fields):
            raise TemplateError(f"模板「{template.path.name}」用了《{self.title}》没有的字段：{'、'.join(unknown)}。")
        return template

    def fill(self, template: Template, facts: Facts) -> bytes:
        """Return the document as .docx.

        Raises:
            MissingFactsError: naming all missing facts.
            ContradictionError: naming all contradictions.
            TemplateError: when a value does not fit its place.
        """
        if names := self.missing(facts):
            raise MissingFactsError(self.title, names)
        if sentences := list(self.contradictions(facts)):
            raise ContradictionError(f"《{self.title}》内容前后不一，未出文书：{'；'.join(sentences)}。")
        return template.render(fact.titled((*self.facts, *self.derived), self.prepare(facts)))
