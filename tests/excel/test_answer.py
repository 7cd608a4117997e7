"""What Python and VBA say to one another."""

from addin.excel.answer import Answer, parsed


def test_the_first_line_says_what_vba_does_with_the_rest():
    assert str(Answer("info", "写好了\n共 3 项")) == "info\n写好了\n共 3 项"


def test_a_question_carries_the_request_that_the_reply_goes_to():
    assert str(Answer("ask", "说明：", "handled 12")) == "ask\nhandled 12\n说明："


def test_what_the_user_typed_stands_behind_the_command():
    assert parsed("handled 12\n电话核实\n无误") == ("handled 12", "电话核实\n无误")


def test_an_empty_reply_is_a_reply():
    assert parsed("handled 12\n") == ("handled 12", "")
    assert parsed("audit") == ("audit", None)
