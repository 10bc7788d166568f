"""Why? Opens each figure of the last answer: what was counted, how, as of which day, and the rows themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.base import QuestionAction
from actions.look_up.answer import build_writer
from actions.presenters.look_up.rows import tell_source_rows
from actions.question import Question
from actions.reply import Figure, Line, Reply, Section, Table, Tone
from knowledge.catalogue.queries.catalogue import load_catalogue
from knowledge.kernel.access import AccessContext
from knowledge.kernel.lineage import RowRange, SourceRow
from knowledge.lineage import load_rows
from knowledge.playbook.formats import write_value
from knowledge.playbook.phrases import Phrases
from knowledge.semantic.look_up import look_up
from knowledge.semantic.query import Query

_ROWS_SHOWN = 5


class ExplainAnswer(QuestionAction):
    """The last answer's figures come as slots; their rows are read again, so they are what the asker may see now."""

    intent = "explain_answer"

    def answer(self, question: Question, access: AccessContext, say: Phrases) -> Reply:
        """One section a figure, one table of rows a figure that has rows."""
        figures = tuple(Figure.model_validate(told) for told in question.slots.get("figures", []))
        subject = question.word("subject")
        if not figures:
            key = "no_figures" if subject else "nothing_yet"
            return Reply(intent=self.intent, language=say.language, headline=say(f"explain_answer.{key}"))
        return Reply(
            intent=self.intent,
            language=say.language,
            headline=say("explain_answer.headline", subject=subject or "", count=len(figures)),
            sections=tuple(_tell(figure, access, say) for figure in figures),
            tables=_tables(figures, access, say),
            figures=figures,
        )


def _tell(figure: Figure, access: AccessContext, say: Phrases) -> Section:
    count = _count(figure, access)
    lines = [
        say("explain_answer.basis", basis=figure.basis),
        say("explain_answer.formula", formula=figure.formula),
        say("explain_answer.as_of", day=figure.as_of),
    ]
    if figure.lineage:
        lines.append(say("explain_answer.rows", count=count))
    title = say("explain_answer.figure", label=figure.label, value=figure.value)
    return Section(key=figure.key, title=title, lines=tuple(Line(text=text, tone=Tone.PLAIN) for text in lines))


def _tables(figures: tuple[Figure, ...], access: AccessContext, say: Phrases) -> tuple[Table, ...]:
    cards = load_catalogue(access).products.values() if any(figure.lineage for figure in figures) else ()
    products = {card.name: card.called(say.language) for card in cards}
    return tuple(table for figure in figures for table in _rows_of(figure, products, access, say))


def _rows_of(figure: Figure, products: Mapping[str, str], access: AccessContext, say: Phrases) -> list[Table]:
    if figure.lineage is None:
        return []
    if figure.lineage.query:
        return _looked_up(figure, figure.lineage.query, access, say)
    count, rows = load_rows(access, _range(figure), most=_ROWS_SHOWN)
    if not rows:
        return []
    cells = list(rows[0].cells)
    columns = (*(products.get(name) or _column(name, say) for name in cells), say("explain_answer.column_source"))
    shown = tuple((*(_cell(name, row.cells[name], products, say) for name in cells), _source(row, say)) for row in rows)
    title = say("explain_answer.table", label=figure.label, shown=len(rows), count=count)
    return [Table(key=figure.key, title=title, columns=columns, rows=shown)]


def _count(figure: Figure, access: AccessContext) -> int:
    if figure.lineage is None:
        return 0
    if figure.lineage.query:
        return look_up(Query.from_json(figure.lineage.query), access, most=1).total
    return load_rows(access, _range(figure), most=0)[0]


def _looked_up(figure: Figure, query: dict[str, Any], access: AccessContext, say: Phrases) -> list[Table]:
    """The rows behind a look-up, each with the file and line that it came from."""
    asked = Query.from_json(query)
    found = look_up(asked, access, most=_ROWS_SHOWN)
    if not found.rows:
        return []
    title = say("explain_answer.table", label=figure.label, shown=len(found.rows), count=found.total)
    return [tell_source_rows(found, build_writer(asked, access, say), key=figure.key, title=title)]


def _range(figure: Figure) -> RowRange:
    lineage = figure.lineage
    if lineage is None:
        return RowRange("")
    return RowRange(lineage.table, lineage.account_id, lineage.product_ids, lineage.since, lineage.until, lineage.ids)


def _column(name: str, say: Phrases) -> str:
    return say(f"columns.{name}") if say.has(f"columns.{name}") else name


def _cell(name: str, value: object, products: Mapping[str, str], say: Phrases) -> str:
    if say.has(f"cells.{name}_{value}"):
        return say(f"cells.{name}_{value}")
    if name == "product":
        value = products.get(str(value), value)
    return "–" if value is None or value == "" else str(write_value(value, say.language))


def _source(row: SourceRow, say: Phrases) -> str:
    if row.line is None:
        return row.source
    return say("explain_answer.source", source=row.source, line=row.line)
