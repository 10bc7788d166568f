"""One reading of a message as a query about one thing: which part is a condition, what is told, counted, ordered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.nlu.atoms import DATE, NAME, Atom
from bot.nlu.conditions import Comparing, number_condition
from bot.nlu.draft_days import read_days
from bot.nlu.draft_orders import NUMERIC, read_groups, read_orders
from bot.nlu.draft_sides import OF_CONTRACT, PRODUCTS, SEGMENTS, compares_groups, read_sides
from bot.nlu.parts import FIELD, MEASURE, THING, VALUE, Part
from bot.nlu.paths import has_one, many_part, ways_from
from bot.nlu.periods import add_months
from bot.nlu.vocabulary import ABOUT
from knowledge.semantic.catalogue import FieldType, Thing
from knowledge.semantic.loading import load_catalogue
from knowledge.semantic.query import ME, Condition, Measure, Operator, Order, Period, Query, Shape

_CUSTOMER, _CONTRACT = "customer", "contract"
_DEAL = "deal"
_MOVES = {_CUSTOMER, _CONTRACT, "deal"}  # things of which it is told why a figure of theirs moved
_REASONS = ("lost_reason", "reason", "reason_text")
_ABOUT_CUSTOMER = {"product": "products", "family": "families"}


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
        self._negations()
        accounts = [part for part in self.named("account") if self.parts.index(part) not in self.negated]
        compared = read_sides(self)
        groups = read_groups(self)
        orders, limit = read_orders(self)
        self._numbers()
        read_days(self)
        if not compared:
            self._whose(accounts)
        self._names(accounts, compared)
        self._values()
        single = len(accounts) == 1 or self._has_identity()
        self._flags(single=single)
        select = self._selected() or self._reasons_asked()
        if single and not select and self.head == _CUSTOMER and (amount := self._amount_asked()):
            select = [amount]
        measures = self._measures(select, groups, single=single)
        if groups and orders:
            measures, orders = self._leading(measures, orders[0])
        of_periods = any(isinstance(side, Period) for side in compared)
        if (groups or of_periods) and any(self._is_many(path) for path in select):
            self.penalty += OF_CONTRACT  # "most tickets by industry" counts tickets, not customers
        if split := self._split_asked(select, measures, groups, single=single):
            groups, measures, select = [split], [Measure("count")], []
            self._only_where_said(split)
        if compared and not select and not measures and not compares_groups(compared):
            select, orders = [each.field for each in orders], []
        if compared and compares_groups(compared) and not measures:
            measures = self._won() if self._is_only_about() else self._summed(select, orders)
            orders = [] if measures else orders
        elif self._is_only_about() and not self.is_fragment:  # in a follow-up a name only narrows
            measures = self._won()
        if compared and measures and not self.has(MEASURE) and self._is_of_any_outcome():
            self.where.append(Condition("won"))
        if measures:
            select = []
        elif select and not self.is_fragment:
            select += [each.field for each in orders]
        shape = self._shape()
        grain = next((part.key for part in self.parts if part.kind == "grain"), None)
        if (
            not self.is_fragment
            and not compared
            and not self._is_substantial(accounts, select, measures, groups, shape)
        ):
            return None
        self._things()
        shape = shape or self._fact_shape(select, measures, single=single)
        return Query(
            thing=self.head,
            select=tuple(dict.fromkeys(select)),
            where=self._gathered(),
            measures=tuple(measures),
            group_by=tuple(groups),
            order_by=tuple(orders),
            limit=limit,
            period=self.period,
            compare=compared,
            grain=("month" if grain == "any" else grain),
            shape=shape,
        )

    # ------------------------------------------------------------------ what each part does

    def _leading(self, measures: list[Measure], order: Order) -> tuple[list[Measure], list[Order]]:
        """What groups are put in order by: a figure asked for, an amount named, else the usual one, or how many."""
        if not (measures and (self.has(MEASURE) or measures[0].of)):
            named = any(part.kind == FIELD and part.path == order.field for part in self.parts)
            money = named or (self.head != _CUSTOMER and order.field == self.usual_money())
            measures = [*(self._of_many([order.field]) if money else ()), Measure("count")]
        return measures, [] if order.descending else [Order(measures[0].column)]

    def _is_many(self, path: str) -> bool:
        return not has_one(load_catalogue().thing(self.head), path)

    def _is_only_about(self) -> bool:
        """Whether what somebody achieved is asked for without naming it: "Maya against Daniel this quarter"."""
        named = any(part.kind in {FIELD, VALUE, THING, MEASURE} and not part.is_soft for part in self.parts)
        return self.head == _DEAL and not named and bool(self.named("person"))

    def _is_of_any_outcome(self) -> bool:
        """Whether amounts of deals are held against each other, and neither deals nor their outcome are named."""
        told = {"won", "lost", "open", "decided", "outcome", "stuck", "stage"}
        named = any(part.kind == THING and not part.path and not part.is_soft for part in self.parts)
        return self.head == _DEAL and not named and not any(each.field in told for each in self.where)

    def _won(self) -> list[Measure]:
        """The deals won: their sum, and how many."""
        self.where.append(Condition("won"))
        if self.period is None:
            self.period = Period(_quarter_start(self.today), self.today)
        return [Measure("sum", "amount"), Measure("count")]

    def _words_between(self) -> None:
        for part in self.parts:
            if part.kind in {"ask", "is", "but", "and", "or", "order", "by", "ours", "shape", "grain", "only", "all"}:
                self.used.add(part.atom)
            between = {"them", "also", "filler", "without", "turn", "earlier", "basis"}
            if part.kind in between or (part.kind == ABOUT and part.key == self.head):
                self.used.add(part.atom)

    def _negations(self) -> None:
        """What "no", "without", ない speak of: what follows in English, what stands before in Japanese."""
        for place, part in enumerate(self.parts):
            if part.kind != "not" and not part.says("is", "empty"):
                continue
            way = -1 if self.last_first or part.atom.text[:1] > "\u2fff" else 1
            at = place + way
            while 0 <= at < len(self.parts) and not self._can_be_negated(self.parts[at]):
                if self.parts[at].kind in {"but", "not", DATE}:
                    at = -1
                    break
                at += way
            if 0 <= at < len(self.parts):
                self.negated.add(at)
                self.used.add(part.atom)

    def _can_be_negated(self, part: Part) -> bool:
        if part.kind == NAME:
            return True
        return part.kind in {FIELD, VALUE} or (part.kind == THING and bool(part.path))

    def named(self, kind: str) -> list[Part]:
        """The names of this kind."""
        return [part for part in self.parts if part.kind == NAME and part.key == kind]

    def _summed(self, select: list[str], orders: list[Order]) -> list[Measure]:
        """What is held against each other of two groups: the sum of an amount, else how many."""
        named = any(part.atom.sense(THING) and part.key == self.head for part in self.parts if part.kind == THING)
        paths = select or [each.field for each in orders if not named]
        numeric = [path for path in paths if self._type_of(path) in NUMERIC]
        won = any(each.field == "won" for each in self.where)
        if not numeric and self.head == _DEAL and (won or any(part.says("order", "desc") for part in self.parts)):
            return [Measure("sum", "amount"), Measure("count")]
        return self._of_many(numeric) or [Measure("count")]

    def _numbers(self) -> None:
        for place, part in enumerate(self.parts):
            if part.kind != "number" or id(part) in self.bound:
                continue
            comparing = Comparing.at(self.parts, place)
            if comparing.operator is Operator.IS and self.named("account"):
                continue  # "10 more seats for Acme" asks for a change, and not who has ten
            near = sorted(self._numeric(), key=lambda each: (abs(self.parts.index(each) - place), each.is_soft))
            found = number_condition(self.head, comparing, near)
            if found is None and comparing.is_amount and self._lists_rows() and (path := self.usual_money()):
                self._add(Condition(path, comparing.operator, (int(comparing.value),)))
                self.bound.add(id(part))
                self.used |= {part.atom, *(each.atom for each in comparing.words)}
            if found is None:
                continue
            condition, target = found
            self._add(condition)
            self.bound |= {id(part), id(target)}
            self.used |= {part.atom, target.atom, *(each.atom for each in comparing.words)}

    def _lists_rows(self) -> bool:
        """Whether the rows themselves are named, so that an amount beside them is theirs."""
        return self.head != _CUSTOMER or any(
            part.kind == THING and not part.path and not part.is_soft for part in self.parts
        )

    def _numeric(self) -> list[Part]:
        return [
            part
            for part in self.parts
            if part.kind == FIELD
            and (part.type in NUMERIC or part.type is FieldType.DAY)
            and id(part) not in self.bound
        ]

    @property
    def about(self) -> bool:
        """Whether a word says that this is asked about, without naming it."""
        return any(part.kind == ABOUT and part.key == self.head for part in self.parts)

    def _says(self, kind: str, *keys: str) -> bool:
        return any(part.says(kind, *keys) for part in self.parts)

    def has(self, kind: str) -> bool:
        """Whether any part is of this kind."""
        return any(part.kind == kind for part in self.parts)

    def _whose(self, accounts: list[Part]) -> None:
        """ "My": of the customers that the asker owns, or looks after; a seller's lists are of their own customers."""
        said = [part for part in self.parts if part.says("mine")]
        self.used.update(part.atom for part in said)
        if self._is_about_threads_customer(accounts):
            self.where.append(Condition(str(self.identity_path()), Operator.IS, (self.account_id or 0,)))
            return
        whole_team = not said and any(part.says("ours") for part in self.parts)
        if accounts or self.named("person") or whole_team or self.named("team"):
            return
        if self.is_fragment and not said:
            return
        path = self.owner_path()
        if path is None or self.role not in {"rep", "cs"} or (not said and self.role != "rep"):
            return
        if (
            not said
            and self.account_id is not None
            and any(part.says("them", "account", "both") for part in self.parts)
        ):
            return
        if self.role == "cs":
            path = (path.endswith("owner") and self.customer_path("csm")) or path
        if said or self.head in {_CUSTOMER, _CONTRACT}:
            self.where.append(Condition(path, Operator.IS, (ME,)))

    def _is_about_threads_customer(self, accounts: list[Part]) -> bool:
        """Whether the customer that the talk is about is meant: nothing else says whose."""
        if self.account_id is None or self.is_fragment or accounts or self.customer_path("id") is None:
            return False
        others = {"person", "contact", "industry", "region", "country", "team", "product", "family"}
        if self.head == _CUSTOMER:
            others -= {"product", "family"}
        said = [part for place, part in enumerate(self.parts) if place not in self.negated]
        if any(part.kind == NAME and part.key in others for part in said):
            return False
        they = any(part.says("them") for part in self.parts)
        if any(part.says("mine") or (part.says("ours") and not they) for part in self.parts):
            return False
        if any(part.says("by") or part.says("top") for part in self.parts):
            return False
        listed = [part for part in self.parts if part.kind == THING and not part.path and not part.is_soft]
        if self.head == _CUSTOMER and (listed or any(part.says("ask", "count") for part in self.parts)):
            return any(part.says("them", "account") for part in self.parts)
        return not any(part.kind in {FIELD, VALUE} and part.type is FieldType.DAY and self.dated for part in self.parts)

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

    def _names(self, accounts: list[Part], compared: tuple[object, ...]) -> None:
        if len(accounts) > 1 and not compared and (path := self.identity_path()):
            self._add(Condition(path, Operator.ONE_OF, tuple(part.id or 0 for part in accounts)))
            self.used.update(part.atom for part in accounts)
        for place, part in enumerate(self.parts):
            if part.kind != NAME or id(part) in self.bound or part.atom in self.used:
                continue
            condition = self._name_condition(part, Operator.IS_NOT if place in self.negated else Operator.IS)
            if condition is None:
                continue
            self.used.add(part.atom)
            if not (compared and part in accounts):
                self._add(condition)

    def _name_condition(self, part: Part, operator: Operator) -> Condition | None:
        match part.key:
            case "account":
                path = self.identity_path()
                return Condition(path, operator, (part.id or 0,)) if path else None
            case "person":
                return self._person_condition(part, operator)
            case "contact" if self.head == "contact":
                return Condition("name", operator, (part.value,))
            case "product" | "family":
                return self._product_condition(part, operator)
            case by if by in SEGMENTS:
                path = self.customer_path(by)
                return Condition(path, operator, (part.value,)) if path else None
            case _:
                return None

    def _person_condition(self, part: Part, operator: Operator) -> Condition | None:
        if self.head == "person":
            return Condition("name", operator, (part.value,))
        path = self.owner_path()
        if path is None:
            return None
        if path.endswith("owner") and self.head == _CUSTOMER:
            sides = (Condition(path, Operator.IS, (part.value,)), Condition("csm", Operator.IS, (part.value,)))
            if operator is Operator.IS and not any(each.key in {"owner"} and each.kind == FIELD for each in self.parts):
                return Condition(any_of=sides)
        return Condition(path, operator, (part.value,))

    def _product_condition(self, part: Part, operator: Operator) -> Condition | None:
        if self.head == "product":
            return Condition("family" if part.key == "family" else "name", operator, (part.value,))
        if self.head == _CUSTOMER:
            named = [each for each in self.parts if each.kind == FIELD and not each.is_soft and not each.cost]
            one = self.named("account") or self._has_identity()
            if one and any(each.key not in _ABOUT_CUSTOMER.values() for each in named):
                self.penalty += OF_CONTRACT
            return Condition(_ABOUT_CUSTOMER[part.key], operator, (part.value,))
        way = ways_from(self.head).get("product")
        if way is None:
            return None
        return Condition(way.path + (".family" if part.key == "family" else ""), operator, (part.value,))

    def _values(self) -> None:
        for place, part in enumerate(self.parts):
            if part.kind == VALUE and not part.is_soft and id(part) not in self.bound and self._is_said_of(part):
                operator = Operator.IS_NOT if place in self.negated else Operator.IS
                self._add(Condition(part.path, operator, (part.value,)))
                self.used.add(part.atom)
                self.bound.add(id(part))

    def _is_said_of(self, part: Part) -> bool:
        """Whether a value is meant that says something only of some rows: a price is a reason only of what was lost."""
        needs = part.field.said_with if part.field else ()
        return (
            self.is_fragment
            or not needs
            or any(each is not part and (each.key in needs or each.says("ask", "why")) for each in self.parts)
        )

    def _flags(self, *, single: bool) -> None:
        """A flag is a condition of a list, and what is asked of one customer."""
        for place, part in enumerate(self.parts):
            if part.kind != FIELD or part.type is not FieldType.FLAG or id(part) in self.bound or part.is_soft:
                continue
            if single and self.head == _CUSTOMER:
                continue
            operator = Operator.IS_NOT if place in self.negated else Operator.IS
            self._add(Condition(part.path, operator))
            self.used.add(part.atom)
            self.bound.add(id(part))

    def _counted(self, part: Part) -> bool:
        """ "Customers with open tickets": those that have any."""
        counts = part.type is FieldType.NUMBER and part.field is not None and "count(*)" in (part.field.sql or "")
        return counts and not self._has_identity() and not any(each.says("ask", "count") for each in self.parts)

    def _selected(self) -> list[str]:
        fields = [part for part in self.parts if part.kind == FIELD and id(part) not in self.bound]
        firm = [part for part in fields if not part.is_soft]
        select = []
        for part in firm:
            self.used.add(part.atom)
            if self.parts.index(part) in self.negated:
                self._add(self._lacks(part))
            elif self._counted(part) and not self.is_fragment:
                self._add(Condition(part.path, Operator.MORE, (0,)))
                select.append(part.path)
            else:
                select.append(self._day_asked(part) or part.path)
        settled = {each.field for each in self.where if each.operator is Operator.IS and each.values}
        return _only_last_money([path for path in select if path not in settled], self._type_of)

    def _reasons_asked(self) -> list[str]:
        """ "Why did they say no", "why do we lose deals": the reason that was given, of whatever has one."""
        moves = self.head not in _MOVES and any(part.says("shape", "movement") for part in self.parts)
        if self.is_fragment or not (moves or any(part.says("ask", "why") for part in self.parts)):
            return []
        fields = load_catalogue().thing(self.head).fields
        return [key for key in _REASONS if key in fields]

    def _amount_asked(self) -> str | None:
        """ "How much a month?" of one customer."""
        return self.usual_money() if any(part.says("ask", "sum") for part in self.parts) else None

    def _day_asked(self, part: Part) -> str | None:
        """ "Until when is it on hold?": the day beside what is so or not."""
        if (
            part.type is not FieldType.FLAG
            or part.field is None
            or not any(each.says("ask", "when") for each in self.parts)
        ):
            return None
        fields = load_catalogue().thing(self.head).fields
        beside = [key for key in (part.field.day, *part.field.beside) if key and key in fields]
        return next((key for key in beside if fields[key].type is FieldType.DAY), None)

    def _lacks(self, part: Part) -> Condition:
        if part.type is FieldType.NUMBER and part.field and "count(*)" in (part.field.sql or ""):
            return Condition(part.path, Operator.IS, (0,))
        return Condition(part.path, Operator.HAS_NOT if part.field and part.field.is_many else Operator.EMPTY)

    def _measures(self, select: list[str], groups: list[str], *, single: bool) -> list[Measure]:
        named = [part for part in self.parts if part.kind == MEASURE]
        self.used.update(part.atom for part in named)
        if named:
            return [Measure(part.key) for part in named]
        asks = {part.key for part in self.parts if part.kind == "ask"} | {
            part.word.key for part in self.parts if part.word and part.word.kind == "ask"
        }
        numeric = [path for path in select if self._type_of(path) in NUMERIC]
        for name in ("average", "largest", "smallest"):
            if name in asks and (usual := numeric or [*filter(None, [self.usual_money() or self._usual_number()])]):
                return [Measure(name, path) for path in usual]
        if single and not groups:
            return [Measure("count")] if "count" in asks and not numeric and self.head != _CUSTOMER else []
        if self._adds_up_alone(select, numeric, asks, groups):
            return self._of_many(numeric)
        if numeric and ({"sum", "count"} & asks or groups or self.has("grain")):
            return self._of_many(numeric)
        if "sum" in asks and (owed := self._money_of_flags()):
            return [Measure("sum", owed)]
        if "sum" in asks and (money := self.usual_money()) and self.head != "product":
            return [Measure("count"), Measure("sum", money)] if self.head != _CUSTOMER else [Measure("sum", money)]
        grain = self.has("grain")
        ordered = self.has("order") and any(part.type in NUMERIC for part in self.parts)
        if ("count" in asks and not ordered) or ((groups or (grain and not select)) and not self.is_fragment):
            return [Measure("count")]
        return []

    def _of_many(self, paths: list[str]) -> list[Measure]:
        """How each field is told of many rows: by its own measure, its sum, or the average of what does not add up."""
        found = []
        for path in dict.fromkeys(paths):
            field = load_catalogue().resolve(load_catalogue().thing(self.head), path)[1]
            own = field.of_many if "." not in path else None
            found.append(Measure(own) if own else Measure("sum" if field.adds_up else "average", path))
        return found

    def _adds_up_alone(self, select: list[str], numeric: list[str], asks: set[str], groups: list[str]) -> bool:
        """ "The ARR of Priya's book": one amount of many customers is told as their sum, the largest below it."""
        if self.is_fragment or groups or self.head != _CUSTOMER or numeric != select or len(numeric) != 1:
            return False
        fields = load_catalogue().thing(self.head).fields
        money = numeric[0] in fields and fields[numeric[0]].type is FieldType.MONEY
        whose = any(part.kind == NAME and part.key in {*SEGMENTS, "person"} for part in self.parts)
        lists = {"list", "who", "where", "when"} & asks or any(part.kind in {"order", "top"} for part in self.parts)
        return money and not lists and (whose or any(part.says("mine") or part.says("ours") for part in self.parts))

    def _split_asked(
        self, select: list[str], measures: list[Measure], groups: list[str], *, single: bool
    ) -> str | None:
        """ "Loss reasons this quarter?": what each value of a closed set is said of how often, not a list of rows."""
        asks = {part.key for part in self.parts if part.says("ask")} & {"list", "who", "where", "when"}
        if single or measures or groups or asks or self.is_fragment or len(select) != 1 or self.head == _CUSTOMER:
            return None
        return select[0] if self._type_of(select[0]) is FieldType.WORD and "." not in select[0] else None

    def _only_where_said(self, path: str) -> None:
        """Rows that have such a value: of deals with a reason for a loss, those lost."""
        self.where.append(Condition(path, Operator.KNOWN))

    def _money_of_flags(self) -> str | None:
        """ "The total of unpaid invoices": the amount beside the flag that is asked for."""
        fields = load_catalogue().thing(self.head).fields
        beside = [key for each in self.where if each.field in fields for key in fields[each.field].beside]
        return next((key for key in beside if fields[key].type is FieldType.MONEY), None)

    def _type_of(self, path: str) -> FieldType:
        return load_catalogue().resolve(load_catalogue().thing(self.head), path)[1].type

    def usual_money(self) -> str | None:
        """The amount that is meant where none is named."""
        thing: Thing = load_catalogue().thing(self.head)
        usual = [key for key in (*thing.usual, *thing.fields) if key in thing.fields]
        return next((key for key in usual if thing.fields[key].type is FieldType.MONEY), None)

    def _usual_number(self) -> str | None:
        """The number that rows are told with, such as the score of a survey."""
        thing = load_catalogue().thing(self.head)
        usual = [key for key in thing.usual if key in thing.fields]
        return next((key for key in usual if thing.fields[key].type is FieldType.NUMBER), None)

    def usual_day(self) -> str | None:
        """The day that is meant where none is named."""
        thing = load_catalogue().thing(self.head)
        if self.dated and self.dated[0].type is FieldType.DAY:
            return self.dated[0].path
        return next(
            (key for key in thing.usual if key in thing.fields and thing.fields[key].type is FieldType.DAY), None
        )

    def _shape(self) -> Shape | None:
        said = next((part.key for part in self.parts if part.kind == "shape"), None)
        if said == "movement" and self.head not in _MOVES:
            return None
        return Shape(said) if said in {"changes", "movement"} else None

    def _has_identity(self) -> bool:
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
        if not measures and self._says("ask", "average", "largest", "smallest"):
            return False  # of something that no field of this thing tells
        named = any(part.kind == THING and not part.path and not part.is_soft for part in self.parts)
        asks = any(part.says("ask") or part.kind == "not" for part in self.parts)
        if self.about and self.named("person"):
            return True
        others = [part for part in self.parts if part.kind == NAME and part.key != "account" and part.atom in self.used]
        if asks and any(part.key in PRODUCTS for part in others):
            return True
        of_segment = any(part.key in SEGMENTS for part in others)
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

    def _things(self) -> None:
        """A thing linked to, beside the head: it must be there, or be missing."""
        reached = {condition.field for condition in self.where}
        for place, part in enumerate(self.parts):
            if part.kind != THING or part.is_soft or id(part) in self.bound:
                continue
            self.used.add(part.atom)
            if not part.path or part.path.split(".")[0] == _CUSTOMER:
                continue
            if place in self.negated:
                self.where.append(Condition(part.path, Operator.HAS_NOT))
            elif not any(path.startswith(part.path) for path in reached) and part.cost == 2:
                self.where.append(Condition(part.path, Operator.HAS))

    # ------------------------------------------------------------------ conditions

    def _add(self, condition: Condition) -> None:
        self.where.append(condition)

    def _gathered(self) -> tuple[Condition, ...]:
        """Conditions on rows behind one link hold for one and the same row: 50 seats of SFA."""
        groups: dict[str, list[Condition]] = {}
        kept: list[Condition] = []
        for condition in self.where:
            far = many_part(self.head, condition.field) if condition.field else None
            if far and condition.operator not in {Operator.HAS, Operator.HAS_NOT, Operator.IS_NOT}:
                inner = Condition(far[1], condition.operator, condition.values, condition.where)
                groups.setdefault(far[0], []).append(inner)
            else:
                kept.append(condition)
        kept = [
            each for each in kept if not (each.operator is Operator.HAS and not each.where and each.field in groups)
        ]
        return (
            *dict.fromkeys(_merged(self.head, kept)),
            *(Condition(path, Operator.HAS, where=tuple(all_of)) for path, all_of in groups.items()),
        )


def _quarter_start(today: dt.date) -> dt.date:
    return add_months(today.replace(day=1), -((today.month - 1) % 3))


def _only_last_money(select: list[str], type_of: Callable[[str], FieldType]) -> list[str]:
    """ "Pays a year" names two amounts and asks for the second."""
    money = list(dict.fromkeys(path for path in select if type_of(path) is FieldType.MONEY))
    return [path for path in select if path not in money[:-1]]


def _merged(head: str, conditions: list[Condition]) -> list[Condition]:
    """ "In Tokyo and Osaka": either of two values of one field that has a single one."""
    thing = load_catalogue().thing(head)
    kept: dict[str, Condition] = {}
    for at, each in enumerate(conditions):
        single = each.operator is Operator.IS and each.values and has_one(thing, each.field)
        key = each.field if single else str(at)
        before = kept.get(key)
        values = tuple(dict.fromkeys((*before.values, *each.values))) if before else each.values
        operator = Operator.ONE_OF if len(values) > 1 and single else each.operator
        kept[key] = replace(each, operator=operator, values=values)
    return list(kept.values())
