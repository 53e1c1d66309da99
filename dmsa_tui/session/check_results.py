"""The results of this run, and the generation of what was asked: an answer of an older generation is dropped."""

from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from dmsa_tui.checks.words import counted
from dmsa_tui.errors import StaleResult
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import OpenRecord
from dmsa_tui.vocabulary import CHECKS, NOT_REACHED, NOT_SENT, ON_PROJECTS, ON_SECRET, Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Report, RequestCount, Result
    from dmsa_tui.onboarding.record import Onboarding
    from dmsa_tui.procore.records import ProjectAssignment

RESULTS_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("environment", "company_id", "client_id", "login_url", "api_url", "profile"), ("",)),
    **dict.fromkeys(("expect", "expected_projects", "future_projects"), ("projects.",)),
    "app_name": ("install.account", "install.version"),
    **dict.fromkeys(("app_version_key", "sandbox_app_version_key"), ("install.version",)),  # another one was promoted
    "sandbox_client_id": ("credentials.token",),
}
"""Answer → prefixes of the ids of the checks whose results go stale when it changes; "" means all checks."""
ASKED_OF_ALL = frozenset(name for name, beginnings in RESULTS_OF.items() if "" in beginnings)
"""The answers that make every result stale when they change."""
OF_COMPANY = frozenset(("environment", "company_id", "login_url", "api_url"))
"""The answers that decide which company is asked about, and where."""
FRESH = timedelta(minutes=10)
"""How long a result of this run is shown without its age."""
REPORT = "report"
BEGUN = "begun"
ENDED = "ended"
"""Observers get these names: the report has changed, a run has begun or ended. Every other name is a check id."""


class Run:
    """One run of checks: which checks it covers, and which of them are running now."""

    def __init__(self, generation: int, *, aside: bool = False) -> None:
        self.generation = generation
        self.aside = aside
        """Whether it runs beside others and the current verdict stays as it is."""
        self.asking: set[str] = set()


def has_answer(report: "Report") -> bool:
    """Whether Procore answered one of its checks, instead of not being reached."""
    asked = [each for each in report.results if each.status is not Status.SKIPPED]
    return any(each.cause not in NOT_REACHED for each in asked)


class CheckResults(Mapping[str, "Result"], Observable):
    """Check id → latest result. Observers get the ids that changed, `REPORT`, `BEGUN` and `ENDED`."""

    def __init__(self, open_record: OpenRecord, asked: str = "") -> None:
        """`asked`: who answers, in words; empty: Procore, or the host that the record names in its place."""
        Observable.__init__(self)
        self._open_record, self._asked = open_record, asked
        self._by_id: dict[str, Result] = {}
        self.found_at: dict[str, datetime] = {}
        """Check id → when this run found its result."""
        self.aged: dict[str, datetime] = {}
        """Check id → when its result was found, for the results of this run that are older than `FRESH`."""
        self.earlier: Report | None = None
        """What earlier runs found, in one report; None once an answer changed that it depends on."""
        self.earlier_at: Mapping[str, datetime] = {}
        """Check id → when it was found, for what is newer than the last full report."""
        self._earlier_is_full = False
        self._to_ask_again: set[str] = set()
        """The checks that a full earlier report lacks since another secret was given."""
        self.no_answer: dict[str, Result] = {}
        """Check id → what the newest run says that did not reach Procore: the older answer stands, with its age."""
        self.not_sent: set[str] = set()
        """The checks about which the newest run did not ask, because Procore had refused the same three times."""
        self.has_new = False
        """Whether there are results that the session has not kept beside the record."""
        self._runs: list[Run] = []
        self.generation = 0
        """Grows when an answer changes that the checks depend on. Answers to an older generation are dropped."""
        self.report: Report | None = None
        """The last full report; None once an answer changed that it depends on."""
        self.projects: tuple[ProjectAssignment, ...] = ()
        """The company's projects, from the last run that asked for them."""
        self.requests: RequestCount | None = None
        """What the last run of checks cost."""
        self.web_base_url: str | None = None
        """The company's own web host, once Procore has named it, in an earlier run too. No other pair changes it."""

    def __getitem__(self, check_id: str) -> "Result":
        return self._by_id[check_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def company_name(self) -> str:
        """The company's name as Procore gave it; empty before that."""
        connected = self._by_id.get("install.connected")
        return str(connected.details.get("company") or "") if connected else ""

    @property
    def cost(self) -> str:
        """What the run under way or the last one has cost, as a sentence; empty before the first request of it.

        A token that this run of the program holds already answers without one.
        """
        if self.requests is None or (self.asking and not self.requests.sent):
            return ""
        again = f", {self.requests.retried} of them repeated" if self.requests.retried else ""
        waited = f", {self.requests.throttled_ms / 1000:.0f} s of waiting" if self.requests.throttled_ms else ""
        asked = self._asked or _hosts(self._open_record.record)
        sent = counted(self.requests.sent, "request") if self.requests.sent else "No new request"
        return f"{sent} to {asked}{again}{waited}{' so far' if self.asking else ''}."

    @property
    def running(self) -> frozenset[str]:
        """The checks that are running now."""
        return frozenset().union(*(run.asking for run in self._runs if run.generation == self.generation))

    @property
    def asking(self) -> bool:
        """Whether a run is under way that the verdict depends on."""
        return any(run.generation == self.generation and not run.aside for run in self._runs)

    def begin_run(self, *, aside: bool = False) -> Run:
        """Start a run of checks in the current generation; its cost begins at nothing. Call `end_run` in every case."""
        if not aside and not self.asking:
            self.requests = None
        self._runs.append(run := Run(self.generation, aside=aside))
        self._changed(BEGUN)
        return run

    def end_run(self, run: Run) -> None:
        """End a run: none of its checks counts as running any more."""
        self._runs.remove(run)
        self._changed(ENDED, *run.asking)

    def keep(self, result: "Result", run: Run, requests: "RequestCount | None" = None) -> None:
        """Keep a result, running or final. Nothing happens if the generation has changed since the run began.

        `requests`: what the run has cost so far.
        """
        if run.generation != self.generation:
            return
        if requests is not None:
            self._count(requests)
        if result.status is Status.RUNNING:
            run.asking.add(result.id)
        else:
            run.asking.discard(result.id)
            (self.not_sent.add if NOT_SENT in result.details else self.not_sent.discard)(result.id)
            if self._is_out_of_reach(result):
                self.no_answer[result.id] = result
                self.grow_old(datetime.now(UTC))
            elif not self._is_refused_already(result):
                self._keep_answer(result)
        self._changed(result.id)

    def _is_refused_already(self, result: "Result") -> bool:
        """Whether it was not sent, and Procore's last answer was no yes, of an earlier run too: that answer stands."""
        known = self.latest(result.id)
        return NOT_SENT in result.details and known is not None and known.status in (Status.FAIL, Status.UNVERIFIED)

    def _is_out_of_reach(self, result: "Result") -> bool:
        """Whether it, or what it waits for, did not reach Procore, and an older answer stands."""
        known = self.latest(result.id)
        if known is None or known.status is Status.SKIPPED or known.cause in NOT_REACHED:
            return False
        if result.status is Status.SKIPPED:
            need = str(result.details.get("need"))
            asked = self.no_answer.get(need) or self._by_id.get(need)
            return asked is not None and asked.cause in NOT_REACHED
        return result.status is Status.UNVERIFIED and result.cause in NOT_REACHED

    def _keep_answer(self, result: "Result") -> None:
        self._by_id[result.id] = result
        self.no_answer.pop(result.id, None)
        now = datetime.now(UTC)
        # A token of this run answers again without a request: the answer is as old as its evidence.
        at = max((each.at for each in result.evidence if each.at is not None), default=now)
        self.found_at[result.id] = at
        self.has_new = True
        self.aged.pop(result.id, None)
        if now - at >= FRESH:
            self.aged[result.id] = at

    def reached(self, report: "Report") -> bool:
        """Whether that report has an answer: without one, older answers stand."""
        return any(each.id not in self.no_answer for each in report.results)

    def settled(self, report: "Report") -> "Report":
        """That report with Procore's last answer in place of what was not sent for it, where that stands."""
        from dmsa_tui.checks.verdict import verdict

        found = tuple((NOT_SENT in each.details and self.latest(each.id)) or each for each in report.results)
        return report if found == report.results else report._replace(results=found, verdict=verdict(found))

    def keep_run(self, report: "Report", projects: "tuple[ProjectAssignment, ...]", run: Run) -> None:
        """Keep what a run learned besides results. Raises StaleResult if the generation has changed since it began."""
        if run.generation != self.generation:
            raise StaleResult("The answers changed during the check. Check again.")
        self._know_host(self._by_id.get("company.reachable"))
        self._count(report.requests)
        self.projects = projects or self.projects
        self._changed(REPORT)

    def _count(self, requests: "RequestCount") -> None:
        """Take over what a run has cost, unless one beside it, which began before, has cost more: no count falls."""
        if not self.asking or self.requests is None or requests.sent >= self.requests.sent:
            self.requests = requests

    def _know_host(self, named: "Result | None") -> None:
        if named is not None and isinstance(url := named.details.get("web_base_url"), str):
            self.web_base_url = url

    def keep_report(self, report: "Report") -> None:
        """Keep a full report."""
        self.report = report
        self._changed(REPORT)

    def latest(self, check_id: str) -> "Result | None":
        """The newest result of a check, of this run or an earlier one."""
        earlier = self.earlier.results if self.earlier is not None else ()
        return self._by_id.get(check_id) or next((each for each in earlier if each.id == check_id), None)

    @property
    def asked_all(self) -> bool:
        """Whether all checks have been run, in this run or an earlier one, all at once or one after another."""
        earlier_counts = self._earlier_is_full and self._to_ask_again <= self._by_id.keys()
        full = self.report is not None or (self.earlier is not None and earlier_counts)
        return full or all(self.latest(each.id) is not None for each in CHECKS)

    @property
    def timed(self) -> "dict[str, tuple[Result, datetime]]":
        """Check id → the newest result, of this run or an earlier one, and when it was found."""
        earlier = self.earlier
        found = (
            {each.id: (each, self.earlier_at.get(each.id, earlier.started_at)) for each in earlier.results}
            if earlier is not None
            else {}
        )
        return found | {id: (result, self.found_at[id]) for id, result in self._by_id.items()}

    def keep_earlier(
        self, report: "Report | None", times: "Mapping[str, datetime] | None" = None, *, is_full: bool = True
    ) -> None:
        """Keep what earlier runs found, which counts where this run has no result.

        `times`: check id → when it was found, if not with the report; `is_full`: whether everything was asked.
        """
        reports = [each for each in (self.earlier, report) if each is not None]
        self.earlier, self.earlier_at, self._earlier_is_full = report, times or {}, is_full
        self._to_ask_again = set()
        self._know_host(self.latest("company.reachable"))
        self._changed(*{result.id for known in reports for result in known.results})

    def grow_old(self, now: datetime) -> None:
        """Give an age to results older than `FRESH`, and to those about which Procore was not reached since."""
        aged = {id: at for id, at in self.found_at.items() if now - at >= FRESH or id in self.no_answer}
        if aged != self.aged:
            self.aged = aged
            self._changed(*aged)

    def answers_changed(self, names: frozenset[str]) -> None:
        """Drop the results that depend on the answers that changed."""
        if "access_ended_at" in names and self._open_record.is_open and self._open_record.record.access_ended_at:
            self.forget_all(self._drop_earlier(("",)))  # they were got with the access that was ended
            return
        gone = self._drop_earlier(tuple(each for name in names for each in RESULTS_OF.get(name, ())))
        if names & ASKED_OF_ALL:
            if not names.isdisjoint(OF_COMPANY):
                self.web_base_url = None
            self.forget_all(gone)
            return
        stale = {each for name in names for each in self._by_id if each.startswith(RESULTS_OF.get(name, ()))}
        if "accepted" in names:  # a result that stands on a person's word, which may have been taken back
            accepted = self._open_record.record.accepted if self._open_record.is_open else {}
            stale |= {each.id for each in self._by_id.values() if each.confirmed_by and each.id not in accepted}
        if stale or not names.isdisjoint(RESULTS_OF):
            self._forget(stale, gone)

    def _drop_earlier(self, beginnings: tuple[str, ...]) -> set[str]:
        """Drop what earlier runs found about the checks whose ids begin so. Returns the ids; tells nobody yet."""
        if self.earlier is None or not beginnings:
            return set()
        left = tuple(each for each in self.earlier.results if not each.id.startswith(beginnings))
        gone = {each.id for each in self.earlier.results} - {each.id for each in left}
        self.earlier, self._earlier_is_full = self.earlier._replace(results=left) if left else None, False
        return gone

    def forget_all(self, gone: Set[str] = frozenset()) -> None:
        """Drop every result; `gone`: ids of those that were dropped already, which observers are told now."""
        self.projects, self.requests = (), None
        self._forget(set(self._by_id), gone)

    def secret_replaced(self) -> None:
        """Drop every result of this run, and what earlier runs found about the old secret; their rest stays."""
        was_full, gone = self._earlier_is_full, self._drop_earlier((ON_SECRET,))
        self._earlier_is_full = was_full
        self._to_ask_again |= gone
        self.forget_all(gone)

    def projects_changed(self) -> None:
        """Drop the results about projects, of this run and earlier ones: they are being added or taken out."""
        gone = self._drop_earlier(ON_PROJECTS)
        self._forget({each for each in self._by_id if each.startswith(ON_PROJECTS)}, gone)

    def _forget(self, check_ids: set[str], gone: Set[str] = frozenset()) -> None:
        self.generation += 1
        self.report = None
        for each in check_ids:
            del self._by_id[each], self.found_at[each]
            self.aged.pop(each, None)
        for each in (*check_ids, *gone):
            self.no_answer.pop(each, None)
            self.not_sent.discard(each)
        # What stays answers a question that is another one on disk.
        self.has_new = bool(self._by_id) or self.earlier is not None
        asked = [each for run in self._runs for each in run.asking]
        self._changed(REPORT, *check_ids, *gone, *asked)


def _hosts(record: "Onboarding") -> str:
    """Who answers: of two hosts in place of Procore's none is named, as a token comes from one and the rest not."""
    named = {urlsplit(each).netloc if each else "Procore" for each in (record.login_url, record.api_url)}
    if len(named) == 1:
        return named.pop()
    return "Procore and the custom host" if "Procore" in named else "the custom hosts"
