"""A part of a file that does not fit its model is told where it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, field_validator

from sim.scenario.models import validated
from sim.scenario.problems import ScenarioError
from sim.scenario.reader import read_yaml


class Figure(BaseModel):
    model_config = ConfigDict(extra="forbid")

    as_of: str
    count: int

    @field_validator("count")
    @classmethod
    def _positive(cls, count: int) -> int:
        if count < 0:
            raise ValueError("write 0 or more")
        return count


class Page(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str
    figures: list[Figure] = []


GOOD = "title: ' as quoted '\nfigures:\n  - {as_of: May, count: 3}\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    return tmp_path / "page.yaml"


def test_what_fits_is_read_with_quoted_text_as_it_is(page: Path) -> None:
    page.write_text(GOOD, encoding="utf-8")
    assert validated(Page, read_yaml(page)) == Page(
        title=" as quoted ", figures=[Figure(as_of="May", count=3)]
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("figures: []", ["1:1: 'title' is missing"]),
        ("titel: x\ntitle: y", ["1:8: unknown key 'titel'; did you mean 'title'?"]),
        (
            "title: x\nfigures:\n  - {as_of: May, count: 1, cuont: 3}",
            ["3:35: unknown key 'cuont'; did you mean 'count'?"],
        ),
        (
            "title: x\nfigures:\n  - {as_of: May, count: -1}\n  - {count: 1}",
            ["3:25: 'count': write 0 or more", "4:5: 'as_of' is missing"],
        ),
        ("title: x\nfigures:\n  - May", ["3:5: write a mapping with as_of, count"]),
        ("title: x\nfigures: May", ["2:10: 'figures': write a list"]),
        ("title: {a: 1}", ["1:1: 'title': Input should be a valid string"]),
    ],
)
def test_each_fault_is_said_at_its_place(page: Path, text: str, said: list[str]) -> None:
    page.write_text(text + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        validated(Page, read_yaml(page))
    found = [str(problem).removeprefix(f"{page}:") for problem in refused.value.problems]
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True))
