"""`regulars link`: the owner's word on who is who, without the dashboard."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any
from zoneinfo import ZoneInfo

import typer

from dags.command_line.errors import UserError
from dags.command_line.home import HomeOption, command, home_and_shop, nothing_published
from dags.command_line.nightly import RulesOf, nightly
from dags.command_line.people_told import SAYS, lines_known, rows_of
from dags.command_line.screen import say
from dags.command_line.snapshots import current

if TYPE_CHECKING:
    from datetime import date

    from transforms.engines.snapshot import SnapshotReader
    from transforms.settings import Home, Shop
    from transforms.settings.answers import Answer, Said

app = typer.Typer(
    help="Say who is who: which doubtful pairs are one person, and which are not.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)

Who = Annotated[
    list[str],
    typer.Argument(metavar="PAIR… | A B", help="Numbers of pairs, or two people: customer ids or order keys."),
]
Now = Annotated[bool, typer.Option("--now", help="Run the night at once, instead of waiting for the next one.")]

WORDS: dict[str, str] = {"same": "one person", "different": "two people", "unknown": "not known"}


@app.command("list")
def list_pairs(
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="How many pairs.")] = 20,
    answered: Annotated[
        bool, typer.Option("--answered", help="Your answers in force, the latest first, instead of pairs in doubt.")
    ] = False,
    home: HomeOption = None,
) -> None:
    """List the doubtful pairs whose answer is worth most, contacts masked.

    \b
    Example:  regulars link list --limit 5
              regulars link list --answered
    """
    where, _ = home_and_shop(home)
    if answered:
        _list_answers(where, limit)
        return
    with _snapshot(where) as reader:
        pairs = _pairs(reader)
        said = _answers(where, reader, pairs)
        currency = reader.rows("select currency from about")[0]["currency"]
    if not pairs:
        say("No pair is in doubt. Pairs come from masked phones, names and habits; certain links need no answer.")
        return
    for pair in pairs[:limit]:
        answer = said.get(_names(pair))
        told = f"  answered: {WORDS[answer]}" if answer else ""
        percent = f"{100 * pair['probability']:.0f} %"
        say(f"{pair['place']:>4}  {percent:>4}  {pair['value']:,.2f} {currency} at stake  {pair['evidence']}{told}")
        for side in ("one", "other"):
            say(f"      {_side(pair, side)}")
    waiting = sum(_names(pair) in said for pair in pairs)
    say(f"{len(pairs)} pairs, {waiting} answered and waiting for the next night.")
    open_pairs = [pair["place"] for pair in pairs[:limit] if _names(pair) not in said]
    if open_pairs:
        number = open_pairs[0]
        say(f"To answer: {command(where, f'link confirm {number}')}  or  {command(where, f'link refuse {number}')}")
    else:
        say(f"Your answers: {command(where, 'link list --answered')}")


@app.command("confirm")
def confirm(who: Who, now: Now = False, home: HomeOption = None) -> None:
    """Say that two are one person; the next night links them with certainty.

    \b
    Example:  regulars link confirm 3
              regulars link confirm c0f3a9b2c4d5e6f70 c91b2a3c4d5e6f708
              regulars link confirm c0f3a9b2c4d5e6f70 meituan/2601234567890123456
    """
    _answer(who, "same", now=now, home=home)


@app.command("refuse")
def refuse(who: Who, now: Now = False, home: HomeOption = None) -> None:
    """Say that two are not one person; the next night keeps them apart, and takes them apart where they are one now.

    Two orders of one customer, by their keys, are taken apart where each names a contact of its own.

    \b
    Example:  regulars link refuse 3 4
              regulars link refuse store/610001 store/610002
    """
    _answer(who, "different", now=now, home=home)


@app.command("undo")
def undo(now: Now = False, home: HomeOption = None) -> None:
    """Take the latest answer back; again for the one before it.

    \b
    Example:  regulars link undo
    """
    where, shop = home_and_shop(home)
    from transforms.settings.answers import take_back

    answer = take_back(where, _today(shop))
    if answer is None:
        raise UserError("There is no answer to take back.")
    say(f"Taken back: that {_whom(answer, _named(where, answer.pair))} are {WORDS[answer.answer]}.")
    earlier = _earlier(where, answer.pair)
    if earlier is not None:
        say(f"Your answer of {earlier.answered_on} counts again: {SAYS[earlier.answer]}.")
    _then(where, now=now, otherwise=f"Changed your mind? Answer it again: {command(where, 'link list')}")


def _answer(who: list[str], answer: Said, *, now: bool, home: Any) -> None:
    where, shop = home_and_shop(home)
    from transforms.settings.answers import answer_pair

    with _snapshot(where) as reader:
        found = [_pair(where, reader, each) for each in who] if all(each.isdigit() for each in who) else None
        pairs = found if found is not None else [_two(where, reader, who, answer)]
    for one, other, told in pairs:
        earlier = _earlier(where, (one, other))
        answer_pair(where, one, other, answer, _today(shop), by="command line")
        say(f"Noted: {told} are {WORDS[answer]}.")
        if earlier is not None:
            say(f"This replaces your answer of {earlier.answered_on}: {SAYS[earlier.answer]}.")
    _then(where, now=now, otherwise=f"To take it back: {command(where, 'link undo')}")


def _then(home: Home, *, now: bool, otherwise: str) -> None:
    if now:
        nightly(as_of=None, rules=RulesOf.now, home=home.path)
    say(f"The next night applies it: {command(home, 'nightly')}  {otherwise}")


@contextmanager
def _snapshot(home: Home) -> Iterator[SnapshotReader]:
    if current(home) is None:
        raise UserError(nothing_published(home))
    from transforms.engines.snapshot import SnapshotReader

    reader = SnapshotReader(home.current)
    try:
        yield reader
    finally:
        reader.close()


def _pairs(reader: SnapshotReader) -> list[dict[str, Any]]:
    return sorted(rows_of(reader, "link_review"), key=lambda pair: pair["place"])


def _names(pair: dict[str, Any]) -> tuple[str, str]:
    one, other = sorted((pair["one_name"], pair["other_name"]))
    return one, other


def _answers(home: Home, reader: SnapshotReader, pairs: list[dict[str, Any]]) -> dict[tuple[str, str], Said]:
    """What has been said of these pairs, whichever contacts of the two people it was said by."""
    from transforms.customers.naming import latest_by_people, names_in, people_named, same_people
    from transforms.settings.answers import given_answers

    given = given_answers(home)
    if not given:
        return {}
    people = people_named(reader, names_in(given, *map(_names, pairs)))
    latest = latest_by_people(given, people)
    asked = ((names, latest.get(same_people(names, people))) for names in map(_names, pairs))
    return {names: answer.answer for names, answer in asked if answer is not None}


def _earlier(home: Home, pair: tuple[str, str]) -> Answer | None:
    """The answer in force about the same two people, as they are known today."""
    from transforms.customers.naming import latest_by_people, names_in, same_people
    from transforms.settings.answers import given_answers

    given = given_answers(home)
    if not given:
        return None
    people = _named(home, names_in(given, pair))
    one, other = sorted(pair)
    return latest_by_people(given, people).get(same_people((one, other), people))


def _list_answers(home: Home, limit: int) -> None:
    from transforms.customers.naming import latest_by_people, names_in, people_named
    from transforms.settings.answers import given_answers

    with _snapshot(home) as reader:
        given = given_answers(home)
        people = people_named(reader, names_in(given))
        known = lines_known(reader)
    found = sorted(latest_by_people(given, people).values(), key=lambda each: -each.line)
    if not found:
        say("Nothing has been answered yet.")
        return
    for each in found[:limit]:
        state = "known to the published numbers" if each.line <= known else "waits for the next night"
        say(f"{each.answered_on}  {SAYS[each.answer]}: {_whom(each, people)}  ({state})")
    say(f"{len(found)} answer{'' if len(found) == 1 else 's'}. To take the latest back: {command(home, 'link undo')}")


def _named(home: Home, names: Collection[str]) -> dict[str, str]:
    """The customer that each name is about in what is published."""
    from transforms.customers.naming import people_named

    if current(home) is None:
        return {}
    with _snapshot(home) as reader:
        return people_named(reader, names)


def _whom(answer: Answer, people: dict[str, str]) -> str:
    """The two of an answer, as customers are called today."""
    one, other = (people.get(name, _short(name)) for name in answer.pair)
    if one != other:
        return f"{one} and {other}"
    return f"{_short(answer.one)} and {_short(answer.other)} (both in {one})"


def _short(name: str) -> str:
    from transforms.settings.answers import ORDER

    return name if name.startswith(ORDER) else f"c{name[:16]}"


def _pair(home: Home, reader: SnapshotReader, number: str) -> tuple[str, str, str]:
    """Both names of a numbered pair, and what to call it."""
    pairs = {str(pair["place"]): pair for pair in _pairs(reader)}
    pair = pairs.get(str(int(number)))
    if pair is None:
        there = f"the numbers are 1 to {len(pairs)}" if pairs else "no pair is in doubt"
        raise UserError(f"There is no pair {number}; {there}. {command(home, 'link list')} shows them.")
    who = " and ".join(_called(pair, side) for side in ("one", "other"))
    return pair["one_name"], pair["other_name"], who


def _two(home: Home, reader: SnapshotReader, who: list[str], answer: Said) -> tuple[str, str, str]:
    """The names of two people given by id or order, and what to call them."""
    from transforms.customers.naming import NobodyCalledSo, customer_of, name_of

    if len(who) != 2:
        raise UserError("Say two people, A and B, or numbers of pairs; an example is in: regulars link confirm --help")
    try:
        customers = [customer_of(reader, each) for each in who]
        one, other = (name_of(reader, each) for each in who)
    except NobodyCalledSo as nobody:
        raise UserError(
            f"No customer and no order is called {nobody}. Ids are in: {command(home, 'link list')}, and in: "
            f"{command(home, 'sql')} 'select order_key, customer_id from orders limit 10'"
        ) from None
    if one == other:
        raise UserError(f"{who[0]} and {who[1]} are known by the very same contact, so they cannot be told apart.")
    if answer == "same" and customers[0] is not None and customers[0] == customers[1]:
        raise UserError(f"{who[0]} and {who[1]} are one person already.")
    return one, other, f"{who[0]} and {who[1]}"


def _called(pair: dict[str, Any], side: str) -> str:
    return str(pair[f"{side}_customer_id"] or pair[f"{side}_name"])


def _side(pair: dict[str, Any], side: str) -> str:
    orders = pair[f"{side}_orders"]
    days = " – ".join(sorted({str(pair[f"{side}_first_day"]), str(pair[f"{side}_last_day"])}))
    parts = [
        _called(pair, side),
        pair[f"{side}_people"],
        pair[f"{side}_contacts"],
        f"{orders} order{'' if orders == 1 else 's'}, {pair[f'{side}_net_sales']:,.2f}",
        pair[f"{side}_channels"].replace("+", ", "),
        days,
    ]
    return "  ".join(part for part in parts if part)


def _today(shop: Shop) -> date:
    return datetime.now(ZoneInfo(shop.business.time_zone)).date()
