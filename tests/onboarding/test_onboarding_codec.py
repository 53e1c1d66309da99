"""Records as TOML: nothing is lost on the way, and nothing wrong gets in."""

import re
import tomllib
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import DamagedRecord, InvalidInput, NewerRecord
from dmsa_tui.onboarding.codec import dumps, loads
from dmsa_tui.onboarding.record import SCHEMA, Approval, ApprovalState, Confirmed, ExpectMode, Onboarding, ProjectChange

moments = st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))
confirmations = st.dictionaries(st.text(), st.builds(Confirmed, by=st.text(), at=moments), max_size=3)
plain_values = st.one_of(
    st.text(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.floats(allow_nan=False), moments
)
extras = st.dictionaries(
    st.text(min_size=1).map(lambda key: "x-" + key),
    st.recursive(plain_values, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner)),
    max_size=2,
)
approvals = st.builds(Approval, state=st.sampled_from(ApprovalState), since=st.text(), note=st.text())
records = st.builds(
    Onboarding,
    name=st.text(min_size=1),
    company_id=st.text(),
    levels_set=st.dictionaries(st.text(), st.text(), max_size=3),
    other_pairs=st.dictionaries(st.text(), st.text(), max_size=3),
    app_name=st.text(),
    verification=approvals,
    production_access=approvals,
    expect=st.sampled_from(ExpectMode),
    expected_projects=st.lists(st.text(), max_size=3),
    future_projects=st.none() | st.booleans(),
    project_changes=st.dictionaries(
        st.text(),
        st.builds(
            ProjectChange,
            by=st.text(),
            at=moments,
            outcome=st.text(),
            added=st.integers(0, 2**40),
            removed=st.integers(0, 2**40),
        ),
        max_size=2,
    ),
    confirmed=confirmations,
    accepted=confirmations,
    checked_at=st.none() | moments,
    created_at=st.none() | moments,
    updated_at=st.none() | moments,
    revision=st.integers(0, 2**40),
    extra=extras,
)


@given(records)
def test_every_record_survives_the_file(record: Onboarding) -> None:
    assert loads(dumps(record)) == record


def test_ids_beyond_what_a_float_holds_stay_as_they_are() -> None:
    record = Onboarding("Acme", company_id=str(2**53 + 1), expected_projects=["562949954728542"])
    assert loads(dumps(record)) == record


def test_times_are_written_in_utc_whatever_their_zone() -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=timezone(timedelta(hours=2)))
    written = tomllib.loads(dumps(Onboarding("Acme", checked_at=noon)).decode())
    assert written["checked_at"] == datetime(2026, 11, 23, 10, tzinfo=UTC)
    assert written["checked_at"].utcoffset() == timedelta(0)


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(InvalidInput, match="no time zone"):
        dumps(Onboarding("Acme", checked_at=datetime(2026, 11, 23)))


def test_text_that_is_not_text_is_not_written() -> None:
    with pytest.raises(InvalidInput, match="not text"):
        dumps(Onboarding("Acme", app_name="\udce4"))


def test_what_was_never_answered_is_left_out() -> None:
    assert "future_projects" not in tomllib.loads(dumps(Onboarding("Acme")).decode())


def file(lines: str, schema: str = SCHEMA) -> bytes:
    """A record file around `lines`."""
    return f'schema = "{schema}"\nname = "Acme"\n{lines}\n[written]\nby = "somebody"\n'.encode()


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert loads(b"\xef\xbb\xbf" + file("")).name == "Acme"


def test_keys_of_the_same_schema_that_are_not_known_are_kept() -> None:
    record = loads(file('color = "red"\n[more]\nthings = [1, 2]'))
    assert record.extra == {"color": "red", "more": {"things": [1, 2]}}
    assert loads(dumps(record)).extra == record.extra


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("company_id = 562949954728542", "company_id is not text"),
        ("future_projects = 1", "future_projects is not true or false"),
        ("revision = true", "revision is not a whole number"),
        ("revision = -1", "revision is below zero"),
        ('expect = "some"', "expect is none of undecided, all, list"),
        ('expected_projects = "a"', "expected_projects is not a list"),
        ("expected_projects = [1]", "expected_projects[0] is not text"),
        ("checked_at = 2026-11-23T10:00:00", "checked_at is not a date and time with its offset"),
        ("checked_at = 2026-11-23", "checked_at is not a date and time with its offset"),
        ("checked_at = 0001-01-01T00:00:00+14:00", "checked_at is not a date and time with its offset"),
        ("verification = 1", "verification is not a table"),
        ('[verification]\nstate = "maybe"', "verification.state is none of"),
        ('[verification]\nmood = "good"', "verification.mood is not known"),
        ("confirmed = []", "confirmed is not a table"),
        ('[confirmed.install]\nby = "Kim"', "confirmed.install.at is missing"),
        ("[confirmed.install]\nby = 1\nat = 2026-11-23T10:00:00Z", "confirmed.install.by is not text"),
        ('"\\u001b]52" = 1\nname = 2', "it is not TOML"),
    ],
)
def test_a_wrong_value_is_named_by_its_key(lines: str, reason: str) -> None:
    with pytest.raises(DamagedRecord, match=re.escape(reason)):
        loads(file(lines))


def test_a_reason_never_carries_an_escape_character_to_the_terminal() -> None:
    with pytest.raises(DamagedRecord) as caught:
        loads(file('[confirmed."\\u001b[31m"]\nby = 1'))
    assert "\x1b" not in str(caught.value) and "\\x1b[31m" in str(caught.value)


def test_a_file_of_a_newer_version_says_so() -> None:
    with pytest.raises(NewerRecord, match="update dmsa-tui"):
        loads(file("", "dmsa-tui.onboarding/2"))


def test_an_environment_of_a_newer_version_is_said_and_nothing_is_made_of_the_record() -> None:
    with pytest.raises(NewerRecord, match="does not know its environment “mars”; update dmsa-tui"):
        loads(file('environment = "mars"'))


@pytest.mark.parametrize("schema", ["dmsa-tui.onboarding/0", "dmsa-tui.onboarding/x", "dmsa-tui.check-report/1", ""])
def test_a_file_of_another_kind_is_refused(schema: str) -> None:
    with pytest.raises(DamagedRecord, match="schema"):
        loads(file("", schema))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"= 1",
        b"\x00" * 64,
        b"a = " + b"[" * 5000,
        b"a = " + b"9" * 5000,
        file("").replace(b'name = "Acme"\n', b""),
        file("").replace(b"Acme", b""),
        file("").replace(b"[written]", b"[other]"),
    ],
    ids=["empty", "utf-16", "no-key", "zeroes", "deep", "long-number", "no-name", "empty-name", "no-end"],
)
def test_what_is_no_record_is_refused_in_one_clause(data: bytes) -> None:
    with pytest.raises(DamagedRecord) as caught:
        loads(data)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 250


@given(st.binary(max_size=200))
def test_no_file_content_makes_the_reader_crash(data: bytes) -> None:
    with pytest.raises(DamagedRecord):
        loads(data)


def test_an_environments_own_hosts_are_none_in_a_record_that_has_them_typed_out() -> None:
    record = Onboarding("Acme", login_url="https://login.procore.com", api_url="https://api.procore.com/")
    read = loads(dumps(record))
    assert (read.login_url, read.api_url) == ("", "")
    proxied = replace(record, api_url="https://proxy.example")
    assert loads(dumps(proxied)).login_url == "https://login.procore.com"
