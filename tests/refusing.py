"""A practice company behind a proxy that can refuse the calls for the company, as Procore does after an uninstall."""

import json

from dmsa_tui.practice.http.asgi import Receive, Scope, Send
from dmsa_tui.practice.transport import transport
from dmsa_tui.session.session import Session


class CompanyRefused:
    """Tokens and the list of companies go through; every call for the company is refused while `is_on`."""

    def __init__(self, session: Session) -> None:
        self.is_on = False
        self._session = session
        session.connection.transport = lambda: transport(self._answer)

    def refuse(self) -> None:
        """The app is uninstalled, as far as anybody can tell."""
        self.is_on = True

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        rehearsal = self._session.rehearsal
        assert rehearsal is not None
        names_company = "company_id=" in scope["query_string"].decode() or "/companies/" in scope["path"]
        if not (self.is_on and names_company):
            return await rehearsal.rehearsal.app(scope, receive, send)
        body = json.dumps({"errors": "Forbidden"}).encode()
        await send({"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": body})
