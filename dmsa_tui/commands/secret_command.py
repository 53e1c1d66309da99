"""Takes the client secrets of many onboardings from variables or from a command, for runs that nobody watches."""

import asyncio
import contextlib
import os
import re
import signal
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Iterable, Sequence

from dmsa_tui.errors import InvalidInput, quoted
from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.onboarding.secret_key import SecretKey
from dmsa_tui.onboarding.validation import client_secret
from dmsa_tui.procore.secret import Secret

VARIABLE = "PROCORE_CLIENT_SECRET_"
TIME = 60.0
"""Seconds that the command may take."""
LARGEST = 64 * 1024
"""Bytes that it may print."""


def variable_of(name: str) -> str:
    """The environment variable for that customer: letters and digits in upper case, `_` for everything between.

    Empty for a name without ASCII letters and digits.
    """
    words = "_".join(re.findall("[A-Z0-9]+", name.upper()))
    return f"{VARIABLE}{words}" if words else ""


def from_variable(record: Onboarding, names: Sequence[str]) -> Secret | None:
    """The secret in the onboarding's own variable; None if it is not set.

    `names` are those of all onboardings: InvalidInput where the variable would be that of two of them.
    """
    variable = variable_of(record.name)
    given_secret = os.environ.get(variable, "") if variable else ""
    if not given_secret.strip():
        return None
    if others := [name for name in names if name != record.name and variable_of(name) == variable]:
        raise InvalidInput(f"{variable} is also the variable of {quoted(others[0])}; rename one of the two.")
    try:
        return client_secret(given_secret, client_id=record.client_id, any_form=True)
    except InvalidInput as problem:
        raise InvalidInput(f"{variable}: {problem}") from None


def says_host(record: Onboarding, records: Iterable[Onboarding]) -> bool:
    """Whether its client ID alone says to which login host a secret goes: all `records` that have it ask one."""
    return len({SecretKey.of_record(each).login_url for each in records if each.client_id == record.client_id}) < 2


async def from_command(command: Sequence[str], record: Onboarding) -> Secret:
    """The secret that the command prints; InvalidInput if it fails or prints none.

    It runs without a shell and with its standard input closed; what it prints goes nowhere else.
    """
    values = {"name": record.name, "environment": record.environment, "client_id": record.client_id,
              "company_id": record.company_id}  # fmt: skip
    words = [re.sub(r"\{(\w+)\}", lambda match: values[match[1]], word) for word in command]
    try:
        process = await asyncio.create_subprocess_exec(
            *words, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL, start_new_session=os.name == "posix"
        )
    except (OSError, ValueError):
        raise InvalidInput("The secret command could not be started: check its first word.") from None
    try:
        async with asyncio.timeout(TIME):
            printed = await _printed(process)
            status = await process.wait()
    except TimeoutError:
        raise InvalidInput(f"The secret command took longer than {TIME:.0f} seconds.") from None
    finally:
        await _ended(process)
    if status != 0:
        raise InvalidInput(f"The secret command ended with status {status}.")
    try:
        text = printed.decode()
    except UnicodeDecodeError:
        raise InvalidInput("The secret command printed something that is not UTF-8.") from None
    line = text.removesuffix("\n").removesuffix("\r")
    if not line.strip():
        raise InvalidInput("The secret command printed nothing.")
    try:
        return client_secret(line, client_id=record.client_id, any_form=True)
    except InvalidInput as problem:
        raise InvalidInput(f"The secret command: {problem}") from None


async def _printed(process: Process) -> bytes:
    assert process.stdout is not None
    printed = b""
    while part := await process.stdout.read(LARGEST):
        printed += part
        if len(printed) > LARGEST:
            raise InvalidInput(f"The secret command printed more than {LARGEST // 1024} kB.")
    return printed


async def _ended(process: Process) -> None:
    """Nothing of it goes on, also what it started itself."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        await process.wait()
