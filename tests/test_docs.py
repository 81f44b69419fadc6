"""The docs say what is so: commands and options exist, links lead somewhere, the pages name no place outside the project."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from montjoie.cli import app

REPO = Path(__file__).parents[1]
PAGES = sorted([REPO / "README.md", REPO / "CONTRIBUTING.md", REPO / "CHANGELOG.md", *(REPO / "docs").rglob("*.md")])
COMMANDS = get_command(app).commands  # type: ignore[attr-defined]
CODE = re.compile(r"```\n(.*?)```|`([^`\n]+)`", re.DOTALL)


def lines_of_code(page: Path) -> list[str]:
    found = [block or inline for block, inline in CODE.findall(page.read_text(encoding="utf-8"))]
    return [line.strip() for block in found for line in block.splitlines()]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_the_docs_exists_with_its_options(page: Path) -> None:
    for line in lines_of_code(page):
        found = re.match(r"(?:\.venv/bin/)?montjoie ([a-z]+)(.*)", line)
        if found and found[1].islower():
            assert found[1] in COMMANDS, line
            options = {option for parameter in COMMANDS[found[1]].params for option in (*parameter.opts, *parameter.secondary_opts)}
            assert set(re.findall(r"(?<!\S)--[a-z][a-z-]*", found[2])) <= options | {"--help"}, line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_is_in_the_reference(name: str) -> None:
    assert f"`{name}" in (REPO / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
