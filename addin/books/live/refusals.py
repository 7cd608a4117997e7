"""Why Excel refuses a call, in sentences.

References:
    winerror.h: RPC_E_CALL_REJECTED 0x80010001, RPC_E_SERVERCALL_RETRYLATER 0x8001010A, RPC_E_DISCONNECTED 0x80010108,
    RPC_S_SERVER_UNAVAILABLE 0x800706BA, RPC_S_CALL_FAILED 0x800706BE. Excel's own VBA_E_IGNORE 0x800AC472 says that a
    cell is being edited or a dialog is open.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from addin.books.errors import BookError, BusyError

BUSY = frozenset({0x80010001, 0x8001010A, 0x800AC472})
GONE = frozenset({0x80010108, 0x800706BA, 0x800706BE})
_WORD = 1 << 32


@contextmanager
def refused(name: str) -> Iterator[None]:
    """Turn what COM raises about the workbook called ``name`` into a ``BookError``; other errors pass."""
    try:
        yield
    except Exception as error:
        codes = com_codes(error)
        if not codes:
            raise
        kind = BusyError if codes & BUSY else BookError
        raise kind(_sentence(name, codes, error)) from error


def com_codes(error: BaseException) -> frozenset[int]:
    """Return the codes that an error of COM carries, its own and the one inside; empty for any other error."""
    own = getattr(error, "hresult", None)
    if own is None:
        return frozenset()
    inside = (getattr(error, "excepinfo", None) or (0,))[-1]
    return frozenset(code % _WORD for code in (own, inside) if isinstance(code, int) and code)


def _sentence(name: str, codes: frozenset[int], error: Exception) -> str:
    if codes & BUSY:
        return (
            f"工作簿『{name}』正在编辑单元格或开着对话框，Excel 不接受操作："
            "请按 Enter 或 Esc 结束编辑、关闭对话框后重试。"
        )
    if codes & GONE:
        return f"Excel 已关闭或没有响应，与工作簿『{name}』的连接断开，没有写入：请重新打开工作簿后重试。"
    said = (getattr(error, "excepinfo", None) or (None, None, None))[2] or hex(min(codes))
    return f"Excel 拒绝了对工作簿『{name}』的操作（{said}）：请检查工作簿是否受保护或只读，然后重试。"
