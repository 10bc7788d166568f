"""The words for any purpose, to any reader, as a talk, a letter or a message."""

from actions.spec import PERIOD, AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="draft_talk_track",
    account=AccountUse.NEEDED,
    slots=(
        *("product", "medium", "length", "draft_length", "wished_language", "purpose", "inside", "which", "addressee"),
        *("role", "tone", "must_mention", "leave_out", "matter", "about", "occasion", "sender", "weekdays", "week"),
        *("half_day", "times", "sentences", "promise", "unread", "strange", "last", *PERIOD),
    ),
    keeps=("medium", "product", "wished_language"),
    shows_offer=True,
    about_offer=True,
    about_meetings=True,
    buttons=(
        "assess_churn",
        "brief_account",
        "compare_tiers",
        "explain_answer",
        "log_outcome",
        "set_reminder",
    ),
)
