"""What can go wrong while projects are added or taken out: one row each. No check sends such requests."""

from collections.abc import Mapping

from dmsa_tui.practice import changes as do
from dmsa_tui.practice import deeds
from dmsa_tui.practice.fault import UNAUTHORIZED, Fault

BULK_ADD, ADD_ONE = r"^POST /rest/v1\.3/companies/\d+/users/bulk_add$", r"^POST /rest/.*/actions/add$"
ADD = rf"{BULK_ADD}|{ADD_ONE}"
REMOVE = r"^POST /rest/v1\.3/companies/\d+/users/bulk_remove$|^DELETE /rest/.*/actions/remove$"
WRITE = rf"{ADD}|{REMOVE}"
_SAID = {"errors": ["You do not have permission to perform this action."]}

_ROWS = (
    Fault("add-refused", "Adding to projects is refused (403)", ADD, do.says(403, _SAID), deed=deeds.not_done,
          teaches=True),
    Fault("add-refused-oneself", "A service account cannot add itself, in a list or alone (403)", ADD,
          do.says(403, {"errors": ["You cannot change your own project memberships."]}), deed=deeds.not_done),
    Fault("add-invalid", "Procore calls the request to add invalid (400)", ADD,
          do.says(400, {"error": {"code": "400", "message": "users is invalid"}}), deed=deeds.not_done),
    Fault("bulk-add-absent", "Adding a list is not found (404); adding one project works", BULK_ADD,
          do.refuses(404), deed=deeds.not_done),
    Fault("add-absent", "Neither form of adding is found (404)", ADD, do.refuses(404), deed=deeds.not_done),
    Fault("add-seventh-fails", "Every seventh project of a request fails; on its own it works (207)", BULK_ADD,
          deed=deeds.every_seventh_fails, teaches=True),
    Fault("add-some-never", "Projects whose IDs divide by seven fail, even on their own (207)", ADD,
          deed=deeds.some_never_work),
    Fault("add-half-502", "Half of the second list is done, then a gateway answers (502)", BULK_ADD,
          do.page(502, "Bad Gateway"), 1, 1, deed=deeds.half_done, teaches=True),
    Fault("add-cut", "The connection breaks after the second list is done", BULK_ADD, do.breaks("before"), 1, 1),
    Fault("add-slow", "The answer to the second list takes 60 seconds; the work is done immediately", BULK_ADD,
          do.delays(60.0), 1, 1),
    Fault("add-idle", "Procore reports success, and adds nothing", ADD, deed=deeds.taken_back),
    Fault("add-idle-once", "Procore reports success for the second list, and adds nothing", BULK_ADD, times=1, after=1,
          deed=deeds.taken_back),
    Fault("add-shows-late", "What is added shows 30 seconds later", "", make_deed=lambda: deeds.shown_later(30.0)),
    Fault("add-shows-never", "What is added does not show for an hour", "",
          make_deed=lambda: deeds.shown_later(3600.0)),
    Fault("add-drops-template", "The added account has no template on the project", ADD, deed=deeds.template_dropped),
    Fault("write-limit-used-up", "The hour's limit is used up at the third write", WRITE,
          do.throttles(retry_after="1800"), 1, 2, deed=deeds.not_done),
    Fault("write-token-ends", "The token expires at the third write", WRITE, do.says(401, UNAUTHORIZED), 1, 2,
          deed=deeds.not_done),
    Fault("write-unreadable", "The answer to the second write is not JSON; the work is done", WRITE,
          do.sends(b"done", "text/plain"), 1, 1),
    Fault("write-502", "A gateway answers every write (502), and nothing is done", WRITE,
          do.page(502, "Bad Gateway"), deed=deeds.not_done),
    Fault("update-meanwhile", "At the third write someone updates the app, which drops its projects", WRITE, times=1,
          after=2, deed=deeds.updated_meanwhile),
    Fault("others-add-meanwhile", "At the second write someone else adds the account to two projects", WRITE,
          times=1, after=1, deed=deeds.others_add),
    Fault("groups-take-over", "After the first removal, Groups hold every fifth project", REMOVE, times=1,
          deed=deeds.groups_take_over),
    Fault("remove-refused", "Removing from projects is refused (403)", REMOVE, do.says(403, _SAID),
          deed=deeds.not_done),
    Fault("bulk-remove-absent", "Removing a list is not found (404); removing one project works", r"/bulk_remove$",
          do.refuses(404), deed=deeds.not_done),
)  # fmt: skip

WRITING_FAULTS: Mapping[str, Fault] = {row.id: row for row in _ROWS}
