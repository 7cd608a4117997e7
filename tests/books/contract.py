"""The two sides of the Book port as one contract suite sees them: open a file, write, and look at what was kept."""

from addin.books.closed import ClosedBook
from addin.books.live import LiveBook


class ClosedSide:
    """A file; what it holds is what was saved."""

    name = "closed"

    def __init__(self, folder):
        self.folder = folder

    def open(self, path):
        self.path = path
        return ClosedBook(path)

    def kept(self, book):
        """Finish and return a file that holds what the book now holds."""
        book.save(self.path)
        return self.path

    def close(self):
        """Nothing is open."""


class LiveSide:
    """The workbook open in LibreOffice Calc, driven through xlwings."""

    name = "live"

    def __init__(self, folder, app):
        self.folder, self.app, self.books = folder / "kept", app, []
        self.folder.mkdir()

    def open(self, path):
        known = next((one for one in self.books if one.fullname == str(path)), None)
        self.book = known or self.app.books.open(str(path))
        self.books += [] if known else [self.book]
        return LiveBook(self.book)

    def fresh(self):
        """A workbook that was never saved."""
        self.books.append(self.app.books.add())
        return LiveBook(self.books[-1])

    def kept(self, book):
        book.commit()
        return book.snapshot(self.folder)

    def close(self):
        for book in self.books:
            book.close()
