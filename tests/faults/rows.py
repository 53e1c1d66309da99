"""The matrix: what goes wrong, and what the report has to say about it."""

from dataclasses import dataclass

from dmsa_tui.checks.expected_list import ALL_ACTIVE, NOTHING_STATED, Expectation, expected_list


@dataclass(frozen=True)
class Row:
    """One bad day."""

    faults: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    """Every check that is not green, as `id status cause`, without those that were skipped."""
    verdict: str = "pass"
    scenario: str = "ready"
    network: str | None = None
    """One of `running.NETWORKS`; None: the practice company answers."""
    timeout: float = 10.0
    wait: float = 60.0
    expect: Expectation = ALL_ACTIVE
    company_id: str | None = None
    app_name: str | None = None
    """None: the app's own."""
    other_pair: bool = False
    """Whether the client ID is known to be the other pair's."""
    note: str = ""
    """What else is special, where it is not in the names."""

    @property
    def id(self) -> str:
        """A name made of what goes wrong."""
        parts = [*([] if self.scenario == "ready" else [self.scenario]), *self.faults]
        parts += [each for each in (self.network, self.note) if each]
        return "+".join(parts)


def row(
    faults: str,
    *told: str,
    verdict: str,
    scenario: str = "ready",
    network: str | None = None,
    timeout: float = 10.0,
    wait: float = 60.0,
    expect: Expectation = ALL_ACTIVE,
    company_id: str | None = None,
    app_name: str | None = None,
    other_pair: bool = False,
    note: str = "",
) -> Row:
    """A row; its faults are joined by `+`."""
    names = tuple(name for name in faults.split("+") if name)
    return Row(names, told, verdict, scenario, network, timeout, wait, expect, company_id, app_name, other_pair, note)


def _without_api(cause: str) -> tuple[str, ...]:
    """What is told where a token came and nothing after it; what hangs on these checks is skipped."""
    ids = ("company.reachable", "install.connected", "install.version", "install.account", "permissions.company")
    return tuple(f"{id} unverified {cause}" for id in ids)


ROWS = (
    row("", "credentials.token fail wrong-credentials", verdict="fail", scenario="wrong-secret"),
    row("", "credentials.token fail grant-not-enabled", verdict="fail", scenario="grant-missing"),
    row("", "install.connected fail not-installed", verdict="fail", scenario="not-installed"),
    row("", "permissions.company fail level-too-low", verdict="fail", scenario="missing-documents"),
    row("", "permissions.project fail tool-disabled", verdict="fail", scenario="tool-disabled"),
    row("", "projects.permitted fail project-not-permitted", verdict="fail", scenario="unpermitted-projects"),
    row("", "projects.new fail not-automatic", verdict="fail", scenario="no-future-projects"),
    row("", "projects.template warn no-default-template", verdict="warn", scenario="no-default-template"),
    row("", "projects.permitted fail no-projects", verdict="fail", scenario="update-reset"),
    row("", verdict="pass", scenario="rate-limited", wait=1.0),
    row("", verdict="pass", scenario="unstable"),
    row("", verdict="pass", scenario="hostile-names"),
    row(
        "",
        "credentials.token fail wrong-environment",
        verdict="fail",
        scenario="wrong-environment",
        other_pair=True,
    ),
    row(
        "",
        "projects.permitted warn project-not-permitted",
        verdict="warn",
        scenario="unpermitted-projects",
        expect=NOTHING_STATED,
        note="nothing expected",
    ),
    row(
        "",
        "projects.permitted fail not-in-company",
        verdict="fail",
        expect=expected_list("Harbour Annex\nMarket Hal\n"),
        note="a line of the list is no project here",
    ),
    row("", "company.reachable fail company-unknown", verdict="fail", company_id="4711", note="company ID 4711"),
    row(
        "own-record-refused",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row(
        "own-record-absent",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row("host-refused", verdict="pass"),
    row("host-absent", verdict="pass"),
    row("companies-refused", verdict="pass"),
    row("companies-absent", verdict="pass"),
    row("company-permissions-refused", "permissions.company unverified not-offered", verdict="unverified"),
    row("company-permissions-absent", "permissions.company unverified not-offered", verdict="unverified"),
    row("project-permissions-refused", "permissions.project unverified no-access", verdict="unverified"),
    row("project-permissions-absent", "permissions.project unverified no-access", verdict="unverified"),
    row("assignments-refused", verdict="pass"),
    row("assignments-absent", verdict="pass"),
    row("installations-refused", "install.version unverified not-offered", verdict="warn"),
    row("installations-absent", "install.version unverified not-offered", verdict="warn"),
    row("token-info-refused", "credentials.account unverified not-offered", verdict="warn"),
    row("token-info-absent", "credentials.account unverified not-offered", verdict="warn"),
    row("template-refused", "projects.template unverified not-offered", verdict="warn"),
    row("template-absent", "projects.template unverified not-offered", verdict="warn"),
    row(
        "own-record-refused",
        "install.account unverified not-offered",
        verdict="unverified",
        app_name="",
        note="app name unknown",
    ),
    row("own-record-refused+users-refused", "install.account unverified not-offered", verdict="unverified"),
    row("own-record-absent+users-absent", "install.account unverified not-offered", verdict="unverified"),
    row("own-record-absent+account-deleted", "install.account fail account-missing", verdict="fail"),
    row("own-record-absent+account-twice", "install.account unverified person", verdict="unverified"),
    row("own-record-absent+account-of-a-person", "install.account unverified person", verdict="unverified"),
    row("own-record-absent+account-of-another-app", "install.account unverified person", verdict="unverified"),
    row("own-record-absent+account-inactive-beside-a-person", "install.account fail account-inactive", verdict="fail"),
    row(
        "own-record-refused+companies-refused",
        "install.connected unverified not-offered",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row(
        "own-record-refused+companies-empty",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row(
        "host-refused+own-record-refused",
        "company.reachable unverified not-offered",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row("assignments-refused+members-refused", "projects.permitted unverified not-offered", verdict="unverified"),
    row(
        "assignments-absent+project-list-absent",
        "projects.permitted unverified not-offered",
        verdict="unverified",
    ),
    row(
        "assignments-refused+members-refused",
        "projects.permitted unverified not-offered",
        verdict="unverified",
        scenario="unpermitted-projects",
    ),
    row("tools-refused", "permissions.project fail level-too-low", verdict="fail", scenario="tool-disabled"),
    row("tools-absent", "permissions.project fail level-too-low", verdict="fail", scenario="tool-disabled"),
    row(
        "assignments-refused",
        "projects.permitted fail project-not-permitted",
        verdict="fail",
        scenario="unpermitted-projects",
    ),
    row(
        "rows-nameless",
        "projects.permitted fail project-not-permitted",
        verdict="fail",
        scenario="unpermitted-projects",
    ),
    row(
        "own-record-refused+companies-empty+company-permissions-refused",
        "install.connected fail not-installed",
        verdict="fail",
    ),
    row("object-for-list+project-list-refused", "projects.permitted unverified not-offered", verdict="unverified"),
    row("ids-as-floats+members-absent", "projects.permitted unverified not-offered", verdict="unverified"),
    row(
        "assignments-refused+project-list-short+company-permissions-refused",
        "permissions.company unverified not-offered",
        "projects.permitted unverified not-offered",
        verdict="unverified",
        scenario="unpermitted-projects",
    ),
    row(
        "list-for-object",
        "install.account unverified not-offered",
        verdict="unverified",
        app_name="",
        note="app name unknown",
    ),
    row(
        "pages-repeated",
        "projects.permitted fail project-not-permitted",
        verdict="fail",
        scenario="unpermitted-projects",
    ),
    row("pages-repeated+members-refused", "projects.permitted unverified not-offered", verdict="unverified"),
    row(
        "total-low",
        "projects.permitted fail project-not-permitted",
        verdict="fail",
        scenario="unpermitted-projects",
    ),
    row(
        "token-expires+server-503-once",
        "projects.permitted fail project-not-permitted",
        verdict="fail",
        scenario="unpermitted-projects",
    ),
    row("companies-empty", "install.connected fail not-installed", verdict="fail", scenario="not-installed"),
    row(
        "installations-refused+token-info-refused+template-absent+future-unsaid",
        "credentials.account unverified not-offered",
        "install.version unverified not-offered",
        "projects.new unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row("token-expires", verdict="pass"),
    row(
        "token-never-accepted",
        *_without_api("no-access"),
        verdict="unverified",
    ),
    row("token-refused-as-text", "credentials.token fail wrong-credentials", verdict="fail"),
    row("token-unknown", "credentials.token unverified not-offered", verdict="unverified"),
    row("token-unknown-as-text", "credentials.token unverified not-offered", verdict="unverified"),
    row("token-forbidden", "credentials.token unverified no-access", verdict="unverified"),
    row("token-empty", "credentials.token unverified not-json", verdict="unverified"),
    row("token-lifeless", verdict="pass"),
    row("token-of-another-app", "credentials.account warn wrong-credentials", verdict="warn"),
    row("token-of-no-app", "credentials.account unverified not-offered", verdict="warn"),
    row("not-connected-list", "install.connected fail not-installed", verdict="fail"),
    row("not-connected-text", "install.connected fail not-installed", verdict="fail"),
    row("not-connected-message", "install.connected fail not-installed", verdict="fail"),
    row("not-connected-reason", "install.connected fail not-installed", verdict="fail"),
    row("not-connected-detail", "install.connected fail not-installed", verdict="fail"),
    row("not-connected-error", "install.connected fail not-installed", verdict="fail"),
    row("companies-empty", verdict="pass"),
    row("company-unknown", "company.reachable fail company-unknown", verdict="fail"),
    row("header-lost", *_without_api("proxy"), verdict="unverified"),
    row("header-lost-404", *_without_api("not-offered"), verdict="unverified"),
    row("host-unnamed", verdict="pass"),
    row("update-waits", "install.version warn update-pending", verdict="warn"),
    row("update-runs", "install.version warn update-pending", verdict="warn"),
    row("installations-of-others", "install.version unverified not-offered", verdict="warn"),
    row("installation-of-a-namesake", "install.version unverified not-offered", verdict="warn"),
    row("installations-malformed", verdict="pass"),
    row("installation-uninstalled", "install.version warn not-installed", verdict="warn"),
    row("account-inactive", "install.account fail account-inactive", verdict="fail"),
    row("account-activity-unsaid", "install.account unverified not-offered", verdict="unverified"),
    row("account-nameless", verdict="pass"),
    row(
        "future-unsaid",
        "projects.new unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row("company-template-applied", "projects.company_template warn template-changed", verdict="warn"),
    row("company-template-unsaid", "projects.company_template unverified not-offered", verdict="warn"),
    row("template-low", "projects.template warn template-too-low", verdict="warn"),
    row("levels-missing", "permissions.company unverified not-offered", verdict="unverified"),
    row("levels-unknown", "permissions.company unverified not-offered", verdict="unverified"),
    row("levels-empty", "permissions.company fail level-too-low", verdict="fail"),
    row("levels-high", verdict="pass"),
    row("levels-high", verdict="pass", scenario="no-default-template"),
    row("levels-beyond", "permissions.project warn level-too-high", verdict="warn"),
    row("levels-odd", verdict="pass"),
    row("tool-of-a-namesake", "permissions.company unverified not-offered", verdict="unverified"),
    row("record-odd", verdict="pass"),
    row("company-folders-refused", "permissions.read fail no-access", verdict="fail"),
    row("company-folders-absent", "permissions.read unverified not-offered", verdict="warn"),
    row("project-folders-refused", "permissions.read fail no-access", verdict="fail"),
    row("project-folders-absent", "permissions.read unverified not-offered", verdict="warn"),
    row("users-refused", "permissions.read fail no-access", verdict="fail"),
    row("users-absent", "permissions.read unverified not-offered", verdict="warn"),
    row("members-refused", "permissions.read fail no-access", verdict="fail"),
    row("members-absent", "permissions.read unverified not-offered", verdict="warn"),
    row(
        "project-folders-refused",
        "permissions.project fail tool-disabled",
        verdict="fail",
        scenario="tool-disabled",
    ),
    row(
        "company-folders-refused+company-permissions-refused",
        "permissions.company unverified not-offered",
        "permissions.read unverified not-offered",
        verdict="unverified",
    ),
    row("folders-unauthorized", "permissions.read unverified no-access", verdict="warn"),
    row("folders-500", "permissions.read unverified server-error", verdict="warn"),
    row("folders-page", "permissions.read unverified not-json", verdict="warn"),
    row("folders-odd", "permissions.read unverified not-offered", verdict="warn"),
    row("members-compact", "permissions.read unverified not-offered", verdict="warn"),
    row("users-none", "permissions.read unverified not-offered", verdict="warn"),
    row("project-list-short", verdict="pass"),
    row("project-hidden", "permissions.project unverified no-access", verdict="unverified"),
    row("throttled-seconds", verdict="pass"),
    row("throttled-date", verdict="pass"),
    row("throttled-garbage", verdict="pass"),
    row("throttled-reset", verdict="pass"),
    row(
        "throttled-for-ever",
        *_without_api("rate-limited"),
        verdict="unverified",
        wait=1.0,
    ),
    row("throttled-token", "credentials.token unverified rate-limited", verdict="unverified"),
    row(
        "limit-nearly-used",
        "credentials.account unverified rate-limited",
        *_without_api("rate-limited"),
        verdict="unverified",
    ),
    row("limit-window", verdict="pass"),
    row("server-500-once", verdict="pass"),
    row("server-502-once", verdict="pass"),
    row("server-503-once", verdict="pass"),
    row(
        "server-500",
        *_without_api("server-error"),
        verdict="unverified",
    ),
    row(
        "server-502",
        *_without_api("server-error"),
        verdict="unverified",
    ),
    row(
        "server-503",
        *_without_api("server-error"),
        verdict="unverified",
    ),
    row(
        "server-503-later",
        *_without_api("server-error"),
        verdict="unverified",
    ),
    row("login-503", "credentials.token unverified server-error", verdict="unverified"),
    row("slow", "credentials.token unverified timeout", verdict="unverified", timeout=0.2),
    row("silent", "credentials.token unverified timeout", verdict="unverified", timeout=0.2),
    row("reset-once", verdict="pass"),
    row(
        "reset",
        *_without_api("interrupted"),
        verdict="unverified",
    ),
    row("cut-head", "credentials.token unverified interrupted", verdict="unverified"),
    row("cut-body", "projects.permitted unverified interrupted", verdict="unverified"),
    row("captive-portal", "credentials.token unverified not-json", verdict="unverified"),
    row(
        "filtered",
        *_without_api("not-json"),
        verdict="unverified",
    ),
    row(
        "gateway-page",
        *_without_api("server-error"),
        verdict="unverified",
    ),
    row("maintenance-page", "permissions.company unverified not-json", verdict="unverified"),
    row(
        "redirected",
        *_without_api("proxy"),
        verdict="unverified",
    ),
    row("login-redirected", "credentials.token unverified proxy", verdict="unverified"),
    row(
        "proxy-sign-in",
        *_without_api("proxy"),
        verdict="unverified",
    ),
    row("clock-ahead", "credentials.token warn clock-skew", verdict="warn"),
    row("clock-behind", "credentials.token warn clock-skew", verdict="warn"),
    row("empty-body", "permissions.company unverified not-json", verdict="unverified"),
    row("object-for-list", verdict="pass"),
    row(
        "list-for-object",
        "projects.new unverified not-offered",
        "projects.company_template unverified not-offered",
        "projects.template unverified not-offered",
        verdict="unverified",
    ),
    row("null-for-object", verdict="pass"),
    row("ids-as-floats", verdict="pass"),
    row("ids-as-text", verdict="pass"),
    row("ids-huge", verdict="pass"),
    row("rows-twice", "projects.permitted unverified not-offered", verdict="unverified"),
    row("rows-incomplete", verdict="pass"),
    row("rows-nameless", verdict="pass"),
    row("json-with-mark", verdict="pass"),
    row("json-nan", "install.account unverified not-json", verdict="unverified"),
    row("json-cut", verdict="pass"),
    row("type-wrong", verdict="pass"),
    row("zipped", verdict="pass"),
    row("zipped-wrongly", "install.account unverified not-json", verdict="unverified"),
    row("zipped-thrice", "permissions.company unverified not-json", verdict="unverified"),
    row("lists-without-end", "permissions.company unverified not-json", verdict="unverified"),
    row("refusal-hostile", "permissions.company unverified not-offered", verdict="unverified"),
    row("pages-small", verdict="pass"),
    row("pages-endless", verdict="pass"),
    row("pages-repeated", verdict="pass"),
    row("total-low", verdict="pass"),
    row("assignments-refused+project-total-high", "projects.permitted unverified not-offered", verdict="unverified"),
    row("total-high", "projects.permitted unverified not-offered", verdict="unverified"),
    row("pages-small+list-moves-once", verdict="pass"),
    row("pages-small+list-moves", "projects.permitted unverified not-offered", verdict="unverified"),
    row("pages-small+row-twice", "projects.permitted unverified not-offered", verdict="unverified"),
    row("pages-small+page-empty-once", verdict="pass"),
    row("pages-small+page-empty", "projects.permitted unverified not-offered", verdict="unverified"),
    row("pages-of-a-hundred", verdict="pass"),
    row("total-absurd", verdict="pass"),
    row("", "credentials.token unverified dns", verdict="unverified", network="no-such-name"),
    row("", "credentials.token unverified refused", verdict="unverified", network="closed-port"),
    row("", "credentials.token unverified tls", verdict="unverified", network="self-signed"),
    row("", "credentials.token unverified proxy", verdict="unverified", network="proxy-wants-a-sign-in"),
    row("", "credentials.token unverified proxy", verdict="unverified", network="proxy-gone"),
    row("", "credentials.token unverified proxy", verdict="unverified", network="proxy-of-no-known-kind"),
    row("", "credentials.token unverified proxy", verdict="unverified", network="proxy-at-an-absurd-port"),
    row("", "credentials.token unverified proxy", verdict="unverified", network="proxy-with-socks"),
)
