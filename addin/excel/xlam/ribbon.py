"""The ribbon's tab, customUI14.xml, made from the commands."""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from addin.commands.registry import Command, When

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"
HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
LABEL = "大客户"
KEY_TIP = "K"


def ribbon(groups: Mapping[str, Sequence[Command]]) -> bytes:
    """Return the XML of the tab with the groups' buttons."""
    root = Element("customUI", xmlns=NAMESPACE, onLoad="KwOnLoad")
    tabs = SubElement(SubElement(root, "ribbon"), "tabs")
    tab = SubElement(tabs, "tab", id="KwTab", label=LABEL, keytip=KEY_TIP)
    for number, (label, commands) in enumerate(groups.items(), 1):
        group = SubElement(tab, "group", id=f"KwGroup{number}", label=label)
        for one in commands:
            SubElement(group, "button", _attributes(one))
    indent(root)
    return HEAD + tostring(root, encoding="unicode").encode()


def _attributes(one: Command) -> dict[str, str]:
    """Return a button's attributes; one that is always right needs no callback."""
    enabled = {} if one.when is When.ALWAYS else {"getEnabled": f"KwEnabled{one.when.title()}"}
    return {
        "id": f"Kw_{one.name.replace(' ', '_').replace('-', '_')}",
        "tag": one.name,
        "label": one.label,
        "size": "large" if one.large else "normal",
        "imageMso": one.icon,
        "keytip": one.key_tip,
        "screentip": one.label,
        "supertip": f"{one.tip}。",
        "onAction": "KwAction",
        **enabled,
    }
