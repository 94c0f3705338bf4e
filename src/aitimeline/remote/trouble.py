"""Why a server did not do what it was asked, in a sentence that says what to do."""

from __future__ import annotations

from aitimeline.remote.wire import Response

_UID_CONFLICTS = (
    "{urn:ietf:params:xml:ns:caldav}no-uid-conflict",
    "{urn:ietf:params:xml:ns:caldav}unique-scheduling-object-resource",
)
_REASONS = {
    400: "the server does not understand it",
    403: "this user may not do that here",
    404: "there is nothing at this address; is it the whole address of a calendar?",
    405: "this is not the address of a calendar, or the calendar is for reading only",
    409: "the server has something against it: a folder that is missing, or an event with the same UID elsewhere",
    413: "it is too large for the server",
    414: "the address is too long for the server",
    415: "the server does not take such a calendar",
    423: "it is locked; try again later",
    501: "the server cannot do that; is it a calendar server?",
    507: "there is no room left on the server",
}
_SERVER_FAILURE = 500


def explained(answer: Response, what: str, host: str) -> str:
    """The sentence for an answer.

    Args:
        answer: what the server said.
        what: what was asked, such as ``read`` or ``written``.
        host: who said it.
    """
    if is_uid_conflict(answer):
        return f"the calendar has this UID already, in something else ({answer.status})"
    if answer.is_done:
        sent = str(answer.headers.get("Content-Type") or "nothing").partition(";")[0]
        return f"{host} answers, but not as a calendar server does ({sent}); is it the address of a calendar?"
    reason = _REASONS.get(answer.status)
    if reason is None:
        reason = (
            "the server has failed; try again later"
            if answer.status >= _SERVER_FAILURE
            else "the server gives no reason that is known here"
        )
    told = f" ({_precondition(answer)})" if _precondition(answer) else ""
    return f"cannot be {what}, {answer.status}: {reason}{told}"


def is_uid_conflict(answer: Response) -> bool:
    """True if another resource of the calendar has the UID (RFC 4791 5.3.2.1)."""
    return answer.tree is not None and any(answer.tree.find(each) is not None for each in _UID_CONFLICTS)


def _precondition(answer: Response) -> str:
    """What had to hold and did not, as the server names it (RFC 4918 16)."""
    if answer.tree is None or answer.tree.tag != "{DAV:}error":
        return ""
    return ", ".join(str(each.tag).rpartition("}")[2][:60] for each in answer.tree)
