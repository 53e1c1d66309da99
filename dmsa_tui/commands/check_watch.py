"""`dmsa-tui check --watch`: ask again what is not right yet, until it is."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from dmsa_tui.checks.model import Report
from dmsa_tui.checks.runner import Runner
from dmsa_tui.checks.watch import BUDGET, LONGEST, Ended, Round, Watch
from dmsa_tui.checks.words import counted
from dmsa_tui.commands.check_output import Notes, output_of
from dmsa_tui.onboarding.cautions import report_with_cautions
from dmsa_tui.procore.client import ProcoreClient
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    import argparse

    from dmsa_tui.commands.check_inputs import Inputs

_WHY_ENDED = {
    Ended.RIGHT: "Nothing is left to watch.",
    Ended.BUDGET: "Watching ends here: another round could exceed its request limit.",
    Ended.REFUSED: (
        "Watching ends here: Procore has refused the same request three times with 401 or 403, "
        "and counts failing calls against the app."
    ),
    Ended.NOTHING_LEFT: "Watching ends here: this run left out the open checks, or a person must confirm them.",
}
_CAUTIONS = "Watching ends here: only a caution is left; --strict continues until there is none."


async def follow(args: "argparse.Namespace", inputs: "Inputs", on_interrupt: Callable[[], None]) -> Report:
    """Rounds of checks over one client, so that token, pace and refusals are remembered; the last merged report.

    `--wait` is for the whole watch: what a longer limit keeps from being asked is asked in a later round.
    """
    target, notes = inputs.target, Notes()
    async with ProcoreClient(
        target.environment, target.company_id, target.client_id, inputs.secret,
        timeout=args.timeout, wait=args.wait, on_wait=notes.wait,
    ) as client:  # fmt: skip
        notes.limits = lambda: client.rate_limits
        runner = Runner(client, target, inputs.only, inputs.confirmations)
        watch = Watch(
            [check for check in runner.checks if target.skip_reason(check) is None],
            first=args.watch, budget=BUDGET, strict=args.strict,
        )  # fmt: skip
        output = output_of(args.format, runner.checks, lines=True, color=args.color, record=inputs.asked)
        notes.say(
            f"Watching: at most {BUDGET} requests, a round every {args.watch:g} to {max(LONGEST, args.watch):g} s; "
            "Ctrl+C stops it."
        )
        report: Report | None = None
        try:
            while True:
                done = watch.note(await runner.run(output.on_event, notes.progress))
                report = done.report
                output.round(_round_with_cautions(inputs, done))
                if watch.ended is not None:
                    break
                if done.progressed:
                    client.forget_refusals()
                notes.say(
                    f"{counted(len(watch.open_checks), 'check')} open; next round in {watch.seconds_left:.0f} s; "
                    f"{watch.requests_left} of {BUDGET} requests left."
                )
                await asyncio.sleep(watch.seconds_left)
                runner, report = Runner(client, target, watch.asking, inputs.confirmations), None
        except asyncio.CancelledError:
            last = report or watch.merged(runner.partial_report())
            output.end(report_with_cautions(inputs.asked, last), repeats=report is not None)
            on_interrupt()
            raise
        output.end(report_with_cautions(inputs.asked, report), repeats=True)
        cautions = watch.ended is Ended.RIGHT and report.verdict is Status.WARN
        notes.say(
            f"{_CAUTIONS if cautions else _WHY_ENDED[watch.ended]} {counted(client.requests.sent, 'request')} in all."
        )
        return report


def _round_with_cautions(inputs: "Inputs", done: Round) -> Round:
    """The round as it is printed; whether to go on watching depends on Procore's answers alone."""
    report, changed = report_with_cautions(inputs.asked, done.report), {each.id for each in done.changed}
    return replace(done, report=report, changed=tuple(each for each in report.results if each.id in changed))
