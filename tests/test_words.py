"""Words that slipped onto the screen again and again stay off it: each has one other word, in the whole program."""

import ast
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "dmsa_tui"
NEVER = {
    r"\bpairs?\b": "credentials, or client ID and secret",
    r"\b(chosen|saved|your|open a|this) setups?\b (?!record)|\bsetups? named\b": "onboarding: the setup is the work",
    r"\bstart a setup\b|\breal setups?\b": "New onboarding is its one name, on every screen",
    r"\b(practi[cs]ed|practi[cs]ing|practise)\b": "rehearse; practice is only the company's and its browser's",
    r"\bhand-?offs?\b(?<!handoff)": "handoff",
    r"\bpermit (the|a|them|projects|its)\b": "add: permit is the command, permitted is Procore's word",
    r"\b(DMSA|app) user\b|\bDMSA account\b": "service account, or the app's user in the directory",
    r"(?<!App )\bVersion Keys?\b": "App Version Key",
    r"\bown record\b|\bdirectory record\b": "directory entry: a record is an onboarding's file",
    r"\brenew(ed|s|al)?\b": "reset: the portal's button",
    r"\b(tak(e|es|en|ing)|took) (it |the account |what was added )?out\b": "remove",
    r"\bput(s|ting)? (it |this |what is named )?right\b|\bmend(s|ed|ing)?\b": "fix",
    r"\bby hand\b": "manually, or yourself",
    r"\bby (it|them)sel(f|ves)\b": "automatically",
    r"\bswitch(ed|es)? (it |them )?(on|off)\b": "turn on, turn off",
    r"\b(cannot be|not to be) told\b|\b(tells|did not tell|does not tell)\b": "say, or not known",
    r"\b(some|any|every)body\b": "someone, anyone, everyone",
    r"\bin place of\b": "instead of",
    r"\bbelongs? into\b|\breplace it by\b": "belongs in, replace with",
    r"\b(this|it|that|which|what) is no (?!longer\b|more\b)": "is not a",
    r"\bstands? (beside|here|inside|at|there)\b": "is",
    r"\bgo(es)? on (with|without|to)\b|\bagain goes on\b": "continue",
    r"\bfor ever\b|\banew\b|\bpassed over\b|\bby Procore's pages\b": "always, again, skipped, according to",
    r"\bput(s|ting)? (a |an |one |it )?(\w+ )?away\b": "archive",
    r"\b(goes|does not go) with\b": "works with, cannot be used with",
    r"\b(is|are|was|were) answered (with|by)\b": "gets, or who answers",
    r"\b(changed|nothing shows|of the plan) meanwhile\b|\bunder way\b": "during the run",
    r"\bwhat is named\b|\bnamed below\b": "the entries above, listed below",
    r", of them\b": "how many of them",
    r"\bnot asked(:|, because| yet)": "not checked: a person asks, a check runs",
    r"\bwithout anything secret\b|\bcut short\b|\bnot readable for\b": "without secrets, interrupted, you cannot read",
    r"\bshall\b|\bfor want of\b|\bin spite of\b|\bbeware\b": "plain words",
    r"\b(point|points) (is|are) open\b|\bopen points?\b|\bNothing is to do\b": "item that is still open, nothing to do",
    r"\b(the|its|app's) (tab|panel) \*|\bwith the role \*|\ba button \*": "the Credentials tab: the label comes first",
    r"\bcounts? no longer\b|\bis not so\b|(?<!if )\bin doubt[,:]|\bbefore this run\b": "English order, plainly",
    r"e-mail|grey|organisation|spelt|\bcolou?red in\b|recognis|practise|cancelled": "American spelling",
}
"""What nobody reads in this program, and what is written instead."""
QUOTED = ("said", "id", "recognise")
"""Keys of the guide that quote what people type, or are names."""


def _sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """String literals of more than one word, without docstrings and patterns; a placeholder is `{}`."""
    passed_over = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        or (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "compile")
        for part in ast.walk(node)
        if isinstance(node, ast.Call) or part is getattr(node, "value", None)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            passed_over |= {id(part) for part in node.values}
            yield (
                node.lineno,
                "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values),
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_over:
            yield node.lineno, node.value


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from (text for key, each in value.items() if key not in QUOTED for text in _texts(each))
    elif isinstance(value, list):
        yield from (text for each in value for text in _texts(each))


@cache
def readable() -> tuple[tuple[str, str], ...]:
    """Each place, and what a person may read from it."""
    return tuple(_readable())


def _readable() -> Iterator[tuple[str, str]]:
    for file in sorted(ROOT.rglob("*.py")):
        if "practice/http" not in file.as_posix():  # it speaks as Procore does
            for line, text in _sentences(ast.parse(file.read_text(encoding="utf-8"))):
                if " " in text.strip():
                    yield f"{file.relative_to(ROOT)}:{line}", text
    for file in sorted(ROOT.joinpath("guide", "data").rglob("*.toml")):
        for text in _texts(tomllib.loads(file.read_text(encoding="utf-8"))):
            if " " in text:
                yield str(file.relative_to(ROOT)), text


@pytest.mark.parametrize("pattern", NEVER)
def test_a_word_is_never_read_where_there_is_a_plainer_one(pattern: str) -> None:
    found = [(place, text) for place, text in readable() if re.search(pattern, text, re.IGNORECASE)]
    assert found == [], f"write: {NEVER[pattern]}"


def test_what_somebody_typed_is_quoted_as_a_person_quotes() -> None:
    found = [
        f"{file.relative_to(ROOT)}:{value.lineno}"
        for file in sorted(ROOT.rglob("*.py"))
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and function.name != "__repr__"
        for value in ast.walk(function)
        if isinstance(value, ast.FormattedValue) and value.conversion == ord("r")
    ]
    assert found == [], "write: quoted(…), of errors"
