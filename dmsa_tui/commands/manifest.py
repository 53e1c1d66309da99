"""`dmsa-tui manifest`: print the manifest that a profile asks for, or look a pasted one over."""

import argparse
import sys
from typing import TYPE_CHECKING, TextIO

from dmsa_tui.commands.reading import read_input
from dmsa_tui.commands.writing import print_json
from dmsa_tui.errors import InvalidInput
from dmsa_tui.vocabulary import MANIFEST_SCHEMAS

if TYPE_CHECKING:
    from dmsa_tui.guide.manifest.build import ManifestFindings, Problem
    from dmsa_tui.guide.profiles import Profile

EXAMPLES = (
    "dmsa-tui manifest show --schema 4.1",
    "dmsa-tui manifest validate manifest.json --repair",
    "dmsa-tui manifest diff - < manifest.json",
)
STATUSES: dict[int, str] = {
    0: "done; validate and diff: nothing to fix",
    1: "validate and diff: something to fix",
}
NAMES: dict[str, str] = {
    "--profile NAME": "file-sync, or a file of yours in the profiles directory of `dmsa-tui paths`"
}

CLEAN, PROBLEMS, UNUSABLE = 0, 1, 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument(
        "action",
        choices=("show", "validate", "diff"),
        metavar="ACTION",
        help="show: print one; validate: check its format; diff: compare its levels with the profile",
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="a manifest; - or nothing reads standard input")
    parser.add_argument(
        "--schema", choices=MANIFEST_SCHEMAS, help="3.2 (nested) or 4.1 (top level); show: default by edition"
    )
    parser.add_argument("--edition", metavar="ID", help="show: the portal edition whose schema is the default")
    parser.add_argument(
        "--repair",
        action="store_true",
        help="validate: print the fixed manifest, and the changes on standard error",
    )
    parser.add_argument("--format", choices=("text", "json"), help="of validate and diff (default: text)")
    parser.add_argument("--profile", metavar="NAME|FILE", help="the permission profile (default: file-sync)")


def run(args: argparse.Namespace) -> int:
    """0: clean; 1: something to fix; 2: no manifest to look at. InvalidInput for a file or name."""
    from dmsa_tui.guide.manifest.build import compare_manifest
    from dmsa_tui.guide.profiles import DEFAULT_PROFILE, load_profile
    from dmsa_tui.onboarding.paths import Paths

    profile = load_profile(args.profile or DEFAULT_PROFILE, Paths.default().config)
    if args.repair and args.action != "validate":
        raise InvalidInput("--repair works with validate only; use: dmsa-tui manifest validate FILE --repair.")
    if args.format is not None and (args.repair or args.action == "show"):
        raise InvalidInput("--format works with validate and diff; a printed manifest is always JSON.")
    if args.action == "show":
        return _show(args, profile)
    if args.edition is not None:
        raise InvalidInput(f"--edition works with show only; {args.action} takes the schema from the manifest.")
    text = _read(args.file)
    if args.repair:
        return _repair(text, profile, args.schema)
    findings = compare_manifest(text, profile, args.schema)
    with_levels = args.action == "diff" or args.profile is not None
    if args.format == "json" and findings.state != "unusable":
        return _report_json(findings, args.action, profile, with_levels=with_levels)
    return _report(findings, profile, with_levels=with_levels, comparing=args.action == "diff")


def _show(args: argparse.Namespace, profile: "Profile") -> int:
    from dmsa_tui.guide.loader import load_guide
    from dmsa_tui.guide.manifest.build import manifest_text, notes_on, schema_for

    if args.file is not None:
        raise InvalidInput("show prints a manifest and reads no file; validate and diff take one.")
    schema = args.schema or schema_for(args.edition or load_guide().default_edition.id)
    print(manifest_text(profile, schema))
    for note in notes_on(schema):
        print(f"Note: {note}", file=sys.stderr)
    return CLEAN


def _read(file: str | None) -> str:
    from dmsa_tui.guide.manifest.syntax import LARGEST

    if file in (None, "-") and sys.stdin.isatty():
        print("Paste the manifest, then end it with Ctrl-D (Windows: Ctrl-Z and Enter).", file=sys.stderr)
    try:
        return read_input(file or "-", "The manifest", LARGEST * 4).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("The manifest is not text in UTF-8; save it as UTF-8.") from None


def _repair(text: str, profile: "Profile", schema: str | None) -> int:
    from dmsa_tui.guide.manifest.build import compare_manifest
    from dmsa_tui.guide.manifest.repair import repair_manifest

    repair = repair_manifest(text)
    if repair is None:
        findings = compare_manifest(text, profile, schema)
        if findings.state == "unusable":
            raise InvalidInput(findings.form[0].sentence)
        _print_problems(findings.form, sys.stderr)
        raise InvalidInput("The program cannot fix this; fix it yourself, then try again.")
    print(repair.text)
    for change in repair.changes:
        print(f"Fixed: {change}", file=sys.stderr)
    findings = compare_manifest(repair.text, profile, schema)
    _print_problems(findings.form, sys.stderr)
    return CLEAN if findings.valid else PROBLEMS


def _report(findings: "ManifestFindings", profile: "Profile", *, with_levels: bool, comparing: bool) -> int:
    if findings.state == "unusable":
        raise InvalidInput(findings.form[0].sentence)
    if findings.state == "broken":
        _print_problems(findings.form)
        if comparing:
            print("Fix the JSON first; then the levels can be compared.", file=sys.stderr)
        return UNUSABLE if comparing else PROBLEMS
    if with_levels:
        for row in findings.rows:
            declared = "unknown" if row.declared is None else row.declared.label
            print(f"{row.verdict:<10}  {row.tab:<7}  {row.tool:<20} wanted {row.wanted.label:<9}  declared {declared}")
        for tool in findings.unknown:
            print(f"{'unknown':<10}  {tool.tab:<7}  {tool.key:<20} not in the profile  declared {tool.level}")
    _print_problems(findings.form)
    wrong = findings.problems if with_levels else [each for each in findings.form if each.severity == "error"]
    print(_verdict(len(wrong), profile if with_levels else None))
    return PROBLEMS if wrong else CLEAN


def _report_json(findings: "ManifestFindings", action: str, profile: "Profile", *, with_levels: bool) -> int:
    broken = findings.state == "broken"
    compared = with_levels and not broken
    wrong = findings.problems if compared else [each for each in findings.form if each.severity == "error"]
    rows = findings.rows if compared else ()
    print_json(
        {
            "schema": "dmsa-tui.manifest-report/1",
            "action": action,
            "profile": profile.id if compared else None,
            "schema_version": findings.schema,
            "to_put_right": len(wrong),
            "problems": [
                {"severity": each.severity, "place": each.place, "sentence": each.sentence, "line": each.line,
                 "column": each.column}
                for each in findings.form
            ],
            "levels": [
                {"tab": row.tab, "tool": row.tool, "verdict": row.verdict, "wanted": row.wanted.manifest_word,
                 "declared": None if row.declared is None else row.declared.manifest_word}
                for row in rows
            ],
            "unknown": [{"tab": each.tab, "tool": each.key} for each in findings.unknown] if compared else [],
        }
    )  # fmt: skip
    return UNUSABLE if broken and action == "diff" else PROBLEMS if wrong else CLEAN


def _print_problems(problems: "tuple[Problem, ...]", file: TextIO | None = None) -> None:
    for problem in problems:
        print(f"{problem.severity.upper():<8} {problem}", file=file)


def _verdict(count: int, profile: "Profile | None") -> str:
    if count == 0:
        return "The manifest is well formed." if profile is None else f"The manifest covers the profile {profile.id}."
    return "1 problem to fix." if count == 1 else f"{count} problems to fix."
