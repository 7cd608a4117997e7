"""What may stand in the tags of a Word template: fields, conditions, loops and a few filters, and nothing else.

A template is code to Jinja. So the language is cut down to what cannot harm before anything is compiled: no calls, no
arithmetic, no macros, no names with underscores, loops at most three deep over the facts that were handed in. What is
left can neither reach Python nor burn time; the sandboxed environment stands behind it as a second wall.

References: Jinja documentation, "Sandbox"; docxtpl documentation, "Jinja2-like syntax".
"""

import re
from collections.abc import Iterator, Mapping

from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generators.values import FILTERS, printed

MARKUP = re.compile(r"<[^>]*>")
"""An XML tag, to be cut away when the words are looked at."""

_DEPTH = 3
_BRACES = re.compile(r".{0,12}[{}｛｝].{0,12}", re.DOTALL)
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.For, nodes.If,
    nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Filter,
    nodes.Tuple, nodes.List,
)  # fmt: skip


class TagError(ValueError):
    """A tag that templates may not contain; the message says what, in Chinese.

    Attributes:
        line: of the source [from 1], 0 when unknown.
    """

    def __init__(self, reason: str, line: int = 0) -> None:
        """Keep the place beside the reason."""
        super().__init__(reason)
        self.line = line


def environment(undefined: type[Undefined] = StrictUndefined) -> ImmutableSandboxedEnvironment:
    """Return the environment that templates are compiled in: sandboxed, escaping, without any global name."""
    sandbox = ImmutableSandboxedEnvironment(autoescape=True, undefined=undefined, finalize=printed)
    sandbox.globals.clear()
    sandbox.filters = dict(FILTERS)
    sandbox.tests.clear()
    return sandbox


def check(node: nodes.Node, depth: int = 0) -> None:
    """Refuse what templates may not use, in a node and all below it; raises ``TagError``."""
    if reason := _forbidden(node, depth):
        raise TagError(reason, node.lineno)
    for child in node.iter_child_nodes():
        check(child, depth + isinstance(node, nodes.For))


def _forbidden(node: nodes.Node, depth: int) -> str:
    """Return why a node may not stand in a template, nothing when it may."""
    if not isinstance(node, _ALLOWED):
        return f"不能用的写法（{type(node).__name__}），只可写字段、条件、循环和规定的过滤器"
    if isinstance(node, nodes.Filter) and node.name not in FILTERS:
        return f"没有名为「{node.name}」的过滤器，可用：{'、'.join(FILTERS)}"
    if str(getattr(node, "attr", None) or getattr(node, "name", None)).startswith("_"):
        return "字段名不能以下划线开头"
    if isinstance(node, nodes.For):
        return _forbidden_loop(node, depth)
    if isinstance(node, nodes.TemplateData) and (found := _BRACES.search(MARKUP.sub("", node.data))):
        return f"『{found[0].strip()}』留有花括号，标签须用半角括号写成 {{{{字段}}}} 且左右成对"
    return ""


def _forbidden_loop(loop: nodes.For, depth: int) -> str:
    """Return why a loop may not stand: it multiplies without end, or repeats what must be unique in a document."""
    if loop.recursive or depth >= _DEPTH:
        return f"循环套循环不能超过 {_DEPTH} 层"
    return "循环里不能放图片" if any("<w:drawing" in data.data for data in loop.find_all(nodes.TemplateData)) else ""


def fields(node: nodes.Node, scope: Mapping[str, str] | None = None) -> Iterator[str]:
    """Yield the fields used below a node as dotted paths; a loop's variable stands for its list: ``变压器.型号``."""
    scope = {"loop": ""} if scope is None else scope
    yield from filter(None, [_path(node, scope)])
    below = node.iter_child_nodes(exclude=("node",) if isinstance(node, nodes.Getattr) else None)
    if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
        yield from fields(node.iter, scope)
        scope = {**scope, node.target.name: _path(node.iter, scope)}
        below = node.iter_child_nodes(exclude=("iter", "target"))
    for child in below:
        yield from fields(child, scope)


def _path(node: nodes.Node, scope: Mapping[str, str]) -> str:
    """Return the dotted path of a reference; nothing for anything else and for the loop's own counters."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name, node.name)
    if isinstance(node, nodes.Getattr):
        base = _path(node.node, scope)
        return f"{base}.{node.attr}" if base else ""
    return ""
