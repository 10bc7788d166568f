"""A question back instead of a guess: which customer, which question, what was meant."""

from actions.spec import AccountUse, QuestionSpec

SPEC = QuestionSpec(
    intent="ask_back",
    account=AccountUse.NONE,
    asked=False,
    slots=(
        "kind",
        "choices",
        "intents",
        "for_intent",
        "mention",
        "likely",
        "incident",
        "count",
        "words",
        "person",
        "kinds",
    ),
    aside=True,
    buttons=("brief_account",),
)
