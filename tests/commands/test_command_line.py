"""What every command has in common: whole option names, suggestions, a help that says it all, JSON by schema."""

import json
import os
import shlex
import shutil
import stat
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dmsa_tui import cli
from dmsa_tui.commands import completion
from dmsa_tui.commands.paths import rows_of
from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.store import Store
from dmsa_tui.terminal.colors import color_wanted
from tests import program

CANARY = "Zq8Yw3Vb6Nn1Mm5Kk9Jj2Hh7Gg4Ff0Dd-Ss_Aa1Pp3o"
Capture = pytest.CaptureFixture[str]


def saved(name: str = "Acme", **answers: Any) -> Store:
    """A store with one onboarding."""
    store = Store(Paths.default())
    store.create(Onboarding(name, **{"company_id": "1", **answers}))
    return store


def parsers() -> Mapping[str, Any]:
    """Every command's parser."""
    return {word: cli._parser(word) for word in cli.COMMANDS}


LONG_OPTIONS = [
    (word, option)
    for word, parser in parsers().items()
    for action in parser._actions
    for option in action.option_strings
    if option.startswith("--") and option != "--help"
]


@pytest.mark.parametrize("word", cli.COMMANDS)
def test_no_option_may_be_abbreviated_and_each_is_suggested(word: str, capsys: Capture) -> None:
    options = [option for command, option in LONG_OPTIONS if command == word]
    for option in options:
        given = option[:-1]
        if given in options or len(given) < 4:
            continue
        assert cli.main([word, given]) == 2
        assert "Did you mean “--" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["check", "--format", "jsn"], "--format: “jsn” is not one of text, json, junit. Did you mean “json”?"),
        (["manifest"], "ACTION is missing; it is one of show, validate, diff."),
        (["manifest", "show", "--schema", "9"], "--schema: “9” is not one of 3.2, 4.1."),
        (["completion", "tcsh"], "SHELL: “tcsh” is not one of bash, zsh, fish, powershell."),
        (["archive"], "Name the onboarding; `dmsa-tui list` shows the names."),
        (["new", "A", "--environment", "production"], "--company-id is missing: the customer's company ID, or the "
         "address of a page in their Procore."),
        (["new"], "NAME, --environment and --company-id are missing."),
        (["set", "A"], "KEY=VALUE is missing: an answer such as app-name=Sync."),
        (["check", "--expect"], "--expect needs a value: all|FILE."),
        (["check", "--color"], "--color needs a value: auto, always, never."),
        (["handoff", "A", "-o"], "-o/--output needs a value: FILE."),
        (["steps", "--stale", "5", "--search", "x"], "--search cannot be used with --stale."),
        (["list", "x"], "Unrecognized arguments: x."),
        (["--color"], "Unknown option --color."),
    ],
)  # fmt: skip
def test_wrong_usage_is_one_line_that_says_what_would_be_right(words: list[str], said: str, capsys: Capture) -> None:
    assert cli.main(words) == 2
    out, err = capsys.readouterr()
    command = "" if words[0].startswith("-") else f"{words[0]} "
    assert (out, err) == ("", f"dmsa-tui: {said} See `dmsa-tui {command}--help`.\n")


def test_the_faults_are_too_many_to_be_named(capsys: Capture) -> None:
    assert cli.main(["practice", "--fault", "slo"]) == 2
    said = "Unknown fault “slo”; `dmsa-tui practice --list all` names them. Did you mean “slow”?"
    assert capsys.readouterr().err == f"dmsa-tui: {said}\n"


@pytest.mark.parametrize("command", ["check", "permit"])
def test_a_command_without_a_name_says_where_the_saved_names_are(command: str, capsys: Capture) -> None:
    cli.main(["new", "Acme", "--environment", "production", "--company-id", "1"])
    capsys.readouterr()
    assert cli.main([command]) == 2
    assert capsys.readouterr().err.startswith("dmsa-tui: Name the onboarding; `dmsa-tui list` shows the names.")
    assert cli.main([command, "Acme"]) == 2
    assert "“Acme” has no client ID yet; add it in the wizard, give --client-id" in capsys.readouterr().err


def test_where_none_is_archived_the_command_that_archives_is_named(capsys: Capture) -> None:
    assert cli.main(["list", "--archived"]) == 0
    assert "`dmsa-tui archive NAME`" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words",
    [
        ["set", CANARY, "app-name=x"], ["set", "A", f"login-url={CANARY}"], ["check", "--only", CANARY],
        ["check", "--profile", CANARY, "--company-id", "1"], ["check", "--environment", CANARY], ["handout", CANARY],
        ["verify", CANARY], ["manifest", "validate", CANARY], ["manifest", CANARY], ["steps", CANARY], [CANARY],
        ["list", CANARY], ["check", f"--client-secret={CANARY}"], ["new", "A", "--environment", CANARY],
    ],
)  # fmt: skip
def test_a_secret_in_a_wrong_place_is_not_repeated(words: list[str], capsys: Capture) -> None:
    cli.main(["new", "A", "--environment", "production", "--company-id", "1", "--if-missing"])
    capsys.readouterr()
    assert cli.main(words) == 2
    told = capsys.readouterr()
    assert CANARY.lower() not in (told.out + told.err).lower() and "dmsa-tui: " in told.err


def test_the_secret_as_client_id_is_not_saved(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.setenv("PROCORE_CLIENT_SECRET", f" {CANARY}\n")
    new = ["new", "A", "--environment", "production", "--company-id", "1"]
    assert cli.main([*new, "--client-id", CANARY]) == 2
    assert cli.main(new) == 0 and cli.main(["set", "A", f"client-id={CANARY}"]) == 2
    assert cli.main(["set", "A", f"sandbox-client-id={CANARY}"]) == 2
    assert capsys.readouterr().err.count("This is the client secret, not the client ID") == 3


def test_an_abbreviated_yes_removes_nothing(capsys: Capture) -> None:
    store = saved()
    assert cli.main(["forget", "Acme", "--y"]) == 2
    assert store.names() == ["Acme"] and "Unknown option --y" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["chekc"], "check"),
        (["help", "chekc"], "check"),
        (["check", "--fromat", "json"], "--format"),
        (["check", "--format", "jsn"], "json"),
        (["demo", "--scenario", "not-instaled"], "not-installed"),
        (["steps", "instal"], "install"),
        (["completion", "bahs"], "bash"),
        (["manifest", "vaildate"], "validate"),
        (["doctor", "--environment", "producton"], "production"),
    ],
)
def test_what_was_probably_meant_is_asked(words: list[str], meant: str, capsys: Capture) -> None:
    assert cli.main(words) == 2
    said = capsys.readouterr()
    assert said.out == "" and f"Did you mean “{meant}”?" in said.err


@pytest.mark.parametrize("word", cli.COMMANDS)
def test_help_has_examples_statuses_and_where_names_come_from(word: str, capsys: Capture) -> None:
    assert cli.main(["help", word]) == 0
    by_help = capsys.readouterr().out
    assert cli.main([word, "--help"]) == 0
    said = capsys.readouterr().out
    assert said == by_help
    assert f"  dmsa-tui {word}" in said.partition("\nexamples:\n")[2]
    statuses = said.partition("\nexit status:\n")[2]
    assert [each for each in ("0", "2", "4", "70", "130", "141") if f"\n  {each} " not in f"\n{statuses}"] == []
    if "NAME" in said.partition("positional arguments:")[2].partition("options:")[0] and word != "new":
        assert "\nwhere to find names:\n" in said


def test_the_help_of_the_program_has_every_status_that_a_command_may_end_with(capsys: Capture) -> None:
    assert cli.main(["--help"]) == 0
    listed = capsys.readouterr().out.partition("\nexit status:\n")[2]
    commands = {status for word in cli.COMMANDS for status in cli._command(word).STATUSES}
    assert [each for each in sorted(commands) if f"\n  {each} " not in f"\n{listed}"] == []


def test_a_help_imports_nothing_that_only_a_run_needs() -> None:
    code = (
        "import sys; from dmsa_tui import cli; print([cli._parser(word) for word in cli.COMMANDS] and 1);"
        "print({'asyncio', 'tomllib', 'dmsa_tui.guide', 'dmsa_tui.practice', 'dmsa_tui.documents'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "1\nset()\n"


def test_the_version_is_said_everywhere(capsys: Capture) -> None:
    for words in (["-V"], ["--version"], ["check", "-V"]):
        assert cli.main(words) == 0
        assert capsys.readouterr().out == f"dmsa-tui {cli_version()}\n"


def cli_version() -> str:
    from dmsa_tui import __version__

    return __version__


def test_options_go_in_any_place(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "manifest.json"
    assert cli.main(["manifest", "show", "--schema", "4.1"]) == 0
    file.write_text(capsys.readouterr().out)
    for words in (["--schema", "4.1", "validate", str(file)], ["validate", "--schema", "4.1", str(file)]):
        assert cli.main(["manifest", *words]) == 0, capsys.readouterr().err


# -- JSON ----------------------------------------------------------------------------------------------------------

LISTINGS = [
    "list", "list --archived", "check --list", "paths", "practice --list", "practice --list all", "steps",
    "steps install", "steps --stale 1", "steps --search install app is missing", "doctor",
]  # fmt: skip

OTHER_REPORTS = {
    "verify": "test_verify_command.py",
    "permit": "tests/permit",
    "handoff": "test_handoff_command.py",
    "handout": "tests/documents/test_handout.py",
    "review": "test_review_command.py",
    "manifest": "below: its --schema chooses the version of a manifest",
}
"""Commands that list nothing, and where their JSON meets its schema."""
OF_EVERY_COMMAND = {"--help", "--version", "--format", "--schema", "--color"}
LIST_NOTHING_ELSE = {
    "check": {
        "--accept", "--accepted-by", "--all", "--api-url", "--app-name", "--client-id", "--company-id", "--environment",
        "--expect", "--future-projects", "--login-url", "--only", "--only-changed", "--profile", "--projects",
        "--secret-stdin", "--strict", "--timeout", "--wait", "--watch",
    },
    "practice": {"--fault", "--port", "--scenario"},
    "steps": {"--edition"},
    "doctor": {"--api-url", "--environment", "--login-url", "--timeout"},
}  # fmt: skip
"""Command → those of its options that bring no listing of another form."""


def test_every_command_with_json_and_a_schema_is_among_the_listings_or_said_to_be_none() -> None:
    described = {
        word
        for word, parser in parsers().items()
        if "--schema" in parser._option_string_actions
        and "json" in (getattr(parser._option_string_actions.get("--format"), "choices", None) or ())
    }
    listings = {words.split()[0] for words in LISTINGS}
    assert listings | set(OTHER_REPORTS) == described and not listings & set(OTHER_REPORTS)


def test_every_option_of_a_listing_is_among_the_listings_or_said_to_list_nothing_else() -> None:
    listed: dict[str, set[str]] = {words.split()[0]: set() for words in LISTINGS}
    for words in LISTINGS:
        listed[words.split()[0]] |= {word for word in words.split() if word.startswith("--")}
    for word, options in listed.items():
        there = {option for option in parsers()[word]._option_string_actions if option.startswith("--")}
        assert there == OF_EVERY_COMMAND & there | options | LIST_NOTHING_ELSE.get(word, set()), word


@pytest.mark.parametrize("words", LISTINGS)
def test_every_listing_is_json_that_its_published_schema_describes(words: str, capsys: Capture) -> None:
    saved()
    damaged = Paths.default().records / "torn.toml"
    damaged.write_text("name = ")
    hosts = ["--login-url", "http://127.0.0.1:9", "--api-url", "http://127.0.0.1:9"] if words == "doctor" else []
    assert cli.main([*words.split(), *hosts, "--format", "json"]) in (0, 3)
    document = json.loads(capsys.readouterr().out)
    assert cli.main([*words.split(), "--schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)
    assert document["schema"] == schema["properties"]["schema"]["const"]
    with pytest.raises(Exception, match=r"unexpected|required"):
        Draft202012Validator(schema).validate({**document, "moon": 1})


@pytest.mark.parametrize(
    ("manifest", "status"),
    [('{"schema_version": "4.1", "components": {}}', 1), ("{", 1), ("{}", 1), (None, 0)],
    ids=str,
)
@pytest.mark.parametrize("action", ["validate", "diff"])
def test_a_manifest_s_report_is_json_by_its_schema(
    action: str, manifest: str | None, status: int, tmp_path: Path, capsys: Capture
) -> None:
    file = tmp_path / "manifest.json"
    if manifest is None:
        cli.main(["manifest", "show"])
        manifest = capsys.readouterr().out
    file.write_text(manifest)
    ended = cli.main(["manifest", action, str(file), "--format", "json"])
    schema = json.loads(files("dmsa_tui.commands").joinpath("manifest_report_schema.json").read_text("utf-8"))
    report = json.loads(capsys.readouterr().out)
    Draft202012Validator(schema).validate(report)
    assert ended == (2 if (manifest, action) == ("{", "diff") else status)
    assert (report["to_put_right"] > 0) == (status == 1)


def test_the_setup_record_s_schema_is_printed(capsys: Capture) -> None:
    assert cli.main(["handoff", "--schema"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["schema"]["const"] == "dmsa-tui.setup-record/1"


# -- standard input ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [["check", "--expect", "-", "--secret-stdin"], ["verify", "-", "--secret-stdin"]])
def test_standard_input_has_one_reader(words: list[str], capsys: Capture) -> None:
    assert cli.main(words) == 2
    assert "cannot both read standard input" in capsys.readouterr().err


def test_a_setup_record_is_read_from_standard_input_and_in_utf_16(tmp_path: Path, capsys: Capture, serve: Any) -> None:
    company = serve("ready")
    Store(Paths.default()).create(company.record("Acme"))
    assert cli.main(["handoff", "Acme", "--format", "json"]) == 0
    text = capsys.readouterr().out
    urls = company.options[:4]
    (tmp_path / "record.json").write_bytes(text.encode("utf-16"))
    assert cli.main(["verify", str(tmp_path / "record.json"), *urls]) in (0, 3), capsys.readouterr().err
    by_file = capsys.readouterr().out
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        done = program.run("verify", "-", *urls, given=text.encode(encoding))
        assert done.returncode in (0, 3), done.stderr
        assert len(done.stdout.splitlines()) == len(by_file.splitlines())


def test_the_expected_list_is_read_from_standard_input(serve: Any) -> None:
    company = serve("ready")
    done = program.run("check", *company.options, "--expect", "-", "--format", "json", given="no such project\n")
    assert done.returncode == 1 and "no such project" in done.stdout


# -- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "begins"), [("a.html", "<!"), ("a.json", "{"), ("a.md", "# "), ("a.unknown", "# "), ("A.HTML", "<!")]
)
def test_the_output_s_suffix_chooses_the_format(file: str, begins: str, tmp_path: Path) -> None:
    saved()
    assert cli.main(["handoff", "Acme", "-o", str(tmp_path / file)]) == 0
    assert (tmp_path / file).read_text(encoding="utf-8").startswith(begins)


@pytest.mark.parametrize("word", ["handoff", "handout", "review"])
def test_a_document_that_cannot_be_written_is_refused_by_its_suffix(word: str, tmp_path: Path, capsys: Capture) -> None:
    saved()
    for name in ("page.pdf", "page.DOCX"):
        assert cli.main([word, "Acme", "-o", str(tmp_path / name)]) == 2
        said = capsys.readouterr().err
        assert f"There is no {Path(name).suffix.lower()} format" in said and not (tmp_path / name).exists()
    assert cli.main([word, "Acme", "--format", "html", "-o", str(tmp_path / "page.pdf")]) == 0


@pytest.mark.skipif(os.name != "posix", reason="modes")
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o640])
def test_an_output_that_is_there_keeps_its_mode(mode: int, tmp_path: Path) -> None:
    saved()
    for command in ("handoff", "handout"):
        file = tmp_path / f"{command}.md"
        file.touch(mode)
        file.chmod(mode)
        assert cli.main([command, "Acme", "-o", str(file)]) == 0
        assert stat.S_IMODE(file.stat().st_mode) == mode and file.stat().st_size


# -- names and records ---------------------------------------------------------------------------------------------


def test_a_name_is_found_however_its_accents_are_written(capsys: Capture) -> None:
    composed = "Bâtiment Éclair"
    saved(unicodedata.normalize("NFC", composed))
    decomposed = unicodedata.normalize("NFD", composed)
    for words in (["handoff", decomposed], ["set", decomposed, "app-name=Sync"], ["check", decomposed]):
        assert cli.main(words) in (0, 2)
        assert "There is no onboarding" not in capsys.readouterr().err


def test_new_if_missing_changes_nothing_that_is_there(capsys: Capture) -> None:
    words = ["new", "Acme", "--environment", "production", "--company-id"]
    assert cli.main([*words, "1", "--if-missing"]) == 0
    first = capsys.readouterr()
    assert cli.main([*words, "2", "--if-missing"]) == 0
    second = capsys.readouterr()
    assert first.out == second.out and first.err == "" and "nothing was changed" in second.err
    assert Store(Paths.default()).load("Acme").company_id == "1"
    assert cli.main([*words, "2"]) == 2


def test_forget_dry_run_says_what_would_go_and_removes_nothing(capsys: Capture) -> None:
    store = saved(client_id="x" * 40 + "abcd")
    before = {path: path.read_bytes() for path in Path.home().rglob("*") if path.is_file()}
    assert cli.main(["forget", "Acme", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"Would remove {store.entries()[0].path}." in said and "client secret of …abcd" in said
    assert {path: path.read_bytes() for path in Path.home().rglob("*") if path.is_file()} == before
    assert cli.main(["forget", "Acme", "--dry-run", "--yes"]) == 2


def test_an_archived_onboarding_is_listed_apart_and_comes_back(capsys: Capture) -> None:
    store = saved("Acme")
    saved("Bolt")
    assert cli.main(["archive", "Acme"]) == 0

    def listed(*options: str) -> list[str]:
        capsys.readouterr()
        assert cli.main(["list", "--format", "json", *options]) == 0
        return [each["name"] for each in json.loads(capsys.readouterr().out)["onboardings"]]

    assert (listed(), listed("--archived")) == (["Bolt"], ["Acme"])
    assert cli.main(["archive", "Acme"]) == 0 and "archived already" in capsys.readouterr().err
    assert cli.main(["archive", "Acme", "--undo"]) == 0
    assert (listed(), listed("--archived")) == (["Acme", "Bolt"], [])
    assert store.load("Acme").company_id == "1"


def test_paths_names_every_place_of_the_program() -> None:
    paths = Paths.default()
    own = {getattr(paths, name) for name in dir(paths) if isinstance(getattr(paths, name), Path)}
    own -= {paths.data, paths.config}
    assert own <= set(rows_of(paths).values())


# -- colors --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choice", "variables", "terminal", "colored"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, False, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR": "0"}, True, False),
        ("auto", {"CLICOLOR": "1"}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_who_decides_on_colors(choice: str, variables: dict[str, str], terminal: bool, colored: bool) -> None:
    assert color_wanted(choice, variables, terminal=terminal, platform="linux") is colored


def test_colors_reach_the_output_of_check(serve: Any, capsys: Capture) -> None:
    words = ["check", *serve("ready").options, "--only", "credentials.token"]
    for options, colored in ((["--color", "always"], True), ([], False)):
        assert cli.main([*words, *options]) == 0
        assert ("\x1b[" in capsys.readouterr().out) is colored


# -- completion ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_completion_has_every_command_and_option(shell: str, capsys: Capture) -> None:
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert [word for word in (*cli.COMMANDS, "help") if word not in script] == []
    marks = {"fish": lambda option: f"-l {option[2:]}"}
    missing = [option for _, option in LONG_OPTIONS if marks.get(shell, str)(option) not in script]
    assert missing == []
    if shell != "bash":  # which shows no summaries
        assert [word for word, summary in cli.COMMANDS.items() if summary not in script.replace("\\'", "'")] == []


@pytest.mark.parametrize(
    ("shell", "look"),
    [
        (
            "bash",
            'COMP_WORDS=(dmsa-tui check --fo); COMP_CWORD=2; COMP_LINE="dmsa-tui check --fo"; '
            'COMP_POINT=${#COMP_LINE}; _shtab_dmsa_tui dmsa-tui --fo check; echo "${COMPREPLY[@]}"',
        ),
        ("zsh", "[[ ${_comps[dmsa-tui]} == _shtab_dmsa_tui ]] && whence -w _shtab_dmsa_tui && echo --format"),
        ("fish", 'complete -C "dmsa-tui check --fo"'),
    ],
)
def test_a_real_shell_loads_its_completion_by_the_line_of_the_help(shell: str, look: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not here")
    (line,) = (each.partition("   (")[0] for each in completion.EXAMPLES if f"completion {shell}" in each)
    started = "autoload -U compinit; compinit -D; " if shell == "zsh" else ""
    program = tmp_path / "dmsa-tui"
    program.write_text(f'#!/bin/sh\nexec {shlex.join([sys.executable, "-m", "dmsa_tui"])} "$@"\n')
    program.chmod(0o755)
    done = subprocess.run(
        [shell, "-c", f"{started}{line}; {look}"], capture_output=True, text=True, timeout=60,
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == 0 and "--format" in done.stdout, done.stderr


COMPLETED = {
    "steps ro": "rotate", "demo --scenario unp": "unpermitted-projects", 
    "check --only permissions.c": "permissions.company",
    "check --only install.version projects.n": "projects.new", "check --accept company.r": "company.reachable",
    "permit --environment fed": "federal", "new Acme --environment mon": "monthly-sandbox",
    "handout --message ver": "verification", "steps --edition js": "json-editor",
    "practice --fault add-so": "add-some-never", "permit --resume jour": "journal.jsonl",
    "permit --undo jour": "journal.jsonl",
    "handoff -o jour": "journal.jsonl",
}  # fmt: skip


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_words_that_are_known_beforehand_and_files_are_completed(capsys: Capture, tmp_path: Path) -> None:
    assert cli.main(["completion", "bash"]) == 0
    (tmp_path / "script").write_text(capsys.readouterr().out)
    (tmp_path / "journal.jsonl").touch()
    look = (
        'COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=(); '
        '_shtab_dmsa_tui dmsa-tui "${@: -1}" "${@: -2:1}"; echo "${COMPREPLY[@]}"; '
    )
    lines = "".join(f"look dmsa-tui {words}\n" for words in COMPLETED)
    done = subprocess.run(
        ["bash", "-c", f"source ./script\nlook() {{ {look} }}\n{lines}"],
        capture_output=True, text=True, timeout=60, cwd=tmp_path,
    )  # fmt: skip
    assert dict(zip(COMPLETED, done.stdout.splitlines(), strict=True)) == COMPLETED, done.stderr


# -- the client secret ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["check", "permit", "verify"])
def test_the_help_says_where_the_client_secret_comes_from(word: str, capsys: Capture) -> None:
    assert cli.main([word, "--help"]) == 0
    said = capsys.readouterr().out
    assert "PROCORE_CLIENT_SECRET" in said and "--secret-stdin" in said and "keyring" in said
    assert ("secret-command" in said) == (word == "check")


@pytest.mark.parametrize("word", ["new", "set"])
def test_the_help_of_what_takes_no_secret_says_where_it_is_given(word: str, capsys: Capture) -> None:
    assert cli.main([word, "--help"]) == 0
    assert "the client secret: dmsa-tui secret NAME; dmsa-tui check --help" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["--client-secret", "x"], ["--client-secret=x"], ["--token", "x"]])
@pytest.mark.parametrize("command", ["check", "permit", "new"])
def test_a_secret_as_an_option_is_refused_and_no_near_option_is_named(
    command: str, words: list[str], capsys: Capture
) -> None:
    assert cli.main([command, "Acme", *words]) == 2
    said = capsys.readouterr().err
    assert "Do not give a client secret as an option" in said and "Did you mean" not in said
