"""What every call has to get past: token, company header, installation, and what the company refuses."""

from urllib.parse import quote

from starlette.requests import Request

from dmsa_tui.practice.http.company import unknown_company
from dmsa_tui.practice.http.endpoints import Endpoint
from dmsa_tui.practice.http.oauth import bearer, host_of
from dmsa_tui.practice.http.query import Query, whole_number
from dmsa_tui.practice.http.reply import Call, Problem, forbidden, not_connected, not_found
from dmsa_tui.practice.http.token_store import TokenStore
from dmsa_tui.practice.rights import is_connected
from dmsa_tui.practice.world import World

HEADER = "Procore-Company-Id"


def authorize(request: Request, endpoint: Endpoint, world: World, desk: TokenStore, body: bytes = b"") -> Call:
    """The call, if it may proceed; Problem says why not."""
    token = bearer(request, desk)
    query = Query(request.scope["query_string"])
    path = {name: str(value) for name, value in request.path_params.items()}
    url = f"{request.scope['scheme']}://{host_of(request)}{quote(request.scope['path'])}"
    call = Call(world, query, path, url, token, body)
    company_id = _company_id(request)
    if company_id != world.company.id or token.environment != "production":
        raise unknown_company() if endpoint.name == "company-base-url" else not_connected()
    named = (path.get("company_id"), query.text("company_id"))
    if any(id is not None and whole_number(id) != company_id for id in named):
        raise not_found()
    if endpoint.needs_install and not is_connected(world.company):
        raise not_connected()
    status = world.refused.get(endpoint.name)
    if status is not None:
        raise not_found() if status == 404 else Problem(status, forbidden("Access to this is denied.").body)
    return call


def _company_id(request: Request) -> int:
    text = request.headers.get(HEADER)
    if not text:
        # Procore documents the sentence, clients report the status (inferred to belong together).
        raise Problem(404, {"errors": ["Missing Procore-Company-Id header!"]})
    number = whole_number(text)
    if number is None:
        raise unknown_company()
    return number
