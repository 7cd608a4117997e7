"""Excel refusing a call with the code that it really gives, in the shape of pywintypes.com_error."""

EDITING, REJECTED, GONE, OTHER = 0x800AC472, 0x80010001, 0x800706BA, 0x800A03EC
_EXCEPTION = 0x80020009


class ComError(Exception):
    """As pywintypes raises it: hresult and excepinfo, codes as signed numbers."""

    def __init__(self, code, text=None):
        inside = code in {EDITING, OTHER}
        self.hresult = _signed(_EXCEPTION if inside else code)
        self.excepinfo = (0, "Microsoft Excel", text, None, 0, _signed(code)) if inside else None
        super().__init__(self.hresult, "发生意外。", self.excepinfo, None)


def _signed(code):
    return code - (1 << 32)


def refuse_after(monkeypatch, calls, code, method="copy"):
    """Let Excel refuse a method of a sheet with a code after so many calls that went well."""
    from calc.sheets import Sheet  # noqa: PLC0415 - needs uno

    real, done = getattr(Sheet, method), []

    def inner(self, *arguments, **named):
        if len(done) >= calls:
            raise ComError(code)
        done.append(self)
        return real(self, *arguments, **named)

    monkeypatch.setattr(Sheet, method, inner)


def refuse_step(monkeypatch, step, code, times):
    """Let Excel refuse one step of those that change sheets, the first is 0, and the next ``times`` - 1; count them."""
    from calc import com, ranges, sheets  # noqa: PLC0415 - needs uno

    done = []
    for kind, method in (
        (sheets.Sheet, "copy"),
        (sheets.Sheet, "delete"),
        (ranges.Range, "copy"),
        (com.SheetApi, "__setattr__"),
        (com.RangeApi, "AutoFilter"),
        (com.TableApi, "Unlist"),
    ):
        monkeypatch.setattr(kind, method, _counted(getattr(kind, method), done, range(step, step + times), code))
    return done


def _counted(real, done, refused, code):
    def inner(*arguments, **named):
        done.append(real)
        if len(done) - 1 in refused:
            raise ComError(code)
        return real(*arguments, **named)

    return inner
