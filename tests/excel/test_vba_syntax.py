"""Every module of the add-in parses as VBA, by a grammar that is not ours."""

import pytest
from antlr4 import CommonTokenStream, InputStream, PredictionMode
from antlr4.error.ErrorListener import ErrorListener
from antlr4_vba.vbaLexer import vbaLexer
from antlr4_vba.vbaParser import vbaParser

from addin.excel.xlam.build import SOURCES
from addin.excel.xlam.module import Module, modules_in

MODULES = {module.name: module for module in modules_in(SOURCES)}
MODES = (PredictionMode.SLL, PredictionMode.LL)
"""Quick, and exact: the quick one sees errors where there are none, but misses none."""


class Complaints(ErrorListener):
    def __init__(self):
        self.lines = []

    def syntaxError(self, recognizer, symbol, line, column, message, error):  # noqa: N802, ARG002, PLR0913, PLR0917
        self.lines.append(f"{line}:{column} {message}")


def complaints(code, mode):
    lexer, heard = vbaLexer(InputStream(Module("Kw", code).source)), Complaints()
    parser = vbaParser(CommonTokenStream(lexer))
    parser._interp.predictionMode = mode
    for one in (lexer, parser):
        one.removeErrorListeners()
        one.addErrorListener(heard)
    parser.startRule()
    return heard.lines


def wrong(code):
    """Return what is wrong with a module's code, an empty list when nothing is."""
    found = []
    for mode in MODES:
        found = complaints(code, mode)
        if not found:
            break
    return found


@pytest.mark.parametrize("name", MODULES)
def test_a_module_parses(name):
    assert wrong(MODULES[name].code) == []


@pytest.mark.parametrize("code", ["Sub a()\nIf x Then\nEnd Sub", "Public Sub (a)\nEnd Sub"])
def test_a_broken_module_does_not(code):
    assert wrong(code)
