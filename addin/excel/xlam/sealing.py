"""How a project says that it is not protected: Data Encryption of [MS-OVBA] 2.4.3, no secret, only a spelling."""

import struct

SEED = 0xAA
VERSION = 2


def sealed(value: bytes, project_id: str) -> str:
    """Return a value of CMG, DPB or GC, in hexadecimal."""
    key = sum(project_id.encode("ascii")) & 0xFF
    out = [SEED, SEED ^ VERSION, SEED ^ key]
    before = key
    for byte in _padding() + struct.pack("<I", len(value)) + value:
        out.append(byte ^ (out[-2] + before) & 0xFF)
        before = byte
    return bytes(out).hex().upper()


def _padding() -> bytes:
    return bytes([7] * ((SEED & 6) // 2))
