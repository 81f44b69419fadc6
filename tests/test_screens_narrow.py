"""What a person sees in a terminal of 80 columns: nothing folded to pieces, every time with its zone, ids that lead on, filters that say what they did not find."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from montjoie.cli import app
from montjoie.errors import NotInRecord

RUNNER = CliRunner()
LETTERS = 6  # of a line that a column too narrow leaves
LISTS = ("incidents", "claims", "commitments", "disagreements", "ledger", "documents")


def screen(record: Path, *arguments: str, width: int = 80, code: int = 0) -> str:
    done = RUNNER.invoke(app, [*arguments, "--record", str(record)], env={"COLUMNS": str(width)})
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


@pytest.mark.parametrize("width", [80, 100])
@pytest.mark.parametrize("arguments", [("count",), *(("show", kind) for kind in LISTS)], ids=" ".join)
def test_no_word_is_folded_into_a_column_of_letters(sample_record: Path, arguments: tuple[str, ...], width: int) -> None:
    lines = screen(sample_record, *arguments, width=width).splitlines()
    assert all(len(line) <= width for line in lines)
    folded = [0 < len(line.strip()) <= LETTERS for line in lines]
    assert not any(all(folded[at : at + 3]) for at in range(len(folded) - 2))


@pytest.mark.parametrize("kind", ["disagreements", "ledger", "claims", "commitments", "incidents"])
def test_every_line_shows_an_id_that_explain_takes(sample_record: Path, kind: str) -> None:
    shown = screen(sample_record, "show", kind)
    ids = re.findall(r"(?m)^ *\[?([0-9a-f]{8})\b", shown)
    assert ids
    for one in ids[:4]:
        assert one in screen(sample_record, "explain", one)


def test_figures_show_ids_and_every_known_time_is_in_utc(sample_record: Path) -> None:
    (incident,) = re.findall(r"(?m)^([0-9a-f]{8})  2022-03-09 ", screen(sample_record, "show", "incidents"))[:1]
    page = screen(sample_record, "show", "incident", incident, width=140)
    assert "known (UTC)" in page
    assert "(local day)" in page
    assert not re.search(r"\d\d-\d\dT\d\d:\d\d", page)
    figure = re.search(r"(?m)^([0-9a-f]{8}) +\d", page)
    assert figure
    assert "figure" in screen(sample_record, "explain", figure[1])


def test_publication_times_show_their_zone(sample_record: Path) -> None:
    shown = screen(sample_record, "show", "documents", width=140)
    assert re.search(r"2022-03-05 09:40 \+02:00", shown)
    assert "undated" in shown


@pytest.mark.parametrize(
    ("filters", "said"),
    [(("--actor", "Nobody"), "--actor Nobody"), (("--place", "Nowhere", "--since", "2022-03-01"), "--since 2022-03-01 --place Nowhere")],
)
def test_a_filter_that_finds_nothing_says_what_was_looked_for(sample_record: Path, filters: tuple[str, ...], said: str) -> None:
    assert f"no incidents match {said}" in " ".join(screen(sample_record, "show", "incidents", *filters, code=1).split())
    assert screen(sample_record, "show", "incidents", *filters, "--json").strip() == "[]"


def test_an_incident_that_is_none_is_refused(sample_record: Path) -> None:
    done = RUNNER.invoke(app, ["show", "claims", "--incident", "zzzz", "--record", str(sample_record)])
    assert isinstance(done.exception, NotInRecord)
    assert "zzzz" in str(done.exception)


def test_counts_stand_under_their_commitment(sample_record: Path) -> None:
    shown = screen(sample_record, "count")
    assert re.search(r"(?m)^humanitarian pause, .*\[[0-9a-f]{8}\]", shown)
    assert "cannot tell" in shown
    assert "unreviewed" in shown
