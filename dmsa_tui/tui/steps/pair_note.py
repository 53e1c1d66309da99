"""What the field of the client secret says of the pair, and what is said of a key that comes with it."""

from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from dmsa_tui.checks.words import counted
from dmsa_tui.onboarding.check_states import GREEN
from dmsa_tui.onboarding.validation import shape
from dmsa_tui.procore.secret import Secret
from dmsa_tui.tui.widgets.field import Field
from dmsa_tui.tui.widgets.guide_text import literal
from dmsa_tui.vocabulary import Status

if TYPE_CHECKING:
    from dmsa_tui.checks.model import Result
    from dmsa_tui.onboarding.secret_store import StoredIn

MUTED = "$foreground-muted"
SWAPPED = "Swapped"
"""What was done with a pair whose two values were exchanged."""
NOT_NEEDED = "The access was ended: no secret is needed."


class PairNote(NamedTuple):
    """One sentence, and what the field shows besides."""

    note: Content
    is_held: bool = False
    """Whether the field shows that there is a secret."""
    is_proven: bool = False
    is_refused: bool = False


def waits(secret: Secret, replaces: bool = False) -> str:
    """What it says of a secret that was given before the client ID."""
    other = " instead of the one before" if replaces else ""
    return f"{shape(secret)}, held in memory{other}. Enter the client ID above, then both are tested."


def tested(
    token: "Result | None", done: str, kept: "StoredIn",
    *, refused: Secret | None = None, on_trial: bool = False, has_ended: bool = False,
) -> PairNote:  # fmt: skip
    """What Procore last said of the pair, whoever asked; `done`: what was done with the secret, empty if nothing.

    `refused`: the secret that is held, if Procore refused it; `on_trial`: in place of an accepted one. `has_ended`: the
    access was ended, so that a refusal of the pair from before is nothing to mend.
    """
    if token is not None and token.status in GREEN:
        accepted = Content.styled("✔ Procore accepts the credentials. ", "$text-success")
        return PairNote(accepted + literal(kept.sentence, MUTED), is_held=True, is_proven=True)
    if has_ended and not done:
        return PairNote(literal(f"{NOT_NEEDED} {kept.sentence}", MUTED), is_held=True)
    if token is not None and token.status is Status.FAIL:
        said = f"✖ Procore gives no token for them: see Credentials. {done and done + '.'}".strip()
        if refused is not None:
            of = counted(len(refused), "character")
            refuses = "Swapped, and refused again" if done == SWAPPED else "Procore refuses the credentials"
            said = f"✖ {refuses}: see Credentials. Paste another secret here; this one has {of}."
            if on_trial:
                said = f"✖ Procore refuses this secret of {of}. Ctrl+U gives it up, and the accepted one is back."
        return PairNote(literal(said, "$text-error"), is_held=True, is_refused=True)
    if done:
        return PairNote(literal(f"? Not tested. {kept.sentence}", "$text-warning"))
    return PairNote(literal(f"Known. {kept.sentence}", MUTED), is_held=True)


class KeyNote(NamedTuple):
    """Whether an App Version Key that was pasted beside the pair is taken, and what to say of it; empty for nothing."""

    is_taken: bool
    sentence: str = ""


def key_beside_pair(keys: str, held: str, field: Field) -> KeyNote:
    """`keys`: of the paste; `held`: the onboarding's own, which is replaced by a key that is pasted alone."""
    if " " in keys:
        return KeyNote(False, "The paste has several App Version Keys: none was taken. Paste the right one alone.")
    if held == keys.lower():
        return KeyNote(False)
    if held or not field.accepts(keys):
        return KeyNote(False, "The App Version Key in the paste was not taken. Paste it alone into its field.")
    return KeyNote(True, "The App Version Key in the paste is filled in, too.")
