"""What of two records is compared, and which grades of agreement are told apart. The model learns what each is worth.

Every condition is SQL over a pair: `x_l` is the left record's column, `x_r` the right one's. The left record is the
one asked about (an order that names nobody, or a person); the right one is always a person.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """One grade of agreement: the first of a comparison whose condition holds is the pair's."""

    words: str
    condition: str
    agrees: bool = True
    frequency_of: str | None = None
    """Column whose rare values weigh more: two Ouyang agree more than two Wang."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One kind of evidence with its grades, best first; what meets none of them disagrees."""

    kind: str
    words: str
    unknown: str
    """Condition under which the pair says nothing at all about this kind."""
    levels: tuple[Level, ...]
    columns: tuple[str, ...]
    otherwise: str
    evidence: str = ""
    """What a link names as its evidence, where it is not the kind itself."""
    is_ranked: bool = True
    """Whether a better grade can never tell more against a link than a worse one."""

    @property
    def counts_pieces(self) -> bool:
        """Whether lists are intersected, which takes much longer than comparing two words."""
        return any("list_filter" in level.condition for level in self.levels)

    def case(self) -> str:
        """SQL: the number of the grade (the best is the highest, 0 disagrees), null where nothing is known."""
        best = len(self.levels)
        whens = " ".join(f"when {level.condition} then {best - place}" for place, level in enumerate(self.levels))
        return f"case when {self.unknown} then null {whens} else 0 end"

    def agrees(self) -> str:
        """SQL: whether the pair agrees in this kind, in any grade that counts as agreement."""
        agreeing = [level.condition for level in self.levels if level.agrees]
        return f"not ({self.unknown}) and ({' or '.join(f'({condition})' for condition in agreeing)})"


def _shared(column: str) -> str:
    # ten times as fast as list_intersect; pieces of one value are distinct
    return f"len(list_filter({column}_l, lambda piece: list_contains({column}_r, piece)))"


def _dice(column: str, least: float) -> str:
    # pieces in common, of the mean number of pieces (Dice's coefficient)
    return f"2.0 * {_shared(column)} >= {least} * (len({column}_l) + len({column}_r))"


def _all_there(column: str) -> str:
    return f"{_shared(column)} = len({column}_l)"


def _missing(*columns: str) -> str:
    return " or ".join(f"{column}_{side} is null" for column in columns for side in "lr")


_FIRST_AGREE = (
    "(phone_first_l is null or phone_first_r is null or starts_with(phone_first_l, phone_first_r)"
    " or starts_with(phone_first_r, phone_first_l))"
)
_LAST_AGREE = (
    "(phone_last_l is null or phone_last_r is null or ends_with(phone_last_l, phone_last_r)"
    " or ends_with(phone_last_r, phone_last_l))"
)
_DIGITS_SHARED = " + ".join(
    f"least(coalesce(len({column}_l), 0), coalesce(len({column}_r), 0))" for column in ("phone_first", "phone_last")
)
_SAME_DIGITS = f"{_FIRST_AGREE} and {_LAST_AGREE}"
_SHARED_ITEMS = _shared("items")
_SAME_HOUR = "abs(usual_hour_l - usual_hour_r) in (0, 1, 23)"

COMPARISONS = (
    Comparison(
        "phone",
        "The digits of the phone number that are known on both sides.",
        # two different whole numbers say nothing: were they equal, the two would be one certain person already
        f"({_DIGITS_SHARED}) = 0 or coalesce(phone_key_l <> phone_key_r, false)",
        (
            Level("seven digits or more, all the same", f"{_SAME_DIGITS} and {_DIGITS_SHARED} >= 7"),
            Level("four to six digits, all the same", f"{_SAME_DIGITS} and {_DIGITS_SHARED} >= 4"),
            Level("fewer digits, all the same", _SAME_DIGITS),
        ),
        ("phone_first", "phone_last", "phone_key"),
        "a digit differs",
    ),
    Comparison(
        "email",
        "The e-mail address, and how alike its letters are.",
        "is_anonymous_l or email_key_l is null or email_key_r is null"
        " or (email_key_l <> email_key_r and (email_grams_l is null or email_grams_r is null))",
        (
            Level("the same address", "email_key_l = email_key_r"),
            Level("nearly the same letters", _dice("email_grams", 0.7)),
            Level("alike", _dice("email_grams", 0.4)),
        ),
        ("email_key", "email_grams", "is_anonymous"),
        "another address",
    ),
    Comparison(
        "masked_email",
        "The letters that a mask leaves of the e-mail address: who is nameless has shown no more.",
        f"not is_anonymous_l or {_missing('email_grams')}",
        (
            Level(
                "four pairs of letters or more, all there", f"{_all_there('email_grams')} and len(email_grams_l) >= 4"
            ),
            Level("fewer, all there", _all_there("email_grams")),
        ),
        ("email_grams", "is_anonymous"),
        "a letter differs",
        evidence="email",
    ),
    Comparison(
        "name",
        "The whole name, where both sides know it.",
        _missing("name_key"),
        (
            Level("the same name", "name_key_l = name_key_r", frequency_of="name_key"),
            Level("nearly the same letters", _dice("name_grams", 0.8)),
            Level("alike", _dice("name_grams", 0.6)),
            Level("the same surname, another given name", "surname_key_l = surname_key_r", agrees=False),
        ),
        ("name_key", "name_grams", "surname_key"),
        "another name",
    ),
    Comparison(
        "surname",
        "The surname, where one side knows no more than that.",
        f"{_missing('surname_key')} or (name_key_l is not null and name_key_r is not null)",
        (Level("the same surname", "surname_key_l = surname_key_r", frequency_of="surname_key"),),
        ("surname_key", "name_key"),
        "another surname",
    ),
    Comparison(
        "birthday",
        "The day of birth.",
        _missing("birthday_key"),
        (
            Level("the same day", "birthday_key_l = birthday_key_r"),
            Level(
                "the same day of a year that one side does not know",
                "least(len(birthday_grams_l), len(birthday_grams_r)) = 4"
                f" and birthday_grams_r is not null and {_shared('birthday_grams')} = 4",
            ),
            Level("one digit differs", f"birthday_grams_r is not null and {_shared('birthday_grams')} >= 7"),
            Level("two digits differ", f"birthday_grams_r is not null and {_shared('birthday_grams')} >= 6"),
        ),
        ("birthday_key", "birthday_grams"),
        "another day",
    ),
    Comparison(
        "area",
        "Where the goods go: district, town or street without the number.",
        _missing("area_key"),
        (
            Level("the same place", "area_key_l = area_key_r", frequency_of="area_key"),
            Level("nearly the same letters", _dice("area_grams", 0.6)),
        ),
        ("area_key", "area_grams"),
        "another place",
    ),
    Comparison(
        "card",
        "The end of the card number paid with.",
        _missing("card_key"),
        (Level("the same card", "card_key_l = card_key_r"),),
        ("card_key",),
        "another card",
    ),
    Comparison(
        "habits",
        "The usual items and the usual hour.",
        _missing("items", "usual_hour"),
        (
            Level("two usual items or more in common", f"{_SHARED_ITEMS} >= 2"),
            Level("a usual item in common, at the usual hour", f"{_SHARED_ITEMS} = 1 and {_SAME_HOUR}"),
            Level("a usual item in common", f"{_SHARED_ITEMS} = 1", agrees=False),
            Level("the usual hour only", _SAME_HOUR, agrees=False),
        ),
        ("items", "usual_hour"),
        "other items at another hour",
    ),
    Comparison(
        "joined",
        "Whether one was last seen just before the other was first seen, as when somebody becomes a member.",
        _missing("first_day", "last_day"),
        (
            Level(
                "last seen within 30 days before the other first came",
                "(first_day_r > last_day_l and date_diff('day', last_day_l, first_day_r) <= 30)"
                " or (not is_anonymous_l and first_day_l > last_day_r"
                " and date_diff('day', last_day_r, first_day_l) <= 30)",
            ),
            Level("seen over the same weeks", "first_day_l <= last_day_r and first_day_r <= last_day_l", agrees=False),
        ),
        ("first_day", "last_day", "is_anonymous"),
        "seen at other times",
        is_ranked=False,
    ),
)
"""All that is compared. Kinds are what `evidence` of a probable link names."""
