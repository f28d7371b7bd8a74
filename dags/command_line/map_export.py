"""`regulars map`: describe a new kind of export, once, by saying what its columns are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dags.command_line.errors import FAILED, UserError
from dags.command_line.home import HomeOption, command, home_and_shop
from dags.command_line.map_desk import Desk, say_column
from dags.command_line.map_words import DOUBT_WORDS, OPEN_WORDS, ROLE_WORDS
from dags.command_line.screen import say

if TYPE_CHECKING:
    from transforms.exports.mapping.check import Check
    from transforms.exports.mapping.mapping import Open
    from transforms.settings import Home, Shop

MONTHS_SHOWN = 13


def map_export(  # noqa: PLR0917 (the options of a command line are many)
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export that `regulars add` does not know.")],
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Name of the layout: small letters, digits and _.")
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option(metavar="ROLE=WORD", help="Header word of a role; ROLE= for none. Repeatable.")
    ] = None,
    status: Annotated[
        list[str] | None, typer.Option(metavar="WORD=STATE", help="What a word for the state means. Repeatable.")
    ] = None,
    sign: Annotated[
        list[str] | None, typer.Option(metavar="ROLE=plus|minus", help="How the file writes 5 of it. Repeatable.")
    ] = None,
    sums: Annotated[
        list[str] | None, typer.Option("--sum", metavar="ROLE", help="Each row of an order states its own part.")
    ] = None,
    whole: Annotated[
        list[str] | None, typer.Option("--repeated", metavar="ROLE", help="Each row of an order states the whole.")
    ] = None,
    includes: Annotated[
        list[str] | None, typer.Option(metavar="ROLE", help="The order's amount holds delivery_charged, tax or tip.")
    ] = None,
    negative: Annotated[
        str | None, typer.Option(metavar="refund|order", help="What a row with a negative amount is.")
    ] = None,
    multiply: Annotated[
        bool | None,
        typer.Option("--multiply/--no-multiply", help="An order is worth pieces times price, over all its lines."),
    ] = None,
    article: Annotated[
        list[str] | None,
        typer.Option(metavar="WORD=ROLE", help="A line that is no goods: delivery_charged or a fee. Repeatable."),
    ] = None,
    all_paid: Annotated[bool, typer.Option("--all-paid", help="No column names a state; every row counts.")] = False,
    recipient: Annotated[bool, typer.Option("--recipient-phone", help="The phone is the one on the parcel.")] = False,
    show: Annotated[bool, typer.Option("--show", help="Print the layout as it stands and stop.")] = False,
    save: Annotated[bool, typer.Option("--save", help="Save it without asking anything.")] = False,
    home: HomeOption = None,
) -> None:
    """Describe an export that is not known: which column is what. Asks step by step; an answer is suggested.

    Amounts are suggested too, but never taken without your word. What was said is tried on the whole file before it
    is saved to layouts/NAME.toml of the home; from then on `regulars add` knows such files. To share a layout, copy
    that file into the layouts folder of another home.

    \b
    Example:  regulars map till_march.csv
              regulars map till_march.csv --show
              regulars map lines.csv --as shop --column unit_price=Price --multiply --negative refund --all-paid --save
              regulars map till.csv --as till --column order_id="Receipt no" --column paid=Total --all-paid --save
    """
    where, shop = home_and_shop(home)
    desk = _begin(where, shop, file, name)
    _say_options(desk, columns=column, statuses=status, signs=sign, sums=sums, whole=whole, includes=includes)
    said: dict[str, object] = {}
    if negative is not None:
        if negative not in ("refund", "order"):
            raise UserError(f"--negative must be refund or order; {negative} is neither.")
        said["negative_is"] = negative
    if multiply is not None:
        said["multiply"] = multiply
    if article:
        said["special"] = _special(desk, article)
    if all_paid:
        said["confirmed"] = desk.mapping.confirmed | {"status"}
    if recipient:
        said["phone_is"] = "contact"
    desk.mapping = replace(desk.mapping, **said)  # type: ignore[arg-type]
    if show:
        say(desk.text().rstrip())
        return
    if not save:
        _ask(desk)
    _refuse_while_open(desk)
    checked = desk.check()
    for line in check_lines(checked):
        say(line)
    if not checked.can_be_saved:
        raise typer.Exit(FAILED)
    if not save:
        from dags.command_line.map_questions import yes

        if not yes(f"Save it as layouts/{desk.mapping.name}.toml?"):
            say("Nothing was saved.")
            return
    from transforms.exports.mapping.check import save as save_layout

    path = save_layout(where, desk.mapping.name, desk.text())
    say(f"Saved {path}. To share it, copy that file into the layouts folder of another home.")
    say(f"Such files are known now: {command(where, f'add {file.name}')}")


def _begin(home: Home, shop: Shop, path: Path, name: str | None) -> Desk:
    from transforms.exports.adding import opened, recognise
    from transforms.exports.home_layouts import all_layouts
    from transforms.exports.mapping.check import taken_names
    from transforms.exports.mapping.mapping import first_mapping, free_name
    from transforms.exports.mapping.sample import read_sample
    from transforms.exports.mapping.suggest import refuse_people, suggest
    from transforms.exports.recognise.examine import UnreadableFile
    from transforms.exports.recognise.header import NoKnownLayout

    if not path.is_file():
        raise UserError(f"{path} is not a file; check the name.")
    try:
        known = recognise(home, shop, path)
    except UnreadableFile as error:
        known = None
        if isinstance(error, NoKnownLayout) and error.is_other_export:
            raise UserError(f"{path.name} is not described: {error}") from None
    if known is not None:
        title = known.layouts[0].title.get("en", known.layouts[0].name)
        raise UserError(f"{path.name} is known already: {title}. Add it with: {command(home, f'add {path.name}')}")
    with tempfile.TemporaryDirectory(dir=home.work) as work:
        try:
            folder = Path(work)
            sample = opened(shop, None, lambda password: read_sample(path, folder, password))
            suggested = suggest(sample, shop.business.phone_region)
            refuse_people(sample, suggested)
        except UnreadableFile as error:
            raise UserError(f"{path.name} cannot be described: {error}") from None
    taken = taken_names(home, frozenset(layout.name for layout in all_layouts(home)))
    mapping = first_mapping(suggested, name or free_name(path.stem, taken))
    return Desk(home, shop, path, sample, suggested, mapping, taken)


def _say_options(
    desk: Desk,
    *,
    columns: Iterable[str] | None,
    statuses: Iterable[str] | None,
    signs: Iterable[str] | None,
    sums: Iterable[str] | None,
    whole: Iterable[str] | None,
    includes: Iterable[str] | None,
) -> None:
    from transforms.exports.mapping.mapping import STATUSES
    from transforms.exports.mapping.roles import INCLUDABLE, ROLES, SIGNED_ROLES

    for role, word in _pairs(columns, "--column", ROLES):
        say_column(desk, role, word)
    said = desk.mapping
    for word, status in _pairs(statuses, "--status", None):
        _one_of(status, STATUSES, "--status")
        said = replace(said, statuses={**said.statuses, word: status})
    for role, sign in _pairs(signs, "--sign", SIGNED_ROLES):
        _one_of(sign, ("plus", "minus"), "--sign")
        said = replace(said, signs={**said.signs, role: sign})
    for role in (*(sums or ()), *(whole or ())):
        _one_of(role, [role for role, each in ROLES.items() if each.is_money], "--sum and --repeated")
    said = replace(said, summed=(said.summed | frozenset(sums or ())) - frozenset(whole or ()))
    if includes:
        for role in includes:
            _one_of(role, INCLUDABLE, "--includes")
        said = replace(said, includes=frozenset(includes))
    desk.mapping = said


def _pairs(given: Iterable[str] | None, option: str, keys: Iterable[str] | None) -> list[tuple[str, str]]:
    found = []
    for each in given or ():
        key, equals, value = each.partition("=")
        if not equals:
            raise UserError(f"{option} {each} needs an equals sign, as in {option} NAME=VALUE.")
        if keys is not None:
            _one_of(key, keys, option)
        found.append((key, value))
    return found


def _special(desk: Desk, given: Iterable[str]) -> dict[str, str]:
    from transforms.exports.mapping.roles import SPECIAL_ROLES

    if desk.mapping.article is None:
        raise UserError("--article needs a column of articles: --column sku=WORD or --column item=WORD.")
    found = {}
    for word, role in _pairs(given, "--article", None):
        _one_of(role, SPECIAL_ROLES, "--article")
        found[word] = role
    return found


def _one_of(value: str, choices: Iterable[str], option: str) -> None:
    if value not in tuple(choices):
        raise UserError(f"{option}: {value} is none of {', '.join(choices)}.")


def open_words(desk: Desk, each: Open) -> str:
    """What must still be said, with the option that says it."""
    from transforms.exports.mapping.mapping import STATUSES

    word = desk.mapping.columns.get(each.about, "")
    role = ROLE_WORDS.get(each.about, each.about).lower()
    columns = {name: desk.mapping.columns.get(name, "") for name in ("quantity", "unit_price")}
    return OPEN_WORDS[each.code].format(about=each.about, word=word, role=role, statuses=", ".join(STATUSES), **columns)


def _ask(desk: Desk) -> None:
    """Ask until nothing is open or nobody wants to go on: an Enter too many must not cost all the answers before it."""
    from dags.command_line.map_questions import ask_everything, ask_the_rest, yes

    ask_everything(desk)
    while left := _left(desk):
        say("\n".join(left))
        if not yes("Answer these once more?"):
            return
        ask_the_rest(desk)


def _left(desk: Desk) -> list[str]:
    return [f"- {open_words(desk, each)}" for each in desk.still_open()]


def _refuse_while_open(desk: Desk) -> None:
    if left := _left(desk):
        raise UserError("\n".join(("Still to be said:", *left)))


def check_lines(checked: Check) -> list[str]:
    """What the file gives with a mapping, month by month, and what speaks against it."""
    trial = checked.trial
    lines = []
    if trial.rows_read:
        lines.append(f"{trial.rows_read} rows, {trial.rows_quarantined} of them cannot be read")
    lines += [f"  {rows} × {reason} {columns}".rstrip() for reason, columns, rows in trial.reasons]
    if trial.first_day:
        lines.append(f"From {trial.first_day} to {trial.last_day}, by month:")
    for month in trial.months[-MONTHS_SHOWN:]:
        lines.append(
            f"  {month.month}  {month.orders} purchases, list prices {month.gross.normalize():f}, your discounts "
            f"{month.merchant_discount.normalize():f}, refunded {month.refunded.normalize():f}, "
            f"net sales {month.net_sales.normalize():f} {month.currency}"
        )
    if trial.statuses:
        lines.append("Orders by state: " + ", ".join(f"{status} {n}" for status, n in trial.statuses.items()))
    if trial.fees:
        lines.append("Fees: " + ", ".join(f"{kind} {amount.normalize():f}" for kind, amount in trial.fees.items()))
    if trial.items:
        lines.append(f"{trial.items} lines of articles")
    if trial.named_orders:
        lines.append(f"{trial.named_orders} orders name their buyer; {trial.people} different contacts")
    if trial.control_totals == "agrees":
        lines.append("The file's own totals agree.")
    for doubt in checked.doubts:
        said = DOUBT_WORDS[doubt.code].format(about=doubt.about)
        lines.append(f"{'Cannot be saved' if doubt.is_stop else 'Note'}: {said}")
    return lines
