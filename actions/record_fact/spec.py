"""Keeps what a colleague tells about a customer as what it is."""

from actions.spec import PERIOD, AccountUse, QuestionSpec

# The parts of what is told, as the reading finds them.
_OWN = (
    "fact",
    "text",
    "contact",
    "before",
    "title",
    "email",
    "phone",
    "owner",
    "touch_kind",
    "again",
    "severity",
    "ticket",
    "survey_kind",
    "score",
    "employees",
)

SPEC = QuestionSpec(
    intent="record_fact",
    account=AccountUse.NEEDED,
    asked=False,
    slots=(*PERIOD, *_OWN, "product"),
    own_words=_OWN,
    writes=True,
    buttons=("brief_account", "set_reminder"),
)
