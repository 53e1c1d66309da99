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
    Fault("add-refused-oneself", "A service account may not add itself, in a list or singly (403)", ADD,
          do.says(403, {"errors": ["You cannot change your own project memberships."]}), deed=deeds.not_done),
    Fault("add-invalid", "The request to add is called invalid (400)", ADD,
          do.says(400, {"error": {"code": "400", "message": "users is invalid"}}), deed=deeds.not_done),
    Fault("bulk-add-absent", "The list form of adding is not there (404); the single one is", BULK_ADD,
          do.refuses(404), deed=deeds.not_done),
    Fault("add-absent", "Neither form of adding is there (404)", ADD, do.refuses(404), deed=deeds.not_done),
    Fault("add-seventh-fails", "Every seventh project of a request fails; on its own it works (207)", BULK_ADD,
          deed=deeds.every_seventh_fails, teaches=True),
    Fault("add-some-never", "Projects whose IDs divide by seven fail, even on their own (207)", ADD,
          deed=deeds.some_never_work),
    Fault("add-half-502", "Half of the second list is done, then a gateway answers (502)", BULK_ADD,
          do.page(502, "Bad Gateway"), 1, 1, deed=deeds.half_done, teaches=True),
    Fault("add-cut", "The connection breaks after the second list was done", BULK_ADD, do.breaks("before"), 1, 1),
    Fault("add-slow", "The answer to the second list takes 60 seconds; the work is done at once", BULK_ADD,
          do.delays(60.0), 1, 1),
    Fault("add-idle", "Adding is answered with success, and nothing is done", ADD, deed=deeds.taken_back),
    Fault("add-idle-once", "The second list is answered with success, and nothing is done", BULK_ADD, times=1, after=1,
          deed=deeds.taken_back),
    Fault("add-shows-late", "What is added shows 30 seconds later", "", make_deed=lambda: deeds.shown_later(30.0)),
    Fault("add-shows-never", "What is added does not show for an hour", "",
          make_deed=lambda: deeds.shown_later(3600.0)),
    Fault("add-drops-template", "Who is added has no template on the project", ADD, deed=deeds.template_dropped),
    Fault("write-limit-used-up", "The hour's limit is used up at the third write", WRITE,
          do.throttles(retry_after="1800"), 1, 2, deed=deeds.not_done),
    Fault("write-token-ends", "The token ends at the third write", WRITE, do.says(401, UNAUTHORIZED), 1, 2,
          deed=deeds.not_done),
    Fault("write-unreadable", "The answer to the second write is not JSON; the work is done", WRITE,
          do.sends(b"done", "text/plain"), 1, 1),
    Fault("write-502", "Every write is answered by a gateway (502), and nothing is done", WRITE,
          do.page(502, "Bad Gateway"), deed=deeds.not_done),
    Fault("update-meanwhile", "At the third write someone updates the app, which drops its projects", WRITE, times=1,
          after=2, deed=deeds.updated_meanwhile),
    Fault("others-add-meanwhile", "At the second write someone else adds the account to two projects", WRITE,
          times=1, after=1, deed=deeds.others_add),
    Fault("groups-take-over", "From the first removal on Groups hold every fifth project", REMOVE, times=1,
          deed=deeds.groups_take_over),
    Fault("remove-refused", "Removing from projects is refused (403)", REMOVE, do.says(403, _SAID),
          deed=deeds.not_done),
    Fault("bulk-remove-absent", "The list form of removing is not there (404); the single one is", r"/bulk_remove$",
          do.refuses(404), deed=deeds.not_done),
)  # fmt: skip

WRITING_FAULTS: Mapping[str, Fault] = {row.id: row for row in _ROWS}
