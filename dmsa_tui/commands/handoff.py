"""`dmsa-tui handoff`: the setup record as a file or on standard output."""

import argparse
import sys
from pathlib import Path

from dmsa_tui.onboarding.paths import Paths
from dmsa_tui.onboarding.problems import StoreProblem, why
from dmsa_tui.onboarding.store import Store
from dmsa_tui.problems import BadInput

HELP = "write the setup record of an onboarding; it holds no secret"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("name", metavar="NAME", help="the customer's name")
    parser.add_argument("--format", choices=("md", "html", "json"), default="md", help="default: md")
    parser.add_argument("-o", "--output", metavar="FILE", help="default: standard output")


def run(args: argparse.Namespace) -> int:
    """Write the record; BadInput for an unknown name or a file that cannot be written."""
    from dmsa_tui.guide.profiles import load_profile
    from dmsa_tui.onboarding.history import read_history
    from dmsa_tui.onboarding.lookup import find
    from dmsa_tui.onboarding.setup_record import FORMATS, build_setup_record, secret_facts
    from dmsa_tui.onboarding.vault import Vault

    paths = Paths.default()
    entry = find(Store(paths), args.name)
    if entry.record is None:
        raise StoreProblem(str(entry.problem))
    record = entry.record
    history = read_history(paths, record)
    facts = secret_facts(Vault(), record.environment, record.client_id)
    setup = build_setup_record(record, load_profile(record.profile, paths.config), secret=facts, history=history)
    text = FORMATS[args.format](setup)
    if args.output in (None, "-"):
        encoding = sys.stdout.encoding or "utf-8"
        sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
    else:
        _write(Path(args.output).expanduser(), text)
    return 0


def _write(path: Path, text: str) -> None:
    from dmsa_tui.onboarding.files import write_whole

    target = path.resolve()
    if target.exists() and not target.is_file():
        raise BadInput(f"{path} is not a file that can be written whole; give the name of a file.")
    try:
        write_whole(target, text.encode())
    except OSError as error:
        raise StoreProblem(f"{path} could not be written: {why(error)}.") from None
