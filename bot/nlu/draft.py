"""One reading of a message as a query about one thing: which part is a condition, what is told, counted, ordered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from bot.nlu.atoms import NAME, Atom
from bot.nlu.draft_conditions import gather_conditions, read_flags, read_now, read_numbers, read_things, read_values
from bot.nlu.draft_days import changes_since, is_since_a_day, read_days
from bot.nlu.draft_measures import (
    amount_first,
    deals_won,
    is_of_any_outcome,
    is_only_about,
    put_first,
    read_measures,
    split_asked,
    summed_up,
    with_rows,
)
from bot.nlu.draft_names import read_names, read_whose
from bot.nlu.draft_negations import read_negations
from bot.nlu.draft_orders import read_groups, read_orders
from bot.nlu.draft_selection import MOVES, amount_asked, read_selection, reasons_asked
from bot.nlu.draft_sides import (
    ABOUT_CUSTOMER,
    OF_CONTRACT,
    PRODUCTS,
    SEGMENTS,
    compares_groups,
    on_last_days,
    read_sides,
)
from bot.nlu.parts import MEASURE, THING, Part
from bot.nlu.paths import has_one, ways_from
from bot.nlu.vocabulary import ABOUT, AFTER
from knowledge.semantic.catalogue import FieldType, Thing
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import Condition, Measure, Operator, Period, Query, Shape, Side

_CUSTOMER, _CONTRACT = "customer", "contract"
_USES = "seats_used"


@dataclass
class Draft:
    """A query in the making. ``used`` are the atoms that it takes into account; ``penalty`` speaks against it."""

    head: str
    parts: tuple[Part, ...]
    today: dt.date
    role: str | None = None
    account_id: int | None = None
    last_first: bool = False
    is_fragment: bool = False
    used: set[Atom] = field(default_factory=set)
    penalty: float = 0.0
    where: list[Condition] = field(default_factory=list)
    negated: set[int] = field(default_factory=set)
    bound: set[int] = field(default_factory=set)
    period: Period | None = None
    dated: list[Part] = field(default_factory=list)

    def build(self) -> Query | None:
        """The query; None where nothing of this thing is asked for."""
        self._words_between()
        read_negations(self)
        accounts = [part for part in self.named("account") if self.parts.index(part) not in self.negated]
        compared = read_sides(self)
        groups = read_groups(self)
        orders, limit = read_orders(self)
        read_numbers(self)
        read_days(self)
        if self._have_owners(compared):
            read_whose(self, accounts)
        read_names(self, accounts, compared)
        read_values(self)
        single = len(accounts) == 1 or self.has_identity()
        read_flags(self, single=single)
        read_now(self)
        select = read_selection(self) or reasons_asked(self)
        if single and not select and self.head == _CUSTOMER and (amount := amount_asked(self)):
            select = [amount]
        measures = read_measures(self, select, groups, single=single)
        if groups and orders:
            measures, orders = put_first(self, measures, orders[0], groups)
        of_periods = any(isinstance(side, Period) for side in compared)
        if (groups or of_periods) and any(self.is_many(path) for path in select):
            self.penalty += OF_CONTRACT  # "most tickets by industry" counts tickets, not customers
        if split := split_asked(self, select, measures, groups, single=single):
            groups, measures, select = [split], [Measure("count")], []
            self._only_where_said(split)
        if compared and not select and not measures and not compares_groups(compared):
            select, orders = [each.field for each in orders], []
        if compared and compares_groups(compared) and not measures:
            measures = deals_won(self) if is_only_about(self) else summed_up(self, select, orders)
            orders = [] if measures else orders
        elif is_only_about(self) and not self.is_fragment:  # in a follow-up a name only narrows
            measures = deals_won(self)
        if compared and measures and not self.has(MEASURE) and is_of_any_outcome(self):
            self.where.append(Condition("won"))
        measures = amount_first(self, with_rows(self, measures, compared), parted=bool(groups or compared))
        compared = on_last_days(self.head, compared, measures)
        if measures or (self.head != _CUSTOMER and set(select) <= {load_catalogue().thing(self.head).title[0]}):
            select = []  # "tickets on my accounts": whose they are stands on each line anyway
        elif select and not self.is_fragment:
            select += [each.field for each in orders]
        shape = None if of_periods else self._shape()
        grain = next((part.key for part in self.parts if part.kind == "grain"), None)
        select, measures, shape, grain = self._month_by_month(select, measures, shape, grain)
        if (
            not self.is_fragment
            and not compared
            and not self._is_substantial(accounts, select, measures, groups, shape)
        ):
            return None
        read_things(self)
        self._words_beside(select, measures)
        shape = shape or self._fact_shape(select, measures, single=single)
        return Query(
            thing=self.head,
            select=tuple(dict.fromkeys(select)),
            where=gather_conditions(self),
            measures=tuple(measures),
            group_by=tuple(groups),
            order_by=tuple(orders),
            limit=limit,
            period=changes_since(self) if shape is Shape.CHANGES else self.period,
            compare=compared,
            grain=("month" if grain == "any" else grain),
            shape=shape,
        )

    def _have_owners(self, compared: tuple[Side, ...]) -> bool:
        """Whether it says something whose the rows are: of none or two periods always, of groups where it is said."""
        of_groups = compares_groups(compared) and self.says("mine")
        return of_groups or all(isinstance(side, Period) for side in compared)

    def is_many(self, path: str) -> bool:
        """Whether a row has several of what lies at a path."""
        return not has_one(load_catalogue().thing(self.head), path)

    def _words_beside(self, select: list[str], measures: list[Measure]) -> None:
        """ "Who is using less than half of their seats": what belongs beside a field that is told, by such words."""
        fields = load_catalogue().thing(self.head).fields
        told = {*select, *(each.of or "" for each in measures), *(each.field for each in self.where)} & fields.keys()
        group = told | {beside for key in told for beside in fields[key].beside}
        uses = any(each.field in ABOUT_CUSTOMER.values() for each in self.where)  # "who is using SFA" has it
        for part in self.parts:
            after = [s.key for s in part.atom.senses if (s.kind, s.thing) == (AFTER, self.head)]
            if group.intersection(after) or (uses and _USES in after):
                self.used.add(part.atom)

    def _words_between(self) -> None:
        for part in self.parts:
            if part.kind in {"ask", "is", "but", "and", "or", "order", "by", "ours", "shape", "grain", "only", "all"}:
                self.used.add(part.atom)
            between = {"them", "also", "filler", "without", "turn", "earlier", "basis", "now", "then"}
            if part.kind in between or (part.kind == ABOUT and part.key == self.head):
                self.used.add(part.atom)

    def named(self, kind: str) -> list[Part]:
        """The names of this kind."""
        return [part for part in self.parts if part.kind == NAME and part.key == kind]

    @property
    def about(self) -> bool:
        """Whether a word says that this is asked about, without naming it."""
        return any(part.kind == ABOUT and part.key == self.head for part in self.parts)

    def says(self, kind: str, *keys: str) -> bool:
        """Whether any part says this."""
        return any(part.says(kind, *keys) for part in self.parts)

    def has(self, kind: str) -> bool:
        """Whether any part is of this kind."""
        return any(part.kind == kind for part in self.parts)

    def identity_path(self) -> str | None:
        """The path of the customer itself: our own id of a customer, the link elsewhere."""
        path = self.customer_path("id")
        return path.removesuffix(".id") if path else None

    def owner_path(self) -> str | None:
        """The path of whoever of ours is responsible: of the row itself, else of its customer."""
        fields = load_catalogue().thing(self.head).fields
        for key in ("owner", "person", "author"):
            if key in fields and fields[key].to == "person":
                return key
        return self.customer_path("owner")

    def customer_path(self, key: str) -> str | None:
        """The path of a field of the customer that the row belongs to; None where it is none's, or too far."""
        way = ways_from(self.head).get(_CUSTOMER)
        if way is None or key not in load_catalogue().thing(_CUSTOMER).fields or (way.path and way.cost > 1):
            return None
        return f"{way.path}.{key}".lstrip(".")

    def _only_where_said(self, path: str) -> None:
        """Rows that have such a value: of deals with a reason for a loss, those lost."""
        self.where.append(Condition(path, Operator.KNOWN))

    def type_of(self, path: str) -> FieldType:
        """The type of the field at a path."""
        return load_catalogue().resolve(load_catalogue().thing(self.head), path)[1].type

    def usual_money(self) -> str | None:
        """The amount that is meant where none is named."""
        thing: Thing = load_catalogue().thing(self.head)
        usual = [key for key in (*thing.usual, *thing.fields) if key in thing.fields]
        return next((key for key in usual if thing.fields[key].type is FieldType.MONEY), None)

    def usual_number(self) -> str | None:
        """The number that rows are told with, such as the score of a survey."""
        thing = load_catalogue().thing(self.head)
        usual = [key for key in thing.usual if key in thing.fields]
        return next((key for key in usual if thing.fields[key].type is FieldType.NUMBER), None)

    def usual_day(self) -> str | None:
        """The day that is meant where none is named."""
        thing = load_catalogue().thing(self.head)
        if self.dated and self.dated[0].type is FieldType.DAY:
            return self.dated[0].path
        flags = (part.field for part in self.parts if part.type is FieldType.FLAG and "." not in part.path)
        of_flags = (each.day for each in flags if each)
        told = (key for key in thing.usual if key in thing.fields and thing.fields[key].type is FieldType.DAY)
        return next((day for day in of_flags if day), None) or next(told, None)

    def _shape(self) -> Shape | None:
        said = next((part.key for part in self.parts if part.kind == "shape"), None)
        moves = said == "movement" or (said == "changes" and self.has(MEASURE)) or (said and is_since_a_day(self))
        if self.head in MOVES and moves:
            return Shape.MOVEMENT
        return Shape.CHANGES if said == "changes" else None

    def _month_by_month(
        self, select: list[str], measures: list[Measure], shape: Shape | None, grain: str | None
    ) -> tuple[list[str], list[Measure], Shape | None, str | None]:
        """ "Is NPS going up?": what no single customers move is told month by month."""
        rates = self._rates(select, measures) if shape is Shape.MOVEMENT else []
        return ([], rates, None, grain or "month") if rates else (select, measures, shape, grain)

    def _rates(self, select: list[str], measures: list[Measure]) -> list[Measure]:
        """What is asked for, or told of all in place of a customer's field, where no single customers move it: NPS."""
        thing = load_catalogue().thing(self.head)
        named = [thing.fields[key].of_many for key in select if key in thing.fields]
        rates = [*measures, *(Measure(each or "") for each in named)]
        kinds = [thing.measures[each.name].type for each in rates if each.name in thing.measures]
        return rates if len(kinds) == len(rates) and set(kinds) == {FieldType.NUMBER} else []

    def has_identity(self) -> bool:
        """Whether the rows are those of one customer."""
        path = self.identity_path()
        return any(each.operator is Operator.IS and each.field == path for each in self.where)

    def _fact_shape(self, select: list[str], measures: list[Measure], *, single: bool) -> Shape | None:
        """One customer's field, whether something is so with them, one person's address: no list."""
        if measures or self.is_fragment:
            return None
        if self.head == _CUSTOMER:
            return Shape.FACT if single else None
        named = self.named("contact") if self.head == "contact" else self.named("product") + self.named("family")
        of_product = self.head == "product" or (self.head == _CONTRACT and single)
        return Shape.FACT if named and select and (of_product or self.head == "contact") else None

    def _is_substantial(
        self,
        accounts: list[Part],
        select: list[str],
        measures: list[Measure],
        groups: list[str],
        shape: Shape | None,
    ) -> bool:
        thing = load_catalogue().thing(self.head)
        if accounts and thing.of_running_us and _CUSTOMER not in thing.fields:
            return False  # "how old is the Acme deal" asks nothing of the data
        if not measures and self.says("ask", "average", "largest", "smallest"):
            return False  # of something that no field of this thing tells
        named = any(part.kind == THING and not part.path and not part.is_soft for part in self.parts)
        asks = any(part.says("ask") or part.kind == "not" for part in self.parts)
        if self.about and (self.named("person") or (accounts and self.head != "deal")):
            return True
        others = [part for part in self.parts if part.kind == NAME and part.key != "account" and part.atom in self.used]
        if asks and any(part.key in PRODUCTS for part in others):
            return True
        of_segment = any(part.key in SEGMENTS for part in others)
        if self.head == _CUSTOMER and of_segment and any(part.key == "person" for part in others):
            return True  # "Priya's wholesalers"
        if (
            self.head == _CUSTOMER
            and of_segment
            and any(part.says("ask", "list", "who", "count") for part in self.parts)
        ):
            return True
        ordered = any(part.kind in {"order", "top"} for part in self.parts)
        if self.head == _CUSTOMER and others and any(part.says("mine") or part.says("ours") for part in self.parts):
            return True
        if ordered and self.head == _CUSTOMER and any(part.key in SEGMENTS or part.key == "person" for part in others):
            return True
        return bool(select or measures or groups or shape or named or self.bound - {id(part) for part in accounts})

    def add(self, condition: Condition) -> None:
        """One more condition of the rows."""
        self.where.append(condition)
