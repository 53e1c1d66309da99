"""What a shared screen hides: this customer's IDs and keys, and on request the names of projects."""

import re

from dmsa_tui.onboarding.check_states import accepts_client_id, refuses_client_id
from dmsa_tui.procore.secret import MASK, masked
from dmsa_tui.session.check_results import CheckResults
from dmsa_tui.session.credentials import TOKEN, Credentials
from dmsa_tui.session.observable import Observable
from dmsa_tui.session.open_record import OPENED, OpenRecord
from dmsa_tui.session.project_names import ProjectNames
from dmsa_tui.terminal.recording import recorder_here

_REQUEST_ID = re.compile(r"(\brequest\s+(?:id\s+)?)(?=\S*\d)([\w.:-]{8,})")
"""Procore's ID of a request, as evidence and diagnosis write it."""
_LONG_NUMBER = re.compile(r"(?<!\d)\d{9,}(?!\d)")
"""An ID of Procore: of a company, a project or a user, as addresses have it."""
_SHORTEST_IN_A_TEXT = 4
"""A shorter ID is masked where it stands alone: in a sentence, the same number is a count."""
IDS, NAMES = "ids", "names"
"""Observers get these names when IDs or project names were hidden or shown."""


class Mask(Observable):
    """Screen-share mode: on while a record is open, until a person shows the IDs."""

    def __init__(self, open_record: OpenRecord, results: CheckResults, credentials: Credentials) -> None:
        super().__init__()
        self.recorder = recorder_here()
        """The program that records this terminal, in which case everything stays masked; empty if none is found."""
        self._open_record, self._results, self._credentials = open_record, results, credentials
        self._ids_hidden, self._names_hidden = True, False
        self.typed_shown = False
        """Whether a dialog shows the ID that is typed in it, which is in no record yet."""
        self._project_names = ProjectNames()
        open_record.observe(lambda names: self.hide_ids(True) if OPENED in names else None)

    @property
    def ids_hidden(self) -> bool:
        """Whether IDs and other customers' names are masked on screen."""
        return self._ids_hidden or bool(self.recorder)

    def hide_ids(self, hidden: bool) -> None:
        """Mask IDs, or show them; in a recording they stay masked."""
        self._ids_hidden = hidden
        self._changed(IDS)

    def show_typed(self, shown: bool) -> None:
        """Note that a dialog shows, or no longer shows, the ID that is typed in it."""
        if shown is not self.typed_shown:
            self.typed_shown = shown
            self._changed(IDS)

    @property
    def client_id_refused(self) -> bool:
        """Whether Procore refused the client ID, now or in an earlier run: it may be the secret, in the wrong field."""
        pair = self._credentials.pair_answers.refused
        if pair is not None and pair.client_id == self._open_record.record.client_id:
            return True  # until it is accepted, also while nothing is known about it
        return refuses_client_id(self._results.latest(TOKEN))

    @property
    def client_id_accepted(self) -> bool:
        """Whether Procore accepted the client ID, now or in an earlier run."""
        known = self._open_record.record.client_id in self._credentials.pair_answers.client_ids
        return not self.client_id_refused and (known or accepts_client_id(self._results.latest(TOKEN)))

    def is_client_id(self, value: str) -> bool:
        """Whether Procore has accepted `value` as a client ID; any other may be the secret, in the wrong field."""
        if value != self._open_record.record.client_id:
            return value in self._credentials.pair_answers.client_ids
        return not self.client_id_refused and value in self._credentials.pair_answers.client_ids

    @property
    def names_hidden(self) -> bool:
        """Whether project names are masked: on request, and while the terminal is recorded."""
        return self._names_hidden or bool(self.recorder)

    def hide_names(self, hidden: bool) -> None:
        """Mask project names, or show them; in a recording they stay masked."""
        self._names_hidden = hidden
        self._changed(NAMES)

    @property
    def hideable(self) -> dict[str, list[str]]:
        """What the mask hides for this customer: in words → the values that there are."""
        record = self._open_record.record
        kinds = {
            "the company ID": [record.company_id],
            "the client ID": list(filter(self.is_client_id, (record.client_id, record.sandbox_client_id))),
            "the App Version Key": [record.app_version_key, record.sandbox_app_version_key],
        }
        return {words: [each for each in values if each] for words, values in kinds.items()}

    def text(self, text: str) -> str:
        """`text` for a shared screen: IDs and keys become dots, also of requests, projects and users, unless shown."""
        text = self.request_ids(self.values(text))
        if not self._open_record.is_open or not self.ids_hidden:
            return text
        return _LONG_NUMBER.sub(lambda found: masked(found[0]), text)

    def id(self, value: str) -> str:
        """An ID that is in no record yet, for a shared screen."""
        return masked(value) if self.ids_hidden else value

    def request_ids(self, text: str) -> str:
        """`text` with dots for the IDs of requests, unless IDs are shown."""
        if not self._open_record.is_open or not self.ids_hidden:
            return text
        return _REQUEST_ID.sub(lambda found: found[1] + masked(found[2]), text)

    def values(self, text: str) -> str:
        """`text` with dots for IDs and keys of this customer, unless they are shown."""
        if not self._open_record.is_open:
            return text
        record = self._open_record.record
        if self.names_hidden:
            listed = record.expected_projects
            text = self._project_names.hidden_in(text, self._results, self._results.projects, listed)
        for value in (record.client_id, record.sandbox_client_id):
            if value and not self.is_client_id(value):
                text = text.replace(value, MASK)
        if not self.ids_hidden:
            return text
        ids = (record.company_id, record.client_id, record.app_version_key)
        others = (record.sandbox_client_id, record.sandbox_app_version_key, *record.other_pairs.values())
        for value in (*ids, *others):
            if text == value:
                return masked(value) if value else ""
            if len(value) >= _SHORTEST_IN_A_TEXT:
                text = re.sub(rf"(?<!\d){re.escape(value)}(?!\d)", masked(value), text)
        return text
