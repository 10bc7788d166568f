"""Reminders and meetings: set, list, put off, cancel."""

from actions.spec import PERIOD, AccountUse, FieldKind, Form, FormField, QuestionSpec

SPEC = QuestionSpec(
    intent="set_reminder",
    account=AccountUse.OPTIONAL,
    slots=(*PERIOD, "remind_at", "reminder_id", "by", "talk", "note", "repeat", "product", "moves"),
    own_words=("note", "repeat"),
    steps=("list", "cancel", "snooze", "meeting", "no_meeting"),
    writes=True,
    takes_back=("cancel",),
    form=Form((FormField("remind_at", FieldKind.MOMENT, is_needed=True), FormField("note", FieldKind.TEXT))),
    buttons=(
        "brief_account",
        "show_checklist",
    ),
)
