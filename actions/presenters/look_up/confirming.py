"""Yes or no: whether what was said of a row is so, and what is on record."""

from __future__ import annotations

from actions.presenters.look_up.facts import tell_nothing
from actions.presenters.look_up.parts import account_of, build_figure
from actions.presenters.look_up.writing import Writer
from actions.reply import AccountRef, Line, Reply, Section
from knowledge.playbook.phrases import write_text
from knowledge.semantic.catalogue import FieldType
from knowledge.semantic.found import Found
from knowledge.semantic.query import Condition


def tell_confirmed(is_so: bool, there: Found, said: tuple[Condition, ...], writer: Writer) -> Reply:
    """The answer, then what the store holds instead."""
    if not there.rows:
        return tell_nothing(there, writer)
    row, thing = there.rows[0], there.thing
    told = [writer.tell(row, there.column(each.field), thing) for each in said if each.field]
    flags = [each for each in said if each.field and there.column(each.field).field is not None]
    only_flag = len(said) == 1 and flags and _is_flag(there, flags[0])
    condition = writer.say.join([writer.condition(each, thing) for each in said])
    own = _own_words(is_so, there, said, writer)
    key = "confirmed" if is_so else "denied"
    headline = own or writer.sentence(f"look_up.{key}", name=writer.title(row, thing), condition=condition)
    if only_flag:
        headline = told[0]
    rest = () if only_flag else tuple(Line(text=writer.say("look_up.instead", told=each)) for each in told)
    account_id, name = account_of(row, there)
    answer = writer.say("look_up.yes" if is_so else "look_up.no")
    return Reply(
        intent="look_up",
        language=writer.language,
        headline=headline,
        account=AccountRef(id=account_id, name=name) if account_id else None,
        sections=(Section(key="facts", lines=rest),) if rest else (),
        figures=(build_figure(there, answer, None, writer),),
    )


def _own_words(is_so: bool, there: Found, said: tuple[Condition, ...], writer: Writer) -> str:
    """The field's own sentence, where one thing was said and it has one."""
    field = there.column(said[0].field).field if len(said) == 1 and said[0].field else None
    template = (field.confirm if is_so else field.deny).get(writer.language) if field else None
    if field is None or template is None:
        return ""
    wanted = writer.say.join([writer.value(value, field) for value in said[0].values])
    return write_text(template, writer.language, {"name": writer.title(there.rows[0], there.thing), "wanted": wanted})


def _is_flag(there: Found, condition: Condition) -> bool:
    field = there.column(condition.field).field
    return field is not None and field.type is FieldType.FLAG
