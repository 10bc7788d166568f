"""The words for an offer, as a talk, a letter or a message."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="draft_talk_track",
    account=AccountUse.NEEDED,
    slots=("product", "medium", "length", "wished_language"),
    keeps=("medium", "product", "wished_language"),
    shows_offer=True,
    about_offer=True,
    about_meetings=True,
)
