"""What the signs on the screens mean: those of the states, and those of choices, buttons, actions and clicks."""

from dmsa_tui.onboarding.states import State

OF_EVERY = {
    "● ○": "In a choice: what is chosen, and what is not.",
    "◀ ▶": "On a button: it leads back, or on.",
    "✕": "Beside a search: clears it.",
}
OF_FOLDS = {"▸ ▾": "Before a heading: a click shows or hides what belongs to it."}
OF_ACTIONS = {
    "▸": "The action that is open; in the practice browser: click it.",
    "~": "After an action: its bold labels may differ on your screen. Nobody has compared them with Procore's yet.",
}
OF_LEVELS = {"–": "On the levels: the builder does not offer it."}
OF_PRACTICE = {
    "⇥": "In the practice browser: copies values into the wizard.",
    "● + ·": "In the practice browser: ● is done, + is optional here, · is not possible yet.",
}
MEANINGS = {
    State.PROVEN: "Procore says yes.",
    State.CONFIRMED: "A person confirmed it, or decided to skip it.",
    State.CAUTION: "It works, with a caution; on an action: no answer or no proof.",
    State.FAILING: "Procore says no.",
    State.WAITING: "Someone else must act.",
    State.UNVERIFIED: "Procore did not say.",
    State.TODO: "Still to do, or not checked yet.",
}
