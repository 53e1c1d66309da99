"""What can go wrong on the way, and at Procore, beyond how the company is set up: one row each.

A fault changes the answers to the requests that its pattern fits, and can be laid over any scenario.
"""

import re
from collections.abc import Iterable, Mapping

from dmsa_tui.errors import InvalidInput, did_you_mean, quoted
from dmsa_tui.practice import changes as do
from dmsa_tui.practice.fault import UNAUTHORIZED, Fault
from dmsa_tui.practice.writing_faults import WRITING_FAULTS


def chosen(ids: Iterable[str]) -> tuple[Fault, ...]:
    """The faults of those ids; InvalidInput names the valid ones."""
    try:
        return tuple(ALL_FAULTS[id] for id in ids)
    except KeyError as missing:
        id = str(missing.args[0])
        near = did_you_mean(id, ALL_FAULTS)
        raise InvalidInput(f"Unknown fault {quoted(id)}; `dmsa-tui practice --list all` names them.{near}") from None


_COMPANY = r"/companies/\d+"
TOKEN, TOKEN_INFO, REST = r"POST /oauth/token$", r"GET /oauth/token/info$", r"GET /rest/"
HOST, LISTED, ME = r"/company_base_url$", r"/rest/v1\.0/companies\?", rf"{_COMPANY}/me$"
COMPANY_CALLS = r"GET /rest/(?!v1\.0/compan(y_base_url|ies\?))"
COMPANY_LEVELS, PROJECT_LEVELS = r"/settings/permissions\?company_id=", r"/settings/permissions\?project_id="
ASSIGNMENTS, PROJECTS, MEMBERS = r"/project_assignments\?", r"/rest/v1\.1/projects\?", r"/projects/\d+/users\?"
INSTALLATIONS, USERS = r"/app_installations\?", rf"{_COMPANY}/users(/inactive)?\?"
TEMPLATE, TOOLS = r"/permission_templates/\d+$", r"/projects/\d+/tools\?"
COMPANY_FOLDERS, PROJECT_FOLDERS = rf"{_COMPANY}/folders\?", r"GET /rest/v1\.0/folders\?"
FOLDERS = r"/folders\?"

_WITHHELD = (
    ("own-record", "The service account's directory entry", ME),
    ("host", "The company's web host", HOST),
    ("companies", "The list of companies", LISTED),
    ("company-permissions", "The permissions in the company", COMPANY_LEVELS),
    ("project-permissions", "The permissions on projects", PROJECT_LEVELS),
    ("assignments", "The account's project list", ASSIGNMENTS),
    ("project-list", "The company's project list", PROJECTS),
    ("members", "The members of a project", MEMBERS),
    ("installations", "The list of installed apps", INSTALLATIONS),
    ("token-info", "The token's description", TOKEN_INFO),
    ("users", "The search in the directory", USERS),
    ("template", "The permission template", TEMPLATE),
    ("tools", "The tools of a project", TOOLS),
    ("company-folders", "The folders of the company", COMPANY_FOLDERS),
    ("project-folders", "The folders of a project", PROJECT_FOLDERS),
)
_PERSON = {
    "id": 21,
    "is_active": True,
    "name": "Practice File Sync Coordinator",
    "email_address": "practice.file.sync@example.com",
}
_NAMESAKE = {
    "id": 22,
    "is_active": True,
    "name": "practice-file-syncer-77aa00bb",
    "email_address": "practice-file-syncer-77aa00bb@procore.com",
}
_OWN = {"name": "practice-file-sync-0a1b2c3d", "email_address": "practice-file-sync-0a1b2c3d@procore.com"}
_EXTRA = {"id": 99, "name": "planroom", "friendly_name": "Planroom"}
_TWIN = {
    "is_active": True,
    "email_address": "practice-file-sync-2b2b2b2b@procore.com",
    "name": "practice-file-sync-2b2b2b2b",
}


def _small_pages(query: str) -> str:
    return re.sub(r"per_page=\d+", "per_page=5", query)


def _without_template_filter(query: str) -> str:
    return query.replace("filters%5Btemplate%5D=true", "")


def _first_page(query: str) -> str:
    return re.sub(r"\bpage=\d+", "page=1", _small_pages(query))


_ROWS = (
    *(Fault(f"{id}-refused", f"{title}: refused (403)", at, do.refuses(403)) for id, title, at in _WITHHELD),
    *(Fault(f"{id}-absent", f"{title}: not found (404)", at, do.refuses(404)) for id, title, at in _WITHHELD),

    # Tokens and installations.
    Fault("token-expires", "The token expires in the middle of the run", REST, do.says(401, UNAUTHORIZED), 1, 4,
          teaches=True),
    Fault("token-never-accepted", "Every call gets 401", REST, do.says(401, UNAUTHORIZED)),
    Fault("token-refused-as-text", "The credentials are refused with an unexpected body", TOKEN,
          do.sends(b"Unauthorized", "text/plain", 401)),
    Fault("token-unknown", "The login host answers “not found” (404)", TOKEN, do.refuses(404)),
    Fault("token-unknown-as-text", "The login host has no such page (404, as text)", TOKEN,
          do.sends(b"404 page not found", "text/plain", 404)),
    Fault("token-forbidden", "A firewall refuses the token in JSON (403)", TOKEN,
          do.says(403, {"message": "Forbidden"})),
    Fault("token-empty", "The token's answer has no token", TOKEN, do.without("access_token")),
    Fault("token-lifeless", "The token's answer does not say how long it lasts", TOKEN, do.without("expires_in")),
    Fault("token-of-another-app", "Procore says that the token belongs to another app", TOKEN_INFO,
          do.fields(application={"uid": "another-app"})),
    Fault("token-of-no-app", "The token's description names no app", TOKEN_INFO, do.without("application")),
    *(Fault(f"not-connected-{shape}", f"The company's calls say “not connected” ({title})", COMPANY_CALLS,
            do.says(403, body)) for shape, title, body in (
        ("list", "in a list", {"errors": [do.NOT_CONNECTED]}),
        ("text", "as text, without a period", {"errors": do.NOT_CONNECTED[:-1]}),
        ("message", "as code and message", {"code": 403, "message": do.NOT_CONNECTED}),
        ("reason", "as the reason beside a generic message",
         {"code": 403, "message": "Forbidden", "reason": do.NOT_CONNECTED[:-1]}),
        ("detail", "as the detail beside a generic message",
         {"status": 403, "title": "Forbidden", "detail": do.NOT_CONNECTED}),
        ("error", "as v2 does", {"error": {"code": "FORBIDDEN", "message": do.NOT_CONNECTED, "details": []}}),
    )),
    Fault("companies-empty", "The list of companies is empty", LISTED, do.rewrites(lambda rows: [])),
    Fault("company-unknown", "Procore does not know the company ID", HOST,
          do.says(400, {"error": {"code": "400", "message": "invalid company id"}})),
    Fault("header-lost", "A proxy removes the header with the company ID", REST,
          do.says(400, {"error": {"code": "400", "message": "Missing Procore-Company-Id header!"}})),
    Fault("header-lost-404", "Everything is “Item not found” (404)", REST, do.says(404, {"error": "Item not found"})),
    Fault("host-unnamed", "The company's web host is missing", HOST, do.without("web_base_url")),
    Fault("update-waits", "A newer version waits for the update", INSTALLATIONS,
          do.fields(updatable_app_version_id="99"), teaches=True),
    Fault("update-runs", "An update is being applied", INSTALLATIONS, do.fields(pending_operation_id="77")),
    Fault("installations-of-others", "The list of installed apps shows only other apps", INSTALLATIONS,
          do.fields(app_uid="another", developer_app={"name": "Another", "uid": "another"})),
    Fault("installation-of-a-namesake", "Another app of the same name is installed", INSTALLATIONS,
          do.fields(app_uid="another", developer_app={"name": "Practice File Sync", "uid": "another"})),
    Fault("installations-malformed", "The list of installed apps begins with unreadable rows", INSTALLATIONS,
          do.rewrites(lambda rows: [None, {"id": [], "developer_app": "x"}, *rows])),
    Fault("installation-uninstalled", "The list shows the app as uninstalled", INSTALLATIONS,
          do.fields(status="uninstalled")),

    # The service account and its rights.
    Fault("account-inactive", "The service account is inactive", ME, do.fields(is_active=False)),
    Fault("account-activity-unsaid", "The directory entry leaves out whether it is active", ME,
          do.without("is_active")),
    Fault("account-nameless", "The service account has no name", ME, do.fields(name=None, first_name=None)),
    Fault("account-deleted", "The directory has no such user", USERS, do.rewrites(lambda rows: [])),
    Fault("account-twice", "Two users are named after the app", USERS,
          do.rewrites(lambda rows: [*rows, {**_TWIN, "id": 11}, {**_TWIN, "id": 12}])),
    Fault("account-of-a-person", "The directory shows a person whose name begins with the app's", USERS,
          do.rewrites(lambda rows: [_PERSON])),
    Fault("account-of-another-app", "The directory shows another app's account, with a similar name", USERS,
          do.rewrites(lambda rows: [_NAMESAKE])),
    Fault("account-inactive-beside-a-person", "The app's account is inactive, and a person has a similar name", USERS,
          do.rewrites(lambda rows: [{**_TWIN, "id": 13, "is_active": False, **_OWN}, _PERSON])),
    Fault("future-unsaid", "The directory entry leaves out future projects and the template", ME,
          do.without("add_to_new_projects", "default_permission_template_id")),
    Fault("company-template-applied", "A company permission template is applied to the account", ME,
          do.fields(company_permission_template_id=4711), teaches=True),
    Fault("company-template-unsaid", "The directory entry leaves out the company permission template", ME,
          do.without("company_permission_template_id")),
    Fault("template-low", "The default template gives Documents Read Only", TEMPLATE,
          do.rewrites(lambda template: {
              **template, "user_access_levels": {**template["user_access_levels"], "documents": 2}})),
    Fault("template-levels-missing", "The default template comes without its levels", TEMPLATE,
          do.without("user_access_levels")),
    Fault("levels-missing", "The permissions have no list of tools", COMPANY_LEVELS, do.without("tools")),
    Fault("levels-unknown", "The permissions name an unknown level", COMPANY_LEVELS,
          do.rewrites(lambda levels: {"tools": [{**tool, "user_access_level": {"id": 9, "name": "Nine"}}
                                               for tool in levels["tools"]]})),
    Fault("levels-empty", "The permissions are an empty list of tools", COMPANY_LEVELS, do.fields(tools=[])),
    Fault("levels-high", "Every project tool is at Admin", PROJECT_LEVELS,
          do.rewrites(lambda levels: {"tools": [{**tool, "user_access_level": {"id": 4, "name": "Admin"}}
                                               for tool in levels["tools"]]})),
    Fault("levels-beyond", "Every project grants Standard on a tool beyond the profile", PROJECT_LEVELS,
          do.rewrites(lambda levels: {"tools": [*levels["tools"], {**_EXTRA, "user_access_level": {"id": 3}}]})),
    Fault("levels-odd", "Tools beyond the profile have odd levels, names and actions", r"/settings/permissions\?",
          do.rewrites(lambda levels: {"tools": [
              {**_EXTRA, "user_access_level": None, "permitted_actions": "all"}, None, {"name": 7}, {},
              {**_EXTRA, "name": "odd", "user_access_level": {"id": "many"}}, *levels["tools"]]})),
    Fault("tool-of-a-namesake", "A custom tool is shown as Documents, and Documents is not listed", COMPANY_LEVELS,
          do.rewrites(lambda levels: {"tools": [
              {**tool, "name": "custom_tool_7"} if tool["name"] == "documents" else tool
              for tool in levels["tools"]]})),
    Fault("record-odd", "The directory entry has an address, a vendor and a first name of odd types", ME,
          do.fields(email_address=[], vendor=[], first_name=5)),
    Fault("folders-unauthorized", "Requests for folders get 401", FOLDERS, do.says(401, UNAUTHORIZED)),
    Fault("folders-500", "Requests for folders get 500", FOLDERS, do.says(500, {"errors": ["Something failed."]})),
    Fault("folders-page", "A web page comes instead of the folders", FOLDERS, do.page(200, "Sign in")),
    Fault("folders-odd", "Folders are an object without an ID and without folders", FOLDERS, do.says(200, {})),
    Fault("members-compact", "The members of a project come without addresses", rf"{MEMBERS}.*view=normal",
          do.without("email_address")),
    Fault("users-none", "The company's directory shows no user at all", rf"{_COMPANY}/users\?",
          do.rewrites(lambda rows: [])),
    Fault("project-list-short", "The company's project list leaves out every third project", PROJECTS,
          do.rewrites(lambda rows: [row for index, row in enumerate(rows) if index % 3 != 2])),
    Fault("template-filter-ignored", "The company's project list does not know the filter for templates", PROJECTS,
          ask=_without_template_filter),
    Fault("project-hidden", "Projects whose IDs end in 8 are hidden from the account", rf"{PROJECT_LEVELS}\d*8$",
          do.refuses(404)),

    # Limits and servers.
    Fault("throttled-seconds", "429 once, with Retry-After in seconds", REST, do.throttles(retry_after="1"), 1, 2,
          teaches=True),
    Fault("throttled-date", "429 once, with Retry-After as a date", REST, do.throttles(retry_after=2.0), 1, 2),
    Fault("throttled-garbage", "429 once, with an unreadable Retry-After", REST,
          do.throttles(retry_after="soon"), 1, 2),
    Fault("throttled-reset", "429 once, with X-Rate-Limit-Reset alone", REST,
          do.throttles(x_rate_limit_reset=2.0), 1, 2),
    Fault("throttled-for-ever", "429 every time", REST, do.throttles(retry_after="20")),
    Fault("throttled-token", "429 every time at the login host", TOKEN, do.throttles(retry_after="3600")),
    Fault("limit-nearly-used", "One request is left this hour", "", do.limit(3600, 1, 1800)),
    Fault("limit-window", "Three requests are left in these ten seconds, four times", REST,
          do.limit(25, 3, 2), 4),
    *(Fault(f"server-{status}-once", f"{status} once", REST, do.says(status, {"errors": ["Try again."]}), 1, 3)
      for status in (500, 502, 503)),
    *(Fault(f"server-{status}", f"{status} every time", REST, do.says(status, {"errors": ["Something failed."]}))
      for status in (500, 502, 503)),
    Fault("server-503-later", "503 that asks for a pause of one hour", REST,
          do.says(503, {"errors": ["Maintenance."]}, retry_after="3600")),
    Fault("login-503", "The login host answers with 503", TOKEN, do.says(503, {"errors": ["Maintenance."]})),

    # The network.
    Fault("slow", "The login host answers after two seconds", TOKEN, do.delays(2.0)),
    Fault("silent", "The login host never answers", TOKEN, do.delays(3600.0)),
    Fault("reset-once", "One connection breaks before the answer", REST, do.breaks("before"), 1, 2),
    Fault("reset", "Every connection to the API breaks before the answer", REST, do.breaks("before")),
    Fault("cut-head", "Every connection to the login host breaks in the answer's headers", TOKEN, do.breaks("head")),
    Fault("cut-body", "Every list of projects breaks off in its body", ASSIGNMENTS, do.breaks("body")),
    Fault("captive-portal", "A sign-in page answers instead of the login host", TOKEN, do.page(200, "Guest Wi-Fi"),
          teaches=True),
    Fault("filtered", "A web filter answers instead of the API (403)", REST, do.page(403, "Blocked by policy")),
    Fault("gateway-page", "A gateway answers instead of the API (502)", REST, do.page(502, "Bad Gateway"),
          teaches=True),
    Fault("maintenance-page", "A maintenance page answers with 200", COMPANY_LEVELS, do.page(200, "Back soon")),
    Fault("redirected", "The API redirects to another host", REST,
          do.says(302, {}, location="https://sso.example/login")),
    Fault("login-redirected", "The login host redirects to another host", TOKEN,
          do.says(307, {}, location="https://sso.example/login")),
    Fault("proxy-sign-in", "A proxy wants a sign-in (407)", REST, do.page(407, "Proxy Authentication Required")),
    Fault("clock-ahead", "Procore's clock is five minutes ahead", "", do.clock(300), teaches=True),
    Fault("clock-behind", "Procore's clock is five minutes behind", "", do.clock(-300)),

    # Bodies.
    Fault("empty-body", "An empty answer with 200", COMPANY_LEVELS, do.sends(b"", "application/json")),
    Fault("object-for-list", "An object where a list belongs", ASSIGNMENTS, do.rewrites(lambda rows: {"rows": rows})),
    Fault("list-for-object", "A list where an object belongs", ME, do.rewrites(lambda record: [record])),
    Fault("null-for-object", "Null where an object belongs", HOST, do.rewrites(lambda host: None)),
    Fault("ids-as-floats", "Project IDs as numbers with a fraction", ASSIGNMENTS, do.ids(float)),
    Fault("ids-as-text", "IDs as text everywhere", REST, do.ids(str)),
    Fault("ids-huge", "IDs of forty digits", INSTALLATIONS, do.ids(lambda id: 10**40 + id)),
    Fault("rows-twice", "Every project comes twice", ASSIGNMENTS,
          do.rewrites(lambda rows: [*rows, *rows])),
    Fault("rows-incomplete", "The project list leaves out who is assigned", ASSIGNMENTS, do.without("is_assigned")),
    Fault("rows-nameless", "Projects without names and numbers", ASSIGNMENTS,
          do.fields(name=None, project_number=None)),
    Fault("json-with-mark", "JSON that starts with a byte order mark", REST, do.prefixed(b"\xef\xbb\xbf")),
    Fault("json-nan", "JSON with NaN in it", ME, do.fields(score=float("nan"))),
    Fault("json-cut", "JSON that ends in the middle", LISTED, do.sends(b'[{"id": 1, "na', "application/json")),
    Fault("type-wrong", "JSON that is labeled as a web page", REST, do.told(content_type="text/html")),
    Fault("zipped", "Compressed answers", REST, do.zips(1)),
    Fault("zipped-wrongly", "Answers that are labeled as compressed but are not", ME,
          do.told(content_encoding="gzip")),
    Fault("zipped-thrice", "Answers that are compressed three times over", COMPANY_LEVELS, do.zips(3)),
    Fault("lists-without-end", "An answer of a million empty lists", COMPANY_LEVELS,
          do.sends(b"[" + b"[]," * 1_000_000 + b"[]]", "application/json")),
    Fault("refusal-hostile", "A refusal with escapes and markup in its text", COMPANY_LEVELS,
          do.says(403, {"errors": ["\x1b[2J[red]No\u202e.[/red]"]})),

    # Pages.
    Fault("pages-small", "Pages of five rows, whatever was asked for", ASSIGNMENTS, ask=_small_pages),
    Fault("pages-untold", "Pages of five rows, without a count", ASSIGNMENTS,
          do.uncounted, ask=_small_pages),
    Fault("pages-endless", "Pages that always name a next page", ASSIGNMENTS, do.endless_links, ask=_first_page),
    Fault("pages-repeated", "Every page is the first page", ASSIGNMENTS, ask=_first_page),
    Fault("list-moves-once", "A project is closed while the list is read, once", rf"{ASSIGNMENTS}.*\bpage=2",
          do.told(total="11"), 1),
    Fault("list-moves", "A project is closed whenever the list is read", rf"{ASSIGNMENTS}.*\bpage=2",
          do.told(total="11")),
    Fault("row-twice", "One row of the list comes twice, and another is missing", rf"{ASSIGNMENTS}.*\bpage=1\b",
          do.rewrites(lambda rows: [*rows[:-1], rows[0]])),
    Fault("page-empty-once", "A page in the middle of the list is empty once", rf"{ASSIGNMENTS}.*\bpage=2",
          do.rewrites(lambda rows: []), 1),
    Fault("page-empty", "A page in the middle of the list is always empty", rf"{ASSIGNMENTS}.*\bpage=2",
          do.rewrites(lambda rows: [])),
    Fault("pages-of-a-hundred", "Requests for more than 100 rows a page are refused (400)",
          r"per_page=[2-9]\d\d|per_page=\d{4}", do.says(400, {"errors": ["per_page must be at most 100"]})),
    Fault("total-low", "Total is lower than the number of rows", ASSIGNMENTS, do.told(total="3"),
          ask=_small_pages),
    Fault("total-high", "Total is higher than the number of rows", ASSIGNMENTS, do.told(total="99")),
    Fault("project-total-high", "The company's project list has fewer rows than its Total", PROJECTS,
          do.told(total="99")),
    Fault("total-absurd", "Total claims a hundred million rows", ASSIGNMENTS, do.told(total="100000000")),
)  # fmt: skip

FAULTS: Mapping[str, Fault] = {row.id: row for row in _ROWS}
"""What can go wrong with the questions that the checks ask."""
ALL_FAULTS: Mapping[str, Fault] = {**FAULTS, **WRITING_FAULTS}
