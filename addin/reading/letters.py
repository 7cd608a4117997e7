"""Letters of a sheet's columns."""


def column_number(letters: str) -> int:
    """Return the position of a column, A = 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def column_letters(number: int) -> str:
    """Return the letters of a column, 0 = A."""
    letters = ""
    while number >= 0:
        number, last = divmod(number, 26)
        letters, number = chr(65 + last) + letters, number - 1
    return letters
