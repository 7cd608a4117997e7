"""A Windows machine for tests: a registry of dicts, files in a folder, and switches for what may be wrong with it."""

from pathlib import Path, PureWindowsPath

EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"


class FakeRegistry:
    """Keys → values; a key exists when it or one below it was made."""

    def __init__(self, keys=None):
        self.keys = {key: dict(values) for key, values in (keys or {}).items()}

    def exists(self, key):
        return any(one == key or one.startswith(f"{key}\\") for one in self.keys)

    def values(self, key):
        return dict(self.keys.get(key, {}))

    def subkeys(self, key):
        below = (one.removeprefix(f"{key}\\") for one in self.keys if one.startswith(f"{key}\\"))
        return sorted({one.partition("\\")[0] for one in below})

    def put(self, key, name, value):
        root, *parts = key.split("\\")
        for length in range(1, len(parts) + 1):
            self.keys.setdefault("\\".join([root, *parts[:length]]), {})
        self.keys[key][name] = value

    def remove(self, key, name):
        self.keys.get(key, {}).pop(name, None)

    def remove_key(self, key):
        if self.exists(key) and not self.values(key) and not self.subkeys(key):
            del self.keys[key]


class FakeMachine:
    """Excel 2016 is there, nothing is wrong; tests change one thing."""

    def __init__(self, folder: Path, bundle: Path | None = None):
        self.folder, self._bundle = folder / "KeyWatt", bundle
        self.registry = FakeRegistry()
        self.program_file = folder / "EXCEL.EXE"
        self.program_file.write_bytes(program_header(0x8664))
        self.answers_as_excel(str(self.program_file))
        self.registry.put(r"HKCU\Software\Microsoft\Office\16.0\Excel", "ExcelName", "Excel")
        self.source = folder / "python"
        self.source.mkdir()
        self.code_page, self.blocks, self.marks = "gbk", set(), set()
        for name in ("xlwings64.dll", "xlwings32.dll"):
            (self.source / name).write_bytes(name.encode())

    def answers_as_excel(self, program):
        classes = r"HKLM\SOFTWARE\Classes"
        self.registry.put(rf"{classes}\Excel.Application\CLSID", "", EXCEL_CLASS)
        self.registry.put(rf"{classes}\CLSID\{EXCEL_CLASS}\LocalServer32", "", f'"{program}" /automation')

    def program(self):
        return "" if self._bundle else r'"C:\Python\python.exe" -m addin'

    def bundle(self):
        return self._bundle

    def libraries(self):
        return {path.name: path for path in sorted(self.source.iterdir())}

    def in_code_page(self, text):
        try:
            text.encode(self.code_page)
        except UnicodeEncodeError:
            return False
        return True

    def marked(self, path):
        return path.name in self.marks

    def loads(self, library):
        return library.name not in self.blocks


def program_header(kind):
    """Return the first bytes of a Windows program of a machine type."""
    return (
        b"MZ".ljust(0x3C, b"\0") + (0x80).to_bytes(4, "little") + bytes(0x40) + b"PE\0\0" + kind.to_bytes(2, "little")
    )


def windows(path):
    return str(PureWindowsPath(path))
