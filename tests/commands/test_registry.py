"""Commands stand on the ribbon in the order of a month's work."""

import pytest

from addin.commands import readme
from addin.commands.registry import COMMANDS, GROUPS, buttons, command, in_order


def test_the_main_job_comes_first_in_its_group_and_is_large():
    first = buttons()["审核"][0]
    assert (first.name, first.large) == ("audit", True)


def test_the_groups_keep_the_order_of_a_months_work():
    assert [GROUPS.index(group) for group in buttons()] == sorted(GROUPS.index(group) for group in buttons())


def test_a_command_that_is_only_typed_is_no_button_but_stands_in_the_readme():
    assert all(one.name != "demo" for shown in buttons().values() for one in shown)
    assert any(one.name == "demo" for one in in_order())
    assert "`keywatt demo`" in readme.command_list()


def test_a_name_is_declared_once_and_in_a_group_that_the_tab_knows():
    for name, group in (("audit", "审核"), ("没有", "别的")):
        with pytest.raises(ValueError, match="declared twice, or its group"):
            command(name, label="", group=group, tip="")(print)
    assert "没有" not in COMMANDS
