"""How to answer what a customer objects to."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="handle_objection",
    account=AccountUse.OPTIONAL,
    slots=("objection", "article", "product"),
    own_words=("objection",),
    buttons=(
        "draft_talk_track",
        "log_outcome",
    ),
)
