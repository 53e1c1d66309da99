"""Text in terminal cells, whatever the script, and the rows of several onboardings."""

from datetime import UTC, datetime
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.checks.model import Confirmation, Report, RequestCount, Result
from dmsa_tui.checks.report.columns import cells, fitted, wrapped
from dmsa_tui.checks.report.text import TextStyle, result_lines, row_lines, summary_lines
from dmsa_tui.checks.verdict import verdict
from dmsa_tui.vocabulary import Status

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TEXT = st.text(st.one_of(st.characters(categories=("L", "N", "P", "M")), st.sampled_from("東京 ｗ é-")))


def report(name: str, *results: Result) -> Report:
    return Report(verdict(results), NOW, 840, {"name": name}, results, RequestCount(9))


@pytest.mark.parametrize(("text", "width"), [("abc", 3), ("東京", 4), ("e\u0301", 1), ("", 0)])
def test_wide_and_combining_characters_are_counted_as_terminals_do(text: str, width: int) -> None:
    assert cells(text) == width


@given(TEXT, st.integers(10, 80), st.integers(0, 6))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(text: str, width: int, indent: int) -> None:
    lines = wrapped(text, width, " " * indent)
    assert all(cells(line) <= width and line.startswith(" " * indent) for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(TEXT, st.integers(2, 40))
def test_a_fitted_text_takes_its_column_exactly(text: str, width: int) -> None:
    assert cells(fitted(text, width)) == width


def test_words_are_only_broken_where_a_line_cannot_hold_them() -> None:
    assert wrapped("one two-three " + "x" * 12, 10) == ["one", "two-three", "x" * 10, "xx"]


@given(TEXT)
def test_a_result_keeps_to_80_columns_in_every_script(name: str) -> None:
    word = Confirmation(name, NOW)
    lines = list(result_lines(Result("projects.new", Status.UNVERIFIED, name, confirmed_by=word), TextStyle()))
    assert all(cells(line) <= 80 for line in lines)


@given(st.text(max_size=60))
def test_a_row_keeps_to_80_columns_and_shows_no_control_character(name: str) -> None:
    everything = [Result("projects.new", status, "It is so.") for status in (Status.PASS, Status.WARN, Status.FAIL)]
    for results in (everything[:1], [*everything, Result("install.version", Status.SKIPPED, "…")]):
        lines = list(row_lines(report(name, *results), TextStyle()))
        assert all(cells(line) <= 80 for line in lines)
        assert not {category(each) for line in lines for each in line} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


def test_a_row_says_what_is_in_the_way_and_leaves_out_what_only_follows_from_it() -> None:
    failed = Result("install.connected", Status.FAIL, "The app is not installed.")
    confirmed = Result("install.version", Status.UNVERIFIED, "Not told.", confirmed_by=Confirmation("Ada", NOW))
    skipped = Result("projects.new", Status.SKIPPED, "Not asked.")
    lines = "\n".join(row_lines(report("Acme", failed, confirmed, skipped), TextStyle()))
    assert lines.startswith("✗ FAIL       Acme\n")
    assert "1 fail, 1 unverified, 1 skipped" in lines
    assert "install.connected: The app is not installed." in lines
    assert "Not told" not in lines and "Not asked" not in lines


def test_the_summary_has_the_worst_verdict_and_the_sums() -> None:
    reports = [report("A", Result("projects.new", Status.PASS, "…")), report("B")]
    reports.append(report("C", Result("projects.new", Status.SKIPPED, "…")))
    assert list(summary_lines(reports, 2000, TextStyle())) == [
        "? UNVERIFIED Verdict of all: 3 onboardings, 2 pass, 1 unverified.",
        "             13 of 13 checks were not run.",
        "             27 requests to Procore in 2.0 s.",
    ]
