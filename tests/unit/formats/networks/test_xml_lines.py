"""XML written line by line is what the standard library writes of the same elements."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.networks.xml_lines import Element, xml_lines

TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
TEXTS = TEXTS | st.sampled_from(["", "a & b", "<\"'>", "line\nbreak\ttab\rreturn"])
ELEMENTS = st.recursive(
    st.builds(Element, st.just("leaf"), st.dictionaries(st.sampled_from(["a", "b.c"]), TEXTS), TEXTS),
    lambda inner: st.builds(Element, st.just("branch"), st.dictionaries(st.just("x"), TEXTS), st.lists(inner)),
    max_leaves=12,
)


def plain(element: Element) -> ET.Element:
    made = ET.Element(element.tag, dict(element.attributes))
    if isinstance(element.inside, str):
        made.text = element.inside
    else:
        made.extend(map(plain, element.inside))
    return made


@given(ELEMENTS, st.integers(0, 4))
def test_elements_are_written_as_a_tree_of_them_is(element: Element, streamed: int) -> None:
    root = plain(element)
    ET.indent(root)
    body: bytes = ET.tostring(root, encoding="utf-8")
    expected = b'<?xml version="1.0" encoding="UTF-8"?>\n' + body + b"\n"
    assert b"".join(xml_lines(element, streamed)) == expected


def test_no_more_elements_are_made_than_are_written() -> None:
    made = count()

    def many() -> Iterator[Element]:
        while True:
            yield Element("edge", {"id": str(next(made))}, [Element("data", {}, "x")])

    lines = xml_lines(Element("root", {}, [Element("graph", {}, many())]))
    for _line in range(10):
        next(lines)
    assert next(made) < 10


def test_signs_that_xml_cannot_hold_are_replaced() -> None:
    (_head, line) = xml_lines(Element("a", {"b": "\x01"}, "\x02 <"))
    assert line == '<a b="\ufffd">\ufffd &lt;</a>\n'.encode()
