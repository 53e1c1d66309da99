"""The words of the checks that the failure catalogue may name.

The guide cannot import the checks; a test compares the two.
"""

CHECKS = (
    "credentials.token",
    "credentials.account",
    "company.reachable",
    "install.connected",
    "install.version",
    "install.account",
    "permissions.company",
    "permissions.project",
    "permissions.read",
    "projects.permitted",
    "projects.new",
    "projects.company_template",
    "projects.template",
)

CAUSES = (
    "wrong-credentials",
    "wrong-environment",
    "grant-not-enabled",
    "company-unknown",
    "not-installed",
    "update-pending",
    "account-missing",
    "account-inactive",
    "level-too-low",
    "level-too-high",
    "tool-disabled",
    "project-not-permitted",
    "no-projects",
    "not-in-company",
    "not-automatic",
    "template-changed",
    "no-default-template",
    "template-too-low",
    "no-access",
    "rate-limited",
    "server-error",
    "not-json",
    "dns",
    "tls",
    "proxy",
    "refused",
    "timeout",
    "interrupted",
    "clock-skew",
    "not-offered",
    "person",
)
