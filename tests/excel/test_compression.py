"""Compression of VBA sources: the vectors that Microsoft published, and whatever bytes there are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import decompress_stream

from addin.excel.xlam.compression import CHUNK, compress

PUBLISHED = {
    "3.2.1 no compression": (
        b"abcdefghijklmnopqrstuv.",
        "01 19B0 00 6162636465666768 00 696A6B6C6D6E6F70 00 717273747576 2E",
    ),
    "3.2.2 normal": (
        b"#aaabcdefaaaaghijaaaaaklaaamnopqaaaaaaaaaaaarstuvwxyzaaa",
        "012FB00023616161626364658266007061676869 6A013808616B6C00306D6E6F7006710270041072737475761077 78797A003C",
    ),
    "3.2.3 maximum": (b"a" * 73, "01 03B0 02 61 4500"),
}


def unpacked(data):
    return bytes(decompress_stream(bytearray(data)))


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_streams_and_ours_hold_the_same_text_in_as_many_bytes(name):
    text, stream = PUBLISHED[name][0], bytes.fromhex(PUBLISHED[name][1])
    assert unpacked(stream) == unpacked(compress(text)) == text
    assert len(compress(text)) == len(stream)


@pytest.mark.parametrize("name", ["3.2.1 no compression", "3.2.3 maximum"])
def test_where_there_is_one_choice_ours_is_the_published_one(name):
    assert compress(PUBLISHED[name][0]) == bytes.fromhex(PUBLISHED[name][1])


@given(st.lists(st.sampled_from([b"Dim x", b"\r\n", b"Kw", b" ", b"a", b"End Sub"]), max_size=2500).map(b"".join))
def test_any_text_comes_back(text):
    assert unpacked(compress(text)) == text


@pytest.mark.parametrize("length", [0, 1, 2, 3, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_both_sides_of_a_chunk(length):
    text = (b"0123456789abc" * 1000)[:length]
    assert unpacked(compress(text)) == text


def test_a_chunk_that_would_grow_stands_as_it_is():
    noise = bytes(place * place * 7 % 251 for place in range(CHUNK))
    noise = bytes((byte * 31 + place) % 256 for place, byte in enumerate(noise))
    assert unpacked(compress(noise)) == noise
    assert len(compress(noise)) <= CHUNK + 3
