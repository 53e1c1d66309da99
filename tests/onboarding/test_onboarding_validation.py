"""The rules of the answers: what a paste adds is taken out, what is wrong is named, a secret is never quoted."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmsa_tui.errors import InvalidInput
from dmsa_tui.onboarding.validation import (
    active_projects,
    administrator,
    app_name,
    app_version_key,
    approval_date,
    approval_note,
    client_id,
    client_secret,
    company_id,
    contact,
    customer_name,
    old_account,
    shape,
)
from dmsa_tui.procore.environments import checked_url

ID = "a" * 43
SECRET = "Zz9_-" * 8 + "abc"
MIXED = "q7Xw2ZpL9vB4nK8sT1yR6mC3dF5gH0jU_aE-iO2uQxW"
"""A secret as Procore makes them, which does not read as words."""
KEY = "3f12716f-4737-4c82-953b-27a01e30e813"


def test_a_name_loses_the_spaces_of_a_paste() -> None:
    assert customer_name("  Müller \t&\n Söhne ") == "Müller & Söhne"
    assert app_name("Example Builders – Sync 🏗") == "Example Builders – Sync 🏗"


def test_the_same_letters_are_the_same_name() -> None:
    assert customer_name("Mu\u0308ller") == "Müller"


def test_a_byte_that_is_no_text_is_named_as_such() -> None:
    with pytest.raises(InvalidInput, match="something that is not text"):
        customer_name("Acme \udcff")


@pytest.mark.parametrize("text", ["", " \n", "\u202egnp", "a\x1b[31m", "\udce4", "\x00", "a" * 301])
def test_a_name_that_could_deceive_or_is_none_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="customer name"):
        customer_name(text)
    with pytest.raises(InvalidInput, match="app name"):
        app_name(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://app.procore.com/4711/company/home",
        " us02.procore.com/4711/project/list\n",
        "www.example.com",
        "“http://a”",
    ],
)
def test_an_address_is_no_customer_s_name_and_it_is_said_where_it_belongs(text: str) -> None:
    with pytest.raises(InvalidInput, match="an address, not a name: it belongs in the company ID"):
        customer_name(text)


def test_a_name_with_a_dot_or_a_slash_is_a_name() -> None:
    for name in ("Builders.com Inc.", "Example A/S", "Procore.com Builders", "A: B"):
        assert customer_name(name) == name


def test_three_hundred_characters_are_a_name() -> None:
    assert customer_name("🏗" * 300) == "🏗" * 300


@pytest.mark.parametrize("text", [f" {ID}\n", f"\u200b{ID}", f"\ufeff{ID}\u00a0"])
def test_a_client_id_loses_what_a_paste_adds(text: str) -> None:
    assert client_id(text) == ID


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        ("short", "5 characters"),
        ("a" * 65, "65 characters"),
        (f"{ID} {ID}", "spaces"),
        ("ü" * 43, "not a client ID"),
        (KEY, "App Version Key"),
    ],
)
def test_a_text_that_is_no_client_id_is_named(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        client_id(text)


@pytest.mark.parametrize("text", [SECRET, f" {SECRET}\r\n", f"{SECRET[:20]}\n  {SECRET[20:]}", f"\u200b{SECRET}"])
def test_a_secret_is_joined_from_the_lines_of_a_paste(text: str) -> None:
    assert client_secret(text).reveal() == SECRET


@pytest.mark.parametrize("text", ["", "  \n ", "hunter2", SECRET * 2, f"{SECRET}!", KEY, ID])
def test_a_text_that_is_no_secret_is_refused_without_being_quoted(text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        client_secret(text, client_id=ID)
    assert not text.strip() or text not in str(caught.value)


@given(st.text(alphabet=st.characters(min_codepoint=33), min_size=4, max_size=80))
def test_no_refusal_quotes_any_part_of_a_secret(text: str) -> None:
    try:
        assert client_secret(text).reveal() not in repr(client_secret(text))
    except InvalidInput as problem:
        # Digits of the lengths and words of the sentence may occur in a short text by chance.
        assert text not in str(problem) or len(text) < 12


@pytest.mark.parametrize(
    "rule",
    [
        active_projects, administrator, app_name, approval_date, approval_note, app_version_key, company_id, contact,
        customer_name, old_account, lambda text: checked_url("login URL", text),
        lambda text: checked_url("login URL", f"https://login.example.com/{text}"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("text", [MIXED, f" {MIXED}\n", f"secret: {MIXED}"])
def test_a_secret_in_any_other_field_is_refused_and_not_quoted(rule: Callable[[str], str], text: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        rule(text)
    assert MIXED[:12] not in str(refusal.value)


def test_the_client_id_pasted_twice_is_noticed() -> None:
    with pytest.raises(InvalidInput, match="client ID again"):
        client_secret(ID, client_id=ID)


def test_a_shape_tells_the_length_and_the_kinds() -> None:
    assert shape(client_secret(SECRET)) == "43 characters (letters, digits, - or _)"
    assert shape(client_secret("a" * 40)) == "40 characters (letters)"


@pytest.mark.parametrize("text", [
    KEY, KEY.upper(), f" {KEY}\n", f"{{{KEY}}}", f"\u200b{KEY}", KEY.replace("-", " "),
    f"{KEY[:9]} {KEY[9:20]}\n{KEY[20:]}",
])  # fmt: skip
def test_a_version_key_is_normalised(text: str) -> None:
    assert app_version_key(text) == KEY


@pytest.mark.parametrize("quoted", ['"{}', "{}'", "“{}”", ' "{}" ', "'\u00a0{}\n"])
def test_quotes_are_dropped_around_every_value_also_a_single_one(quoted: str) -> None:
    assert app_version_key(quoted.format(KEY)) == KEY
    assert client_id(quoted.format(ID)) == ID
    assert client_secret(quoted.format(SECRET)).reveal() == SECRET
    assert company_id(quoted.format("4711")) == "4711"


@pytest.mark.parametrize("label", ["App Version ID: ", "Production App Version Key = "])
def test_a_version_key_loses_its_label(label: str) -> None:
    assert app_version_key(f'{label}"{KEY}"') == KEY


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is empty"),
        (KEY[:-1], "35 characters"),
        (KEY.replace("-", ""), "32 characters"),
        (ID, "This is the client ID"),
        ("g" + KEY[1:], "App Version Key"),
    ],
)
def test_a_text_that_is_no_version_key_is_named(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        app_version_key(text, client_id=ID)


def test_the_sandbox_key_is_not_taken_for_the_production_key() -> None:
    with pytest.raises(InvalidInput, match="each environment has its own"):
        app_version_key(KEY.upper(), other_key=KEY)


@pytest.mark.parametrize(
    "block",
    [
        'Production App Version Key:\n"{}"', "App Version Key\n\n{}\n", "{}\nProduction App Version Key",
        "App Version Key (production)\t{}", "Key = {};",
    ],
)  # fmt: skip
def test_the_one_value_of_a_block_is_taken_wherever_its_label_is(block: str) -> None:
    assert app_version_key(block.format(KEY)) == KEY
    labeled = block.replace("App Version Key", "Client secret")
    assert client_secret(labeled.format(MIXED)).reveal() == MIXED
    assert client_id(labeled.replace("secret", "ID").format(MIXED)) == MIXED


def test_a_secret_that_was_broken_in_two_is_no_value_with_a_label() -> None:
    long = "0f4e" * 16
    assert client_secret(f"{long[:40]}\n{long[40:]}").reveal() == long
    assert client_secret(f"Client secret:\n{MIXED[:20]} {MIXED[20:]}").reveal() == MIXED


@pytest.mark.parametrize("rule", [app_version_key, client_id, client_secret])
def test_a_label_alone_is_not_called_empty(rule: Callable[[str], object]) -> None:
    with pytest.raises(InvalidInput, match="This is only the label"):
        rule("Production App Version Key:")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("App Name: My Sync", "My Sync"), ("Name: My Sync", "My Sync"), ("App name = “My Sync”", "My Sync"),
        ("App Name Sync", "App Name Sync"), ("Name Sync", "Name Sync"),
    ],
)  # fmt: skip
def test_the_portals_label_is_no_part_of_an_app_name(text: str, name: str) -> None:
    assert app_name(text) == name


@pytest.mark.parametrize("label", ["App Name", "App Name:"])
def test_a_label_alone_is_no_app_name(label: str) -> None:
    with pytest.raises(InvalidInput, match="only the label"):
        app_name(label)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("about 2,400", "2400"), ("2.400", "2400"), ("2'400", "2400"), ("1.234.567", "1234567"), ("ca. 40", "40"),
        ("~40", "40"), ("approx. 40 projects", "40"), ("", ""),
    ],
)  # fmt: skip
def test_a_number_of_projects_is_taken_as_people_write_it(text: str, digits: str) -> None:
    assert active_projects(text) == digits


@pytest.mark.parametrize("text", ["about fifty", "3.14", "2,40", "projects"])
def test_a_number_of_projects_that_is_none_is_refused_by_an_example_that_is_taken(text: str) -> None:
    with pytest.raises(InvalidInput, match="such as 1200 or “about 2,400”"):
        active_projects(text)


def test_quotation_marks_around_a_name_are_dropped_and_those_inside_stay() -> None:
    assert customer_name('"Fir & Sons Homes, Inc."') == "Fir & Sons Homes, Inc."
    assert app_name("“Fir Sync”") == "Fir Sync"
    assert customer_name('"Big" Homes "North"') == '"Big" Homes "North"'


def test_what_is_said_of_a_wrong_key_holds_none_that_would_be_accepted() -> None:
    with pytest.raises(InvalidInput) as refused:
        app_version_key("version 1.0")
    for word in str(refused.value).split():
        with pytest.raises(InvalidInput):
            app_version_key(word)
