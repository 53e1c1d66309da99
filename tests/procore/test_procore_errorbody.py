import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.procore.control_characters import visible
from dmsa_tui.procore.errorbody import is_html, read_error
from dmsa_tui.procore.masking import Masking
from dmsa_tui.procore.secret import Secret


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({"error": "invalid_client", "error_description": "Unknown client."}, "invalid_client", "Unknown client."),
        ({"error": "unauthorized_client"}, "unauthorized_client", "unauthorized_client"),
        ({"error": "invalid_grant", "error_description": None}, "invalid_grant", "invalid_grant"),
        ({"error": "something_new_2"}, "something_new_2", "something_new_2"),
        ({"error": {"code": "400", "message": "invalid company id"}}, "400", "invalid company id"),
        ({"errors": ["App is not connected to this company."]}, None, "App is not connected to this company."),
        ({"errors": ["one", "two", "one"]}, None, "one; two"),
        ({"errors": "Unauthorized"}, None, "Unauthorized"),
        ({"error": "Item not found"}, None, "Item not found"),
        ({"errors": {"assignees": ["required"], "name": ["too long", "odd"]}}, None,
         "assignees: required; name: too long; name: odd"),
        ({"errors": {"base": ["no"], "fields": {"name": ["bad"]}}}, None, "no; name: bad"),
        ({"code": 401, "message": "m", "fields": "", "reason": "r", "error": "No Token"}, "401", "No Token; r"),
        ({"code": 403, "message": "Forbidden", "reason": "not connected"}, "403", "Forbidden; not connected"),
        ({"message": "Forbidden", "detail": {"message": "why"}}, None, "Forbidden; why"),
        ({"message": "Forbidden", "reason": "Forbidden"}, None, "Forbidden"),
        ({"code": 403, "message": "Forbidden", "reason": ""}, "403", "Forbidden"),
        ({"error": {"error": "You have surpassed the max number"}}, None, "You have surpassed the max number"),
        ({"error": {"code": "BAD_REQUEST", "message": "Bad", "details": [
            {"reason_code": "BLANK", "message": "is blank", "source": "name"}, {"message": "odd"}]}},
         "BAD_REQUEST", "Bad; name: is blank; odd"),
        ({"message": "The access token is invalid"}, None, "The access token is invalid"),
        ({"reason": "because"}, None, "because"),
        ({}, None, ""),
        ([], None, ""),
        (None, None, ""),
        ("plain", None, "plain"),
        ({"errors": []}, None, ""),
        ({"errors": [], "message": "m"}, None, "m"),
    ],
)  # fmt: skip
def test_every_shape_in_use_is_read(body: Any, code: str | None, said: str) -> None:
    error = read_error(json.dumps(body).encode())
    assert (error.code, error.said, error.html) == (code, said, False)


def test_a_page_gives_its_title_or_its_text() -> None:
    page = b"<!DOCTYPE html><head><title>502 &amp; Bad\nGateway</title></head><body><p>x</p></body>"
    assert read_error(page).said == "502 & Bad Gateway" and read_error(page).html
    page = b"<html><script>alert(1)</script><style>p {}</style><p>Please <b>sign in</b></p></html>"
    assert read_error(page).said == "Please sign in"
    assert read_error(b"Please wait", "text/html; charset=utf-8").html


def test_plain_text_is_cut_and_made_visible() -> None:
    assert read_error(b"Denied\x1b[2J by\n policy").said == "Denied␛[2J by policy"
    assert len(read_error(b"x" * 10_000).said) == 200


def test_what_must_not_be_shown_is_masked() -> None:
    body = json.dumps({"error": "x", "error_description": "got s3cret/é"}).encode()
    assert read_error(Masking([Secret("s3cret/é")]).body(body)).said == "got ••••"
    assert read_error(Masking([Secret("s3cret"), Secret("")]).body(b"<html>s3cret</html>")).said == "••••"


def test_hostile_pages_take_no_time() -> None:
    assert read_error(b"<html>" + b"<script" * 200_000).html
    assert read_error(b"[" * 200_000).said


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["errors", "error", "message", "code", "details", "source", "base", "fields", "reason"]),
            inner,
            max_size=4,
        )
    ),
)


@given(JSON)
def test_no_json_breaks_it(value: Any) -> None:
    error = read_error(json.dumps(value).encode())
    assert visible(error.said) == error.said
    assert error.code is None or visible(error.code) == error.code


@given(st.binary(), st.sampled_from(["", "text/html", "application/json"]))
def test_no_bytes_break_it(body: bytes, content_type: str) -> None:
    error = read_error(body, content_type)
    assert visible(error.said) == error.said
    assert not error.html or is_html(body, content_type)
