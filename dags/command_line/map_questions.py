"""The questions of `regulars map`, one after the other; Enter takes the suggestion, except for money."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace

from dags.command_line.errors import UserError
from dags.command_line.map_desk import Desk, say_column
from dags.command_line.map_words import ROLE_WORDS
from dags.command_line.screen import say, wide_console

ROWS_SHOWN = 4
_NONE = ("-", "none", "no")


def ask(question: str) -> str:
    """One answer from whoever is there.

    Raises:
        UserError: nobody is.
    """
    try:
        return input(f"{question} ").strip()
    except EOFError:
        raise UserError("The answers ended before everything was said; nothing was saved.") from None


def yes(question: str) -> bool:
    """A plain yes; anything else is no."""
    return ask(f"{question} [y/N]").lower() in ("y", "yes", "是", "好")


def ask_everything(desk: Desk) -> None:
    """Go through name, columns and whatever the values leave open."""
    _preview(desk)
    _name(desk)
    _columns(desk)
    ask_the_rest(desk)


def _preview(desk: Desk) -> None:
    from rich.table import Table
    from rich.text import Text

    from transforms.exports.mapping.preview import preview

    sample = desk.sample
    where = f"sheet {sample.sheet}, " if sample.sheet else ""
    say(f"{desk.path.name}: {where}{sample.encoding}, header in line {sample.header_line}, contacts masked")
    table = Table("", "Column", *(f"Row {n + 1}" for n in range(min(ROWS_SHOWN, len(sample.rows)))))
    rows = preview(sample, desk.suggested, ROWS_SHOWN)
    for at, word in enumerate(sample.header):
        table.add_row(str(at + 1), Text(word), *(Text(row[at] if at < len(row) else "") for row in rows))
    wide_console().print(table)


def _name(desk: Desk) -> None:
    from transforms.exports.mapping.mapping import NAME

    while True:
        name = ask(f"Name of this kind of export [{desk.mapping.name}]") or desk.mapping.name
        if NAME.fullmatch(name) and name not in desk.taken:
            desk.mapping = replace(desk.mapping, name=name, family=name, title=name.replace("_", " ").capitalize())
            return
        say("Small letters, digits and _, and not the name of another layout.")


def _columns(desk: Desk) -> None:
    from transforms.exports.mapping.roles import ROLES

    say("For each thing: the number of its column, Enter for what stands in brackets, - for none.")
    for role, each in ROLES.items():
        word = desk.mapping.columns.get(role)
        if each.is_money and word:
            _money_column(desk, role, word)
        else:
            _column(desk, role, word)


def _column(desk: Desk, role: str, word: str | None) -> None:
    while True:
        answer = ask(f"{ROLE_WORDS[role]} [{_numbered(desk, word)}]")
        if not answer:
            return
        if _take(desk, role, answer):
            return


def _money_column(desk: Desk, role: str, word: str) -> None:
    """An amount is confirmed by saying so; Enter is no answer."""
    while True:
        answer = ask(f"{ROLE_WORDS[role]}: is it {_numbered(desk, word)}? y, another number, or - for none")
        if answer.lower() in ("y", "yes", "是", "好"):
            say_column(desk, role, word)
            return
        if answer and _take(desk, role, answer):
            return


def _take(desk: Desk, role: str, answer: str) -> bool:
    if answer.lower() in _NONE:
        say_column(desk, role, "")
        return True
    header = desk.sample.header
    word = header[int(answer) - 1] if answer.isdigit() and 0 < int(answer) <= len(header) else answer
    try:
        say_column(desk, role, word)
    except UserError as error:
        say(str(error))
        return False
    return True


def _numbered(desk: Desk, word: str | None) -> str:
    return f"{desk.sample.header.index(word) + 1} {word}" if word else "-"


def ask_the_rest(desk: Desk) -> None:
    """What the values leave open, and what they suggest about money."""
    from transforms.exports.mapping.mapping import STATUSES
    from transforms.exports.mapping.roles import INCLUDABLE

    _lines(desk)
    mapping = desk.mapping
    if mapping.has_lines and mapping.shared_roles:
        say("Some orders take several rows.")
        for role in mapping.shared_roles:
            likely = "part" if role in mapping.summed else "whole"
            says = _choice(
                f"Does each row state its own part of {_word(desk, role)}, or the whole?", ("part", "whole"), likely
            )
            summed = mapping.summed | {role} if says == "part" else mapping.summed - {role}
            mapping = replace(mapping, summed=summed)
    if mapping.gives_orders:
        for role in INCLUDABLE:
            if role in mapping.columns:
                likely = "yes" if role in mapping.includes else "no"
                amount = mapping.amount_words
                says = _choice(f"Does {amount} already hold {_word(desk, role)}?", ("yes", "no"), likely)
                included = mapping.includes | {role} if says == "yes" else mapping.includes - {role}
                mapping = replace(mapping, includes=included)
    if "phone" in mapping.columns:
        likely = "parcel" if mapping.phone_is == "contact" else "buyer"
        says = _choice("Whose phone is it: the buyer's, or the one on the parcel?", ("buyer", "parcel"), likely)
        mapping = replace(mapping, phone_is="contact" if says == "parcel" else "buyer")
    desk.mapping = mapping
    for each in desk.still_open():
        mapping = desk.mapping
        if each.code == "status_word":
            says = _choice(f"What does the state {each.about} mean?", STATUSES, None)
            desk.mapping = replace(mapping, statuses={**mapping.statuses, each.about: says})
        elif each.code == "sign":
            says = _choice(
                f"How does {_word(desk, each.about)} write an amount of 5: plus, or minus?", ("plus", "minus"), None
            )
            desk.mapping = replace(mapping, signs={**mapping.signs, each.about: says})
        elif each.code == "negative":
            says = _choice(f"What is a row with a negative {each.about}?", ("refund", "order"), None)
            desk.mapping = replace(mapping, negative_is=says)  # type: ignore[arg-type]
        elif each.code == "no_status" and yes("No column names the state of an order. Does every row count as paid?"):
            desk.mapping = replace(mapping, confirmed=mapping.confirmed | {"status"})


def _lines(desk: Desk) -> None:
    """Orders whose amount stands in no column, and lines among theirs that are no goods."""
    from transforms.exports.mapping.roles import SPECIAL_ROLES

    if not desk.mapping.can_multiply:
        return
    product = f"{_word(desk, 'quantity')} × {_word(desk, 'unit_price')}"
    says = _choice(
        f"No column says what an order was worth. Is it the sum of {product} of its lines?", ("yes", "no"), None
    )
    desk.mapping = replace(desk.mapping, multiply=says == "yes")
    if not desk.mapping.multiplies or desk.mapping.article is None:
        return
    special: dict[str, str] = {}
    for role in SPECIAL_ROLES:
        words = ask(
            f"{_word(desk, desk.mapping.article)} of lines that are no goods but {ROLE_WORDS[role].lower()}, "
            "with commas between, Enter for none:"
        )
        special |= {word: role for each in words.split(",") if (word := each.strip())}
    desk.mapping = replace(desk.mapping, special=special)


def _word(desk: Desk, role: str) -> str:
    return desk.mapping.columns.get(role, role)


def _choice(question: str, choices: Sequence[str], likely: str | None) -> str:
    while True:
        hint = f"{' / '.join(choices)}" + (f" [{likely}]" if likely else "")
        answer = ask(f"{question} {hint}").lower() or (likely or "")
        if answer in choices:
            return answer
        sys.stdout.write(f"One of: {', '.join(choices)}\n")
