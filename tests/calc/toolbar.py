"""The ribbon's tab as a toolbar of Calc: one button for each of customUI14.xml, a line between two groups.

A button is found on the screen by its name, as a person finds it, and not by a place that we know.
"""

import time
from functools import cache
from xml.etree import ElementTree as ET

from calc.office import load_uno

uno = load_uno()
SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
URL = "private:resource/toolbar/custom_keywatt"
SCRIPT = "vnd.sun.star.script:keywatt_buttons.py${}?language=Python&location=user"
LINE = 1
BUTTON = "PUSH_BUTTON"
CLOSED = ("MENU", "MENU_BAR", "DOCUMENT_SPREADSHEET")
"""Parts of the screen where no button is looked for."""
PATIENCE_SECONDS = 120


def groups(xml):
    """Return the tab's buttons, as pairs of tag and label, by group."""
    return [
        [(button.get("tag"), button.get("label")) for button in group.iter(f"{SPACE}button")]
        for group in ET.fromstring(xml).iter(f"{SPACE}group")  # noqa: S314 - we made it
    ]


def function(tag):
    """Return the name of the script's function behind a button."""
    return "press_" + tag.replace(" ", "_").replace("-", "_")


def _struct(**values):
    made = (uno.createUnoStruct("com.sun.star.beans.PropertyValue", Name=name, Value=values[name]) for name in values)
    return uno.Any("[]com.sun.star.beans.PropertyValue", tuple(made))


def show(office, document, tabs):
    """Put the toolbar into Calc, alone, and make it visible."""
    supplier = "com.sun.star.ui.theModuleUIConfigurationManagerSupplier"
    manager = office.context.getValueByName(f"/singletons/{supplier}").getUIConfigurationManager(
        "com.sun.star.sheet.SpreadsheetDocument"
    )
    settings = manager.createSettings()
    items = []
    for buttons in tabs:
        items += [_struct(Type=LINE, CommandURL="")] if items else []
        items += [_struct(CommandURL=SCRIPT.format(function(tag)), Label=label, Type=0) for tag, label in buttons]
    for at, item in enumerate(items):
        uno.invoke(settings, "insertByIndex", (at, item))
    manager.insertSettings(URL, settings)
    layout = document.CurrentController.Frame.LayoutManager
    for name in ("standardbar", "formatobjectbar"):
        layout.hideElement(f"private:resource/toolbar/{name}")
    layout.createElement(URL)
    layout.showElement(URL)


def place(office, label, said=PATIENCE_SECONDS):
    """Return the middle of the button of that name on the screen, as soon as it is there."""
    until = time.monotonic() + said
    while time.monotonic() < until:
        found = _now(office, label)
        if found:
            return found
        time.sleep(0.2)
    raise AssertionError(f"no button {label} on the screen")


def _now(office, label):
    """Return where a button is at this moment."""
    return next(filter(None, (_within(window, label) for window in _windows(office))), None)


def _within(window, label):
    """Return where a button of a window is; one that just closes has none."""
    try:
        return _found(window.getAccessibleContext(), label)
    except Exception:  # noqa: BLE001 - UNO's own, of a window that is gone
        return None


def _windows(office):
    """Yield what is open on the screen, dialogs first."""
    toolkit = office.context.ServiceManager.createInstanceWithContext("com.sun.star.awt.Toolkit", office.context)
    tops = [toolkit.getTopWindow(at) for at in range(toolkit.getTopWindowCount())]
    yield from (one for one in reversed(tops) if one is not None)


def _found(context, label):
    """Return the middle of the button of that name in a part of the screen."""
    role = context.getAccessibleRole()
    if role in {_role(name) for name in CLOSED}:
        return None
    if role == _role(BUTTON) and context.getAccessibleName() == label:
        corner, size = context.getLocationOnScreen(), context.getSize()
        return corner.X + size.Width // 2, corner.Y + size.Height // 2
    children = (context.getAccessibleChild(at) for at in range(context.getAccessibleChildCount()))
    inside = (_found(child.getAccessibleContext(), label) for child in children if child)
    return next(filter(None, inside), None)


@cache
def _role(name):
    return uno.getConstantByName(f"com.sun.star.accessibility.AccessibleRole.{name}")
