"""The code of every check, found in the modules of `checks/groups/`."""

from dmsa_tui.checks.groups import company, credentials, install, permissions, projects, reads
from dmsa_tui.checks.question import Question

QUESTIONS = {
    question.check_id: question
    for group in (company, credentials, install, permissions, projects, reads)
    for question in vars(group).values()
    if isinstance(question, Question)
}
"""Check id → its code."""
