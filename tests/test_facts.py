"""What 设置 says of the run."""

import pytest

from addin.facts import JobError, period_of, province_of


@pytest.mark.parametrize("written", ["2026-01", "2026-01-01", "2026年1月", "2026/1", "202601", "２０２６-01"])
def test_the_month_is_understood_as_people_and_excel_write_it(written):
    assert period_of({"月份": written}, None, None).month == "2026-01"


@pytest.mark.parametrize("written", ["", "2026.1", "2026-13", "一月"])
def test_a_month_that_may_be_another_is_refused(written):
    with pytest.raises(JobError, match="「设置」表「月份」：看到"):
        period_of({"月份": written}, None, None)


@pytest.mark.parametrize(
    ("written", "name"),
    [("湖北省", "湖北"), ("湖北", "湖北"), ("北京市", "北京"), ("广西壮族自治区", "广西"), ("内蒙古自治区", "内蒙古")],
)
def test_a_province_may_be_written_in_full(written, name):
    assert province_of({"省份": written}) == name
