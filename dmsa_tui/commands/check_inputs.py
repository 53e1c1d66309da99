"""What `dmsa-tui check` is told: options, environment variables, a saved onboarding, and the secret."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from dmsa_tui.checks.expectation import ALL_ACTIVE, NOTHING_STATED, Expectation
from dmsa_tui.checks.model import Confirmation
from dmsa_tui.checks.target import ProjectScope, Target
from dmsa_tui.commands.reading import only_one_reads_standard_input
from dmsa_tui.commands.secret_input import from_prompt, from_standard_input
from dmsa_tui.errors import NAME_THE_ONBOARDING, InvalidInput, quoted
from dmsa_tui.guide.profiles import DEFAULT_PROFILE, load_profile
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.validation import app_name, client_id, client_secret, company_place, free_text, odd_form
from dmsa_tui.procore.environments import environment, with_urls
from dmsa_tui.procore.pasted import unquoted, without_invisible
from dmsa_tui.procore.secret import Secret
from dmsa_tui.procore.weblinks import CompanyPlace, OtherEnvironment
from dmsa_tui.vocabulary import definition, with_needs

if TYPE_CHECKING:
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.onboarding.secret_store import SecretStore

T = TypeVar("T")
_TWO_HOSTS = (
    "Another onboarding with this client ID has another login host, so no secret that goes by the client ID is sent."
)


class Lacking(InvalidInput):
    """A saved onboarding lacks what asking about it needs."""

    def __init__(self, sentence: str, lacks: str) -> None:
        super().__init__(sentence)
        self.lacks = lacks
        """company-id, client-id or client-secret."""


class Inputs(NamedTuple):
    """Everything that a run of the command needs."""

    target: Target
    secret: Secret
    only: frozenset[str] | None
    confirmations: dict[str, Confirmation]
    record: "Onboarding | None" = None
    """The saved onboarding that is asked about, as it was read."""
    asked: "Onboarding | None" = None
    """The same with the answers that options give: it bears out the results (`onboarding.cautions`)."""


def read_inputs(args: argparse.Namespace) -> Inputs:
    """The inputs of the parsed options; InvalidInput for what cannot be used. Nothing is sent yet."""
    paths = Paths.default()
    only_one_reads_standard_input(**{"--expect -": args.expect == "-", "--secret-stdin": args.secret_stdin})
    record = None
    if args.name is not None:
        from dmsa_tui.onboarding.lookup import load_named
        from dmsa_tui.onboarding.store import Store

        record = load_named(Store(paths), args.name)
    elif not args.company_id and not _variable("PROCORE_COMPANY_ID"):
        from dmsa_tui.onboarding.store import Store

        if Store(paths).files():
            raise InvalidInput(f"{NAME_THE_ONBOARDING} Without one, give --company-id and --client-id.")
    only = read_only(args)
    confirmations = _accepted(args, record, only)
    target = _target(args, record, paths)
    secret = read_secret(target, from_stdin=args.secret_stdin)
    _tell_odd_forms(target, secret)
    if record is not None:
        _tell_another_secret(target, secret)
    return Inputs(target, secret, only, confirmations, record, record and _answered(args, record))


def read_saved(
    args: argparse.Namespace,
    record: "Onboarding",
    paths: Paths,
    secret_store: "SecretStore",
    given: Secret | None = None,
    *,
    by_client_id: bool = True,
) -> Inputs:
    """The inputs of one onboarding among several: nobody is asked, and no variable stands in for what it lacks.

    `given` is its secret, if that is known already; else it is the keyring's, or the variable's for its client ID.
    `by_client_id`: whether that ID alone says to which login host a secret goes; if not, no such variable counts.
    """
    only = read_only(args)
    if not record.company_id or not record.client_id:
        missing = "client ID" if record.company_id else "company ID"
        raise Lacking(
            f"It has no {missing}: `dmsa-tui set` or the wizard adds it.",
            missing.lower().replace(" ", "-"),
        )
    target = _target(args, record, paths)
    secret = secret_store.get(SecretKey.of_target(target)) if given is None else given
    if secret is None and by_client_id and _variable("PROCORE_CLIENT_ID") and _own_variable(target):
        secret = _secret_variable(target)
    if secret is None:
        raise Lacking(_no_secret(record, secret_store, by_client_id), "client-secret")
    return Inputs(target, secret, only, _accepted(args, record, only), record, _answered(args, record))


def _no_secret(record: "Onboarding", secret_store: "SecretStore", by_client_id: bool) -> str:
    """What is missing, and the ways to give it that this machine has."""
    from dmsa_tui.commands.secret_command import variable_of
    from dmsa_tui.commands.writing import shell_command

    ways = [f"set {variable}"] if (variable := variable_of(record.name)) else []
    ways.append("set secret-command in the settings" + ("" if by_client_id else ", with {name} in it"))
    if not secret_store.without_keyring:
        ways.append(f"keep it in the keyring with `{shell_command('secret', record.name)}` or in the wizard")
    sentence = f"This machine has no client secret for this onboarding; {', or '.join(ways)}."
    if not by_client_id:
        return f"{sentence} {_TWO_HOSTS}"
    if not _variable("PROCORE_CLIENT_SECRET"):
        return sentence
    beside = "is a different one" if _variable("PROCORE_CLIENT_ID") else "is not set"
    return f"{sentence} PROCORE_CLIENT_SECRET is used only for the client ID in PROCORE_CLIENT_ID, which {beside}."


def read_only(args: argparse.Namespace) -> frozenset[str] | None:
    """The checks that were asked for, None for all; InvalidInput for an unknown one."""
    return None if args.only is None else frozenset(definition(id).id for id in args.only)


def _target(args: argparse.Namespace, record: "Onboarding | None", paths: Paths) -> Target:
    """The saved onboarding's target, or an empty one, with the options over it."""
    base = _saved_target(args.profile, record, paths)
    place = base.environment
    moved = args.environment is not None and args.environment != place.id
    if moved:  # the record's own hosts belong to the record's environment
        place = environment(args.environment)
    company = _company(args, base, place.id, record)
    same = not company.environment and company.id == base.company_id and not moved
    to_sandbox = moved and place.pair == "sandbox"
    return replace(
        base,
        environment=with_urls(place, args.login_url, args.api_url),
        company_id=company.id,
        client_id=_client_id(args, base.other_pair_client_id if to_sandbox else base.client_id, record),
        web_base_url=(base.web_base_url if same else company.web_url) or None,
        app_name=base.app_name if args.app_name is None else app_name(args.app_name) if args.app_name.strip() else "",
        projects=ProjectScope() if args.projects is None else ProjectScope.parse(args.projects),
        expect=base.expect if args.expect is None else _expectation(args.expect),
        future_projects=base.future_projects if args.future_projects is None else args.future_projects == "yes",
        other_pair_client_id="" if moved else base.other_pair_client_id,
    )


def _saved_target(profile: str | None, record: "Onboarding | None", paths: Paths) -> Target:
    """What is saved; `profile` is the option's, before the record's own."""
    if record is None:
        return Target(environment("production"), "", "", load_profile(profile or DEFAULT_PROFILE, paths.config))
    from dmsa_tui.onboarding.check_target import target_from_record

    return target_from_record(record, load_profile(profile or record.profile or DEFAULT_PROFILE, paths.config))


def _company(args: argparse.Namespace, base: Target, environment_id: str, record: "Onboarding | None") -> CompanyPlace:
    company_id = args.company_id or base.company_id
    try:
        if company_id:
            return company_place(company_id, environment_id)
        if not _variable("PROCORE_COMPANY_ID"):
            raise _missing("company ID", record)
        return _of_variable("PROCORE_COMPANY_ID", lambda text: company_place(text, environment_id))
    except OtherEnvironment as other:
        raise InvalidInput(f"{other} Its option is --environment {other.place.environment}.") from None


def _client_id(args: argparse.Namespace, saved: str, record: "Onboarding | None") -> str:
    if given := args.client_id or saved:
        pair = [_variable(name) for name in ("PROCORE_CLIENT_ID", "PROCORE_CLIENT_SECRET")]
        return client_id(
            given, secrets=[Secret(unquoted(without_invisible(pair[1])))] if all(pair) else (), any_form=True
        )
    if not _variable("PROCORE_CLIENT_ID"):
        raise _missing("client ID", record)
    return _of_variable("PROCORE_CLIENT_ID", lambda text: client_id(text, any_form=True))


def _missing(what: str, record: "Onboarding | None") -> InvalidInput:
    option, variable = f"--{what.lower().replace(' ', '-')}", f"PROCORE_{what.upper().replace(' ', '_')}"
    if record is None:
        return InvalidInput(f"The {what} is missing; give {option} or set {variable}.")
    return InvalidInput(
        f"{quoted(record.name)} has no {what} yet; add it in the wizard, give {option} or set {variable}."
    )


def _of_variable(name: str, rule: Callable[[str], T]) -> T:
    """What the rule makes of an environment variable; the sentence of a refusal names the variable."""
    try:
        return rule(os.environ.get(name, ""))
    except InvalidInput as problem:
        raise InvalidInput(f"{name}: {problem}") from None


def _expectation(given: str) -> Expectation:
    if given == "all":
        return ALL_ACTIVE
    if given == "none":
        return NOTHING_STATED
    from dmsa_tui.checks.expected_list import expected_list
    from dmsa_tui.checks.list_file import read_list_file

    return expected_list(read_list_file(given))


def _answered(args: argparse.Namespace, record: "Onboarding") -> "Onboarding":
    """The onboarding with what options decide: a question that they answer is not open in this run."""
    from dmsa_tui.onboarding.record import ExpectMode

    expect = record.expect if args.expect is None else ExpectMode.ALL
    future_projects = record.future_projects if args.future_projects is None else args.future_projects == "yes"
    return replace(record, expect=expect, future_projects=future_projects)


def _accepted(
    args: argparse.Namespace, record: "Onboarding | None", only: frozenset[str] | None
) -> dict[str, Confirmation]:
    saved = {} if record is None else record.accepted
    confirmations = {id: Confirmation(word.by, word.at) for id, word in saved.items() if _is_check(id)}
    if args.accept is not None:
        if not args.accepted_by or not args.accepted_by.strip():
            raise InvalidInput("--accept needs --accepted-by NAME: the person who confirms it.")
        free_text("name after --accepted-by", args.accepted_by)
        now = datetime.now(UTC)
        confirmations |= {definition(id).id: Confirmation(args.accepted_by.strip(), now) for id in args.accept}
    elif args.accepted_by:
        raise InvalidInput("--accepted-by needs --accept ID: the checks that the person confirms.")
    if only is None:
        return confirmations
    asked = {check.id for check in with_needs(only)}
    return {id: confirmation for id, confirmation in confirmations.items() if id in asked}


def _is_check(id: str) -> bool:
    try:
        definition(id)
    except InvalidInput:  # a record of another version may know other checks
        return False
    return True


def read_secret(target: Target, *, from_stdin: bool) -> Secret:
    """The client secret: standard input, PROCORE_CLIENT_SECRET, the keyring, or a hidden prompt; InvalidInput if none.

    What copying adds is taken out; a placeholder, a mask or the client ID again is named, and nothing is sent.
    """
    if from_stdin:
        return client_secret(from_standard_input(), client_id=target.client_id, any_form=True)
    if _own_variable(target) and (variable := _secret_variable(target)) is not None:
        return variable
    from dmsa_tui.onboarding.secret_store import SecretStore

    kept = SecretStore().get(SecretKey.of_target(target))
    if kept is not None:
        return kept
    if not sys.stdin.isatty():
        raise InvalidInput(
            "The client secret is missing; set PROCORE_CLIENT_SECRET for this client ID or use --secret-stdin. "
            "`--help` lists all ways to give it."
        )
    return client_secret(from_prompt(), client_id=target.client_id, any_form=True)


def _own_variable(target: Target) -> bool:
    """Whether PROCORE_CLIENT_SECRET may be this client ID's: no other client ID is set beside it."""
    try:
        return client_id(_variable("PROCORE_CLIENT_ID"), any_form=True) == target.client_id
    except InvalidInput:
        return not _variable("PROCORE_CLIENT_ID")


def _tell_odd_forms(target: Target, secret: Secret) -> None:
    """Say it if a value is of another length than Procore's: it is tried all the same, for no length is promised."""
    for what, value in (("client ID", target.client_id), ("client secret", secret.reveal())):
        if oddity := odd_form(what, value):
            print(f"Note: {oddity}.", file=sys.stderr)


def _tell_another_secret(target: Target, secret: Secret) -> None:
    """Say it if the keyring holds another secret for the same pair: one of the two is an older one."""
    from dmsa_tui.onboarding.secret_store import SecretStore

    kept = SecretStore(timeout=1.0).get(SecretKey.of_target(target))
    if kept is not None and kept != secret:
        print(
            "Note: the keyring has a different client secret for this client ID. If the secret was reset, enter the "
            "new one in the wizard's promote step or with `dmsa-tui secret`, and in the sync tool.",
            file=sys.stderr,
        )


def _secret_variable(target: Target) -> Secret | None:
    if not _variable("PROCORE_CLIENT_SECRET"):
        return None
    return _of_variable(
        "PROCORE_CLIENT_SECRET", lambda text: client_secret(text, client_id=target.client_id, any_form=True)
    )


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()
