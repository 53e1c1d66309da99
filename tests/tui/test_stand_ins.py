"""What stands for a name that home hides can be matched later: it stays with its onboarding."""

from dmsa_tui.onboarding.record import Onboarding
from dmsa_tui.session.names_on_home import shown_name
from dmsa_tui.session.saved_changes import rename
from dmsa_tui.session.session import Session
from tests.tui.driving import wizard


async def test_the_numbers_of_equal_initials_follow_the_order_of_creation_and_never_move() -> None:
    session = Session.for_customers()
    for name in ("Cedar Ridge", "Copper Road", "Canal Row"):
        session.store.create(Onboarding(name))
    async with wizard(session) as found:
        await found.sees("C. R.  ", "C. R. (2)", "C. R. (3)")
        assert shown_name(session, "hidden", "Canal Row") == "C. R. (3)"
        await rename(session, "Cedar Ridge", "Elm Street")
        await found.sees("E. S.", "C. R. (2)", "C. R. (3)")
        session.store.forget("Copper Road")
        session.store.create(Onboarding("Camel Rock"))
        await found.sees("C. R. (3)", "C. R. (4)")
        assert shown_name(session, "hidden", "Canal Row") == "C. R. (3)", "in the farewell too"
        await rename(session, "Elm Street", "Cedar Ridge")
        await found.sees("C. R.  ")


async def test_a_second_customer_with_equal_initials_changes_nothing_of_the_first_now_or_at_the_next_start() -> None:
    session = Session.for_customers()
    session.store.create(Onboarding("Delta Homes"))
    assert shown_name(session, "hidden", "Delta Homes") == "D. H."
    session.store.create(Onboarding("Deer Hill"))
    for each in (session, Session.for_customers()):
        assert shown_name(each, "hidden", "Delta Homes") == "D. H."
        assert shown_name(each, "hidden", "Deer Hill") == "D. H. (2)"
