"""The guide's one markup: **two stars** enclose a label exactly as a screen prints it."""

STARS = "**"


def fault(text: str) -> str | None:
    """What is wrong with the stars of `text`, as a phrase; None if nothing is."""
    parts = text.split(STARS)
    if len(parts) % 2 == 0:
        return "has unbalanced ** (a label is between two of them)"
    if any(label != label.strip() or not label for label in parts[1::2]):
        return "has a label between ** that is empty or has a space at its edge"
    return None


def spans(text: str) -> list[tuple[str, bool]]:
    """`text` in pieces, each with whether it is a label; stars without a partner stay as they are."""
    parts = text.split(STARS)
    if len(parts) % 2 == 0:
        parts[-2:] = [STARS.join(parts[-2:])]
    return [(part, index % 2 == 1) for index, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """`text` for places without styles: each label in ‘single quotes’."""
    return "".join(f"‘{part}’" if label else part for part, label in spans(text))
