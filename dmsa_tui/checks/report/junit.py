"""The report as JUnit XML, which build servers show: one test suite per target, one test case per check."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC
from xml.etree import ElementTree

from dmsa_tui.checks.model import Report, Result
from dmsa_tui.checks.report.text import remedy_sentence
from dmsa_tui.procore.request_record import RequestRecord
from dmsa_tui.vocabulary import Status, definition

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow, not even as references (section 2.2)."""


def to_junit(reports: Sequence[Report]) -> str:
    """One document, in ASCII. A failed check is a failure, an unverified one an error, a skipped one skipped.

    An unverified check that a person confirms is skipped, with their name: it is neither an error nor proven.
    A warning passes; its sentence is the test's output. Times are seconds.
    """
    root = ElementTree.Element("testsuites", {"name": "dmsa-tui check"})
    suites = [_suite(root, report) for report in reports]
    for count in ("tests", "failures", "errors", "skipped"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in suites)))
    root.set("time", _seconds(sum(report.elapsed_ms for report in reports)))
    ElementTree.indent(root)
    document: bytes = ElementTree.tostring(root, encoding="us-ascii", xml_declaration=True)
    return document.decode("ascii")


def _suite(root: ElementTree.Element, report: Report) -> ElementTree.Element:
    target = report.target
    suite = _child(
        root,
        "testsuite",
        name=target["name"] or f"company {target['company_id']}",
        timestamp=report.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        time=_seconds(report.elapsed_ms),
    )
    properties = _child(suite, "properties")
    facts = {**target, "verdict": report.verdict.value, "requests": str(report.requests.sent)}
    for name, value in facts.items():
        if value:
            _child(properties, "property", name=name, value=value)
    cases = [_case(suite, result) for result in report.results]
    suite.set("tests", str(len(cases)))
    for count, kind in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(kind) is not None for case in cases)))
    return suite


def _case(suite: ElementTree.Element, result: Result) -> ElementTree.Element:
    taken = sum(request_record.elapsed_ms for request_record in result.evidence)
    case = _child(suite, "testcase", classname=definition(result.id).step, name=result.id, time=_seconds(taken))
    word = result.confirmed_by
    if result.status is Status.FAIL:
        _trouble(case, "failure", result)
    elif word is not None:
        sentence = f"Confirmed by a person: {word.by}, {word.at.astimezone(UTC):%Y-%m-%d %H:%M} UTC. {result.summary}"
        _child(case, "skipped", message=sentence)
    elif result.status is Status.UNVERIFIED:
        _trouble(case, "error", result)
    elif result.status is Status.SKIPPED:
        _child(case, "skipped", message=result.summary)
    elif result.status is Status.WARN:
        _child(case, "system-out").text = _xml("\n".join(("Warning: " + result.summary, *_rest(result))))
    return case


def _trouble(case: ElementTree.Element, kind: str, result: Result) -> None:
    cause = result.status if result.cause is None else result.cause
    trouble = _child(case, kind, message=result.summary, type=cause.value)
    trouble.text = _xml("\n".join((result.summary, *_rest(result))))


def _rest(result: Result) -> Iterable[str]:
    """What to do, and the requests behind the result."""
    if result.remedy is not None:
        yield remedy_sentence(result.remedy)
        if result.remedy.url is not None:
            yield result.remedy.url
    yield from map(_request_record, result.evidence)


def _request_record(request_record: RequestRecord) -> str:
    answer = "no answer" if request_record.status is None else str(request_record.status)
    request = "" if request_record.request_id is None else f", request {request_record.request_id}"
    return f"{request_record.method} {request_record.url}: {answer} in {request_record.elapsed_ms} ms{request}"


def _child(parent: ElementTree.Element, tag: str, **attributes: str) -> ElementTree.Element:
    return ElementTree.SubElement(parent, tag, {name: _xml(value) for name, value in attributes.items()})


def _xml(text: str) -> str:
    return _NOT_XML.sub(lambda match: f"⟨U+{ord(match[0]):04X}⟩", text)


def _seconds(milliseconds: int) -> str:
    return f"{milliseconds / 1000:.3f}"
