"""Whether now is the time."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="check_timing",
    account=AccountUse.NEEDED,
    slots=("product", "products"),
    about_meetings=True,
    for_each=True,
    buttons=(
        "draft_talk_track",
        "explain_answer",
        "set_reminder",
    ),
)
