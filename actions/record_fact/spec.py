"""Keeps what a colleague tells about a customer as what it is."""

from actions.spec import PERIOD, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="record_fact",
    account=AccountUse.NEEDED,
    asked=False,
    slots=(*PERIOD, "fact", "text", "contact", "before", "title", "owner", "touch_kind", "again", "product"),
    own_words=("fact", "text", "contact", "before", "title", "owner", "touch_kind", "again"),
    writes=True,
    buttons=("brief_account", "set_reminder"),
)
