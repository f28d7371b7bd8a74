"""An unknown export described by whoever knows it: columns, words for states, and sums that show if it is right."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.adding.desk import Unknown, Upload, look
from dashboard.adding.trials import show_trial
from dashboard.charts.view import TableColumn
from dashboard.frame.choices import NOTHING
from dashboard.frame.here import Here
from dashboard.frame.table import html_table
from transforms.exports.adding import put
from transforms.exports.layout import header_word
from transforms.exports.mapping.check import Check, save
from transforms.exports.mapping.mapping import STATUSES, Mapping, Open, may_be_negative, still_open
from transforms.exports.mapping.preview import preview
from transforms.exports.mapping.roles import FEE_ROLES, INCLUDABLE, ROLES, SIGNED_ROLES, SPECIAL_ROLES
from transforms.exports.mapping.suggest import about_values
from transforms.settings import Shop

GROUPS: dict[str, tuple[str, ...]] = {
    "order": ("order_id", "ordered_at", "status"),
    "money": ("gross", "paid", "merchant_discount", "platform_discount", "delivery_charged", "tip", "tax", "refunded"),
    "fees": FEE_ROLES,
    "items": ("item", "sku", "quantity", "unit_price", "discount_share"),
    "people": ("phone", "email", "member", "account"),
    "more": ("branch", "channel", "refunded_at", "coupon", "fulfilment", "currency", "payment_ref"),
}
"""Roles as they are asked for, together."""
IN_SIGHT = ("order", "money")
ROWS_SHOWN = 5


def show_describing(place: Here, shop: Shop, upload: Upload, number: int, after_change: Callable[[], None]) -> None:
    """The guided mapping of one file, from the preview to the saved layout."""
    t, unknown = place.t, upload.unknown
    assert unknown is not None
    st.html(f'<div class="banner held" data-unknown="{number}">{html.escape(t("describe.unknown"))}</div>')
    _show_preview(place, unknown)
    _ask_name(place, shop, unknown, number)
    columns = _ask_columns(place, unknown, number)
    _ask_details(place, unknown, number, columns)
    left = still_open(unknown.sample, unknown.suggested, unknown.mapping, unknown.taken)
    if left:
        lines = "".join(f"<li>{html.escape(_open_words(place, unknown.mapping, each))}</li>" for each in left)
        st.html(f'<div class="banner calm" data-open="{number}"><b>{html.escape(t("describe.still_open"))}</b>'
                f'<ul style="margin:.3rem 0 0">{lines}</ul></div>')  # fmt: skip
        return
    checked = unknown.check(place.home, shop, upload.path)
    _show_check(place, checked)
    st.html(f'<p class="chart-sub">{html.escape(t("describe.share", file=f"layouts/{unknown.mapping.name}.toml"))}</p>')
    if st.button(t("describe.save"), type="primary", key=f"save_{number}", disabled=not checked.can_be_saved):
        save(place.home, unknown.mapping.name, unknown.text())
        _add_with_it(place, upload)
        after_change()
        st.rerun()


def _add_with_it(place: Here, upload: Upload) -> None:
    """The file is known now; where its source is clear it is added at once, else the card asks."""
    look(place.home, place.home.shop(), upload)
    if upload.known is not None and upload.choice is not None and upload.choice.source is not None:
        upload.placed = put(place.home, upload.choice.source, upload.path, upload.name)


def _heading(text: str, hint: str = "") -> None:
    more = f'<p class="chart-sub">{html.escape(hint)}</p>' if hint else ""
    st.html(f'<h3 class="section" style="padding:0">{html.escape(text)}</h3>{more}')


def _show_preview(place: Here, unknown: Unknown) -> None:
    t, sample = place.t, unknown.sample
    hint = t("adding.where", rows=t("describe.first_rows"), line=sample.header_line, encoding=sample.encoding)
    _heading(t("describe.preview"), hint + (f" · {t('adding.sheet', sheet=sample.sheet)}" if sample.sheet else ""))
    heads = [TableColumn(f"c{at}", word, "text") for at, word in enumerate(sample.header)]
    blank = dict.fromkeys((head.key for head in heads), "")
    rows = [
        {**blank, **{f"c{at}": cell for at, cell in enumerate(row)}}
        for row in preview(sample, unknown.suggested, ROWS_SHOWN)
    ]
    st.html(html_table(heads, rows, place.language))


def _ask_name(place: Here, shop: Shop, unknown: Unknown, number: int) -> None:
    t, mapping = place.t, unknown.mapping
    left, middle, right = st.columns(3)
    with left:
        title = st.text_input(t("describe.title"), mapping.title, key=f"title_{number}").strip()
    with middle:
        name = st.text_input(
            t("describe.name"), mapping.name, help=t("describe.name_help"), key=f"name_{number}"
        ).strip()
    with right:
        channels = list(shop.channels)
        channel = st.selectbox(
            t("describe.channel"),
            channels,
            format_func=lambda each: shop.channel_label(each, place.language),
            key=f"usual_{number}",
        )
    usual = (channel, shop.channels[channel].kind)
    unknown.mapping = replace(mapping, title=title or name, name=name, family=name, usual_channel=usual)


def _ask_columns(place: Here, unknown: Unknown, number: int) -> dict[str, str]:
    """A select box per role with its suggestion; an amount has to be confirmed besides."""
    t = place.t
    _heading(t("describe.columns"), t("describe.columns_hint"))
    columns: dict[str, str] = {}
    confirmed: set[str] = set()
    for group, roles in GROUPS.items():
        suggested = any(role in unknown.suggested.columns for role in roles)
        if group in IN_SIGHT:
            _heading(t(f"describe.group_{group}"), t("describe.money_hint") if group == "money" else "")
            holder = st.container(key=f"group_{group}_{number}")
        else:
            holder = st.expander(t(f"describe.group_{group}"), expanded=suggested)
        with holder:
            for role in _in_threes(roles):
                word = _ask_column(place, unknown, number, role)
                if not word:
                    continue
                columns[role] = word
                if ROLES[role].is_money and st.checkbox(
                    t("describe.is_it", word=word), key=f"confirm_{number}_{role}_{header_word(word)}"
                ):
                    confirmed.add(role)
    ordered = {role: columns[role] for role in ROLES if role in columns}
    unknown.mapping = replace(unknown.mapping, columns=ordered, confirmed=frozenset(confirmed))
    return ordered


def _in_threes(things: Iterable[str]) -> Iterator[str]:
    """Each thing with the next place in rows of three, so that a phone shows them in their order too."""
    things = list(things)
    for start in range(0, len(things), 3):
        for place, thing in zip(st.columns(3), things[start : start + 3], strict=False):
            with place:
                yield thing


def _ask_column(place: Here, unknown: Unknown, number: int, role: str) -> str:
    words = [NOTHING, *dict.fromkeys(word for word in unknown.sample.header if word)]
    suggested = unknown.suggested.columns.get(role)
    return str(
        st.selectbox(
            place.t(f"role.{role}"),
            words,
            index=words.index(suggested.word) if suggested else 0,
            format_func=lambda word: word or place.t("describe.no_column"),
            key=f"role_{number}_{role}",
        )
    )


def _pick(label: str, choices: Sequence[str], likely: str, said: Callable[[str], str], key: str) -> str:
    """One of a few answers in a row; none where nothing is likely and nobody has said."""
    found = st.radio(
        label, choices, index=choices.index(likely) if likely in choices else None, format_func=said, key=key,
        horizontal=True,
    )  # fmt: skip
    return found or ""


def _ask_details(place: Here, unknown: Unknown, number: int, columns: dict[str, str]) -> None:
    """What the values leave open once it is clear which column is what."""
    t = place.t
    told = about_values(unknown.sample, unknown.suggested.looks, columns)
    mapping = _ask_lines(place, number, unknown, replace(unknown.mapping, rows_are=told["rows_are"]))
    confirmed = set(mapping.confirmed)
    money = mapping.shared_roles
    if mapping.gives_orders and told["sums_agree"] is not None:
        said = t("describe.sums_agree") if told["sums_agree"] else t("describe.sums_differ")
        st.html(f'<p class="chart-sub">{html.escape(said)}</p>')
    summed: set[str] = set()
    if mapping.has_lines and money:
        _heading(t("describe.several_rows"), t("describe.several_rows_hint"))
        for role in money:
            likely = "part" if role in told["summed"] else "whole"
            key = f"sum_{number}_{role}_{header_word(columns[role])}"
            if _pick(columns[role], ("part", "whole"), likely, lambda each: t(f"describe.row_{each}"), key) == "part":
                summed.add(role)
    includes = {
        role
        for role in INCLUDABLE
        if mapping.gives_orders
        and role in columns
        and st.checkbox(
            t("describe.includes", amount=mapping.amount_words, part=columns[role]),
            value=role in told["includes"],
            key=f"includes_{number}_{role}_{mapping.amount}",
        )
    }
    signs = {
        role: _pick(
            t("describe.sign", word=columns[role]), ("plus", "minus"), told["signs"].get(role, ""),
            lambda each: t(f"describe.sign_{each}"), f"sign_{number}_{role}_{header_word(columns[role])}",
        )
        for role in SIGNED_ROLES
        if role in columns
    }  # fmt: skip
    negative = ""
    if may_be_negative(unknown.suggested, mapping):
        negative = _pick(
            t("describe.negative", word=mapping.turns_on), ("refund", "order"), "",
            lambda each: t(f"describe.negative_{each}"), f"negative_{number}",
        )  # fmt: skip
    phone = "buyer"
    if "phone" in columns:
        likely = "contact" if mapping.phone_is == "contact" else "buyer"
        phone = _pick(
            t("describe.phone"),
            ("buyer", "contact"),
            likely,
            lambda each: t(f"describe.phone_{each}"),
            f"phone_{number}",
        )
    if mapping.gives_orders and "status" not in columns and st.checkbox(t("describe.all_paid"), key=f"paid_{number}"):
        confirmed.add("status")
    unknown.mapping = replace(
        mapping,
        confirmed=frozenset(confirmed),
        statuses=_ask_statuses(place, number, told["statuses"]),
        summed=frozenset(summed),
        includes=frozenset(includes),
        signs=signs,
        negative_is=negative,  # type: ignore[arg-type]
        phone_is=phone,  # type: ignore[arg-type]
    )


def _ask_lines(place: Here, number: int, unknown: Unknown, mapping: Mapping) -> Mapping:
    """Whether orders are worth what their lines add up to, and which of these are no goods; neither is ever guessed."""
    if not mapping.can_multiply:
        return replace(mapping, multiply=None, special={})
    t = place.t
    said = _pick(
        t("describe.multiply", amount=mapping.amount_words), ("yes", "no"), "",
        lambda each: t(f"describe.multiply_{each}"), f"multiply_{number}",
    )  # fmt: skip
    mapping = replace(mapping, multiply=said == "yes" if said else None, special={})
    if not mapping.multiplies or mapping.article is None:
        return mapping
    special: dict[str, str] = {}
    articles = list(dict.fromkeys(filter(None, unknown.sample.cells(mapping.columns[mapping.article]))))
    with st.expander(t("describe.special")):
        st.html(f'<p class="chart-sub">{html.escape(t("describe.special_hint"))}</p>')
        for role in _in_threes(SPECIAL_ROLES):
            words = st.multiselect(
                t(f"role.{role}"), articles, accept_new_options=True, placeholder=t("describe.special_none"),
                key=f"special_{number}_{role}",
            )  # fmt: skip
            special |= dict.fromkeys(words, role)
    return replace(mapping, special=special)


def _ask_statuses(place: Here, number: int, seen: dict[str, str]) -> dict[str, str]:
    if not seen:
        return {}
    t = place.t
    _heading(t("describe.statuses"), t("describe.statuses_hint"))
    offered = [NOTHING, *STATUSES]
    found = {}
    for word in _in_threes(seen):
        found[word] = st.selectbox(
            word,
            offered,
            index=offered.index(seen[word]) if seen[word] in offered else 0,
            format_func=lambda each: t(f"order_status.{each}") if each else t("adding.say_which"),
            key=f"status_{number}_{word}",
        )
    return {word: status for word, status in found.items() if status}


def _open_words(place: Here, mapping: Mapping, each: Open) -> str:
    """What must still be said, in the reader's language."""
    t = place.t
    word = mapping.columns.get(each.about, each.about)
    role = t(f"role.{each.about}") if each.about in ROLES else each.about
    return t(f"open.{each.code}", word=word, role=role, amount=mapping.amount_words)


def _show_check(place: Here, checked: Check) -> None:
    t = place.t
    _heading(t("describe.check"), t("describe.check_hint"))
    show_trial(place, checked.trial, open_at_once=True)
    for doubt in checked.doubts:
        about = "" if doubt.code in ("not_a_layout", "unreadable") else doubt.about
        look_of_it = "wrong" if doubt.is_stop else "held"
        st.html(f'<div class="banner {look_of_it}">{html.escape(t(f"doubt.{doubt.code}", about=about))}</div>')
