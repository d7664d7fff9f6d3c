"""What a baseline must say of every value."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

Refusal = Callable[[Path], list[str]]


@pytest.fixture
def refused_pilot(library: Path, refusal: Refusal) -> Callable[[str, str], list[str]]:
    """Change the first place of the pilot that matches, and return what is said."""

    def _refused(pattern: str, instead: str) -> list[str]:
        path = library / "pilot.yaml"
        text, changes = re.subn(pattern, instead, path.read_text(encoding="utf-8"), count=1)
        assert changes
        path.write_text(text, encoding="utf-8")
        return [said.partition(": ")[2] for said in refusal(path)]

    return _refused


@pytest.mark.parametrize(
    ("pattern", "instead", "said"),
    [
        (
            r"(long_stop:\n    value: 92\n)    unit: d\n",
            r"\1",
            "'92' has no unit; write it as in 14 d",
        ),
        (
            r"(last_year:\n    value: \d+\n)    unit: people\n",
            r"\1",
            "'arrivals.last_year' has no unit; write 'unit: people'",
        ),
        (
            r"(long_stop:\n.*\n.*\n)    status: .*\n",
            r"\1",
            "'scheme.long_stop' has no status; write 'status:' and one of: "
            "reported, derived, calibrated, assumed, lever",
        ),
        (
            r"(long_stop:\n.*\n.*\n.*\n)    source: .*\n",
            r"\1",
            "'scheme.long_stop' is reported; name its 'source'",
        ),
        (
            r"(horizon:\n.*\n.*\n)    why: .*\n",
            r"\1",
            "'scheme.horizon' is lever; say why in 'why'",
        ),
        (
            r"(long_stop:\n)    value: .*\n",
            r"\1",
            "'scheme.long_stop' has no value; write 'value: 14 d'",
        ),
        (
            r"  long_stop:\n(    .*\n)+",
            "",
            "'scheme.long_stop' is missing; a baseline holds every parameter",
        ),
        (
            r"\nreturnees:\n(  .*\n)+",
            "\n",
            "the section 'returnees' is missing; it holds share, delay",
        ),
        (
            r"observed: *\n    value: .*",
            "observed:\n    value: no.csv",
            "there is no file 'no.csv' beside this one",
        ),
        (
            r"no_crossings: *\n    value: .*",
            "no_crossings:\n    value: reported",
            "there is no file 'reported' beside this one",
        ),
    ],
)
def test_a_baseline_says_of_every_value_what_it_rests_on(
    refused_pilot: Callable[[str, str], list[str]], pattern: str, instead: str, said: str
) -> None:
    assert refused_pilot(pattern, instead) == [said]


def test_a_baseline_without_sources_is_told_where_to_name_them(
    refused_pilot: Callable[[str, str], list[str]],
) -> None:
    said = set(refused_pilot(r"sources: .*\n", ""))
    assert said == {
        "no sources can be named yet; write 'sources: sources.yaml' at the top of the file"
    }
