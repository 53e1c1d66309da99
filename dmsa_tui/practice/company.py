"""The practice company before anybody has installed anything: invented people, projects and templates."""

from dmsa_tui.practice.ids import IdGenerator
from dmsa_tui.practice.tools import ADMIN, READ_ONLY, STANDARD
from dmsa_tui.practice.world import Company, Portal, Project, Template, User, World

COMPANY_NAME = "Practice Builders"
_ACTIVE = (
    "Harbor Annex", "Mill Lane School", "Station Square", "Cedar Clinic", "Quarry Bridge", "Northgate Library",
    "Riverside Depot", "Hilltop Observatory", "Market Hall", "Canal Works", "Beacon House", "Willow Court",
)  # fmt: skip
_CLOSED = ("Old Tannery", "Chapel Yard")
_PEOPLE = (("Ada", "Sample", "Administrator"), ("Ben", "Example", "Project Manager"), ("Cleo", "Specimen", "Engineer"))
_PLACES = ("Harbor", "Mill", "Station", "Cedar", "Quarry", "Northgate", "Riverside", "Hilltop", "Market", "Canal")
_BUILDINGS = ("Annex", "School", "Square", "Clinic", "Bridge", "Library", "Depot")

HOSTILE_COMPANY = "Practice \x1b[31mBuilders\x1b[0m [bold]Ltd[/bold]"
HOSTILE_PROJECTS = (
    "\x1b[2J\x1b[HCleared",
    "[red]Markup[/red] [@click=app.quit]click[/]",
    "Turned \u202egnp.exe",
    "Title \x1b]0;owned\x07 set",
    "Two\nlines\rand a return",
    "Zero\u200bwidth\u2060and\ufeffmarks",
    "=HYPERLINK(\"https://example.invalid\",\"formula\")",
    "<script>alert(1)</script> & co",
    "Combining e" + "\u0301" * 40,
    "Wide 建設 現場 🏗️",
    "Long " + "name " * 80,
    "\u0085\u009b31m C1 \x00 nul",
)  # fmt: skip


def empty_world(seed: str) -> World:
    """Nothing in the developer portal; a company with three people, twelve active projects and two closed ones."""
    ids = IdGenerator(seed)
    company = Company(ids.number("company"), COMPANY_NAME, "us02", "https://us02.procore.com")
    world = World(ids, Portal(), company)
    company.users = [_person(ids, *person) for person in _PEOPLE]
    company.users.append(User(ids.number("user"), "Dora", "Former", "dora.former@practice.example", is_active=False))
    company.templates = [
        Template(ids.number("template"), "Project Manager", "global",
                 {"admin": READ_ONLY, "directory": STANDARD, "documents": STANDARD, "home": READ_ONLY, "rfi": ADMIN}),
        Template(ids.number("template"), "Read Only", "global",
                 {"directory": READ_ONLY, "documents": READ_ONLY, "home": READ_ONLY}),
        Template(ids.number("template"), "Company staff", "company_tools",
                 {"directory": READ_ONLY, "documents": STANDARD, "home": READ_ONLY}),
    ]  # fmt: skip
    names = [(name, True) for name in _ACTIVE] + [(name, False) for name in _CLOSED]
    company.projects = [
        Project(ids.number("project"), f"P-{number:03}", name, active)
        for number, (name, active) in enumerate(names, start=1)
    ]
    return world


def many_projects(world: World, count: int) -> list[Project]:
    """That many active projects, each with a name of its own."""
    return [
        Project(
            world.ids.number("project"),
            f"P-{number:04}",
            f"{_PLACES[number % len(_PLACES)]} {_BUILDINGS[number % len(_BUILDINGS)]} {number}",
        )
        for number in range(1, count + 1)
    ]


def _person(ids: IdGenerator, first: str, last: str, title: str) -> User:
    email = f"{first}.{last}@practice.example".lower()
    return User(ids.number("user"), first, last, email, title)
