import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

import dashboard
from dashboard.adding.describing import GROUPS
from dashboard.adding.show import WHERE
from dashboard.adding.words import REFUSALS
from dashboard.charts.registry import CHARTS, PAGE_CHARTS
from dashboard.charts.return_groups import GROUPS as GIVING_BACK
from dashboard.frame.morning import WRONG
from dashboard.languages import LANGUAGES, Texts, nearest_language, read_catalogue
from expectations import promises, slug, suite
from transforms.customers.probable.blocking import RULES
from transforms.customers.probable.comparisons import COMPARISONS
from transforms.exports.adding import Why
from transforms.exports.home_layouts import MISTAKES
from transforms.exports.mapping.check import DOUBT_CODES
from transforms.exports.mapping.mapping import OPEN_CODES
from transforms.exports.mapping.roles import ROLES
from transforms.exports.staging.reasons import REASON_CODES
from transforms.settings.answers import SAID
from transforms.tables import CORE, PUBLISHED, STAGED, Layer, segments, words

ROOT = Path(dashboard.__file__).parent
FINDINGS = [
    "unknown_column",
    "unknown_value",
    "unknown_fee",
    "missing_optional",
    "unknown_sheet",
    "encoding_doubtful",
    "total_differs",
    "renamed_column",
    "missing_column",
    "row_total_differs",
    "damaged_id",
    "unmapped_channel",
    "unknown_source",
    "other_currency",
    "perhaps_twice",
    "forgotten",
    "empty",
]
CHECK_NAMES = sorted(
    {check.name for layer in get_args(Layer) for check in (*suite(layer), *promises(layer, "a run", ["a source"]))}
)
"""Of every check the product can run."""
FAMILIES = {
    "check": [slug(name) for name in CHECK_NAMES],
    "table": sorted({table.name for table in (*STAGED, *CORE, *PUBLISHED)}),
    "why": ("check", "check_unseen", "more", "no_order", "no_purchase", "error", "settings", "ended"),
    "channel_kind": words.CHANNEL_KINDS,
    "control_total_state": words.CONTROL_TOTAL_STATES,
    "definition": tuple(CHARTS),
    "fee_state": words.FEE_STATES,
    "fee_type": words.FEE_TYPES,
    "file_state": ("loaded", "quarantined"),
    "finding": FINDINGS,
    "grain": words.GRAINS,
    "location_kind": words.LOCATION_KINDS,
    "pull_state": words.PULL_STATES,
    "change": words.CHANGES,
    "crossing": words.CROSSINGS,
    "change_reason": words.CHANGE_REASONS,
    "revised": words.REVISED_MEASURES,
    "speaks": (*words.IDENTITY_KINDS, *(each.kind for each in COMPARISONS), "owner"),
    "who": SAID,
    "changes": ("merged", "split", "confirmed", "rebuilt_now", "rebuilt_then"),
    "pull_reason": words.PULL_REASONS,
    "identity_kind": words.IDENTITY_KINDS,
    "lead": tuple(PAGE_CHARTS),
    "lifecycle": ("none", *words.LIFECYCLES),
    "measure": words.RATE_MEASURES,
    "night": ("published", "withheld", "failed", "missing"),
    "night_source": ("cli", "airflow"),
    "order_status": words.ORDER_STATUSES,
    "page": tuple(PAGE_CHARTS),
    "purpose": words.CONSENT_PURPOSES,
    "reason": REASON_CODES,
    "rule": [slug(rule.name) for rule in RULES],
    "scope": words.RATE_SCOPES,
    "segment": segments.NAMES,
    "severity": words.SEVERITIES,
    "shared_reason": words.SHARED_REASONS,
    "side": ("platforms", "none"),
    "state": (*words.NOT_A_CHANNEL_STATES, "others", "all"),
    "strength": (words.NO_STRENGTH, *words.STRENGTHS),
    "lift": words.LIFTS,
    "call_reason": ("all", *words.FOLLOW_UP_REASONS),
    "call_why": words.FOLLOW_UP_REASONS,
    "call_say": words.FOLLOW_UP_REASONS,
    "list_group": words.LIST_GROUPS,
    "lift_step": words.LIFTS,
    "rung_rule": words.STRENGTHS,
    "rung_move": ("rose", "fell"),
    "base": ("gross", "net_sales"),
    "counted": ("orders", "net_sales"),
    "gap": words.GAP_REASONS,
    "gap_name": words.GAP_REASONS,
    "gap_step": words.GAP_REASONS,
    "card": ("png", "svg", "xlsx", "csv"),
    "sidebar": ("base", "window", "scope", "counted"),
    "layout_mistake": MISTAKES,
    "customer_group": words.CUSTOMER_GROUPS,
    "fee_finding": words.FEE_FINDINGS,
    "payout_state": words.PAYOUT_STATES,
    "return_group": GIVING_BACK,
    "refusal": REFUSALS,
    "role": tuple(ROLES),
    "open": OPEN_CODES,
    "doubt": DOUBT_CODES,
    "why_source": get_args(Why),
    "value": ("first", "between", "last", "people"),
}
MADE_AT_RUN_TIME = {
    *(f"hover.{measure}.{scope}" for measure in words.RATE_MEASURES for scope in words.RATE_SCOPES),
    *(f"hover.{name}" for name in ("platform_fees", "own_net_sales", "fees_by_order_day", "fees_by_fee_day")),
    *(f"hover.{name}{unit}" for name in ("certain", "likely", "unidentified") for unit in ("", "_money")),
    *(f"title.identity_coverage.{rule}_money" for rule in ("alike", "none", "some")),
    *(f"title.link_calibration.{rule}" for rule in ("right", "sure", "careful")),
    *(f"subtitle.identity_coverage{unit}" for unit in ("", "_money")),
    *(f"hover.net_{side}" for side in ("platforms", "none")),
    *(f"note.{kind}.share" for kind in words.CROSSINGS),
    *(f"title.homecoming.{way}" for way in ("home", "away", "balanced")),
    *(f"note.rfm.{measure}" for measure in words.RFM_MEASURES),
    *(f"column.share_of_{what}" for what in ("people", "sales")),
    *(f"note.lifecycle.{kind}" for kind in ("any", *words.PURCHASE_KINDS)),
    *(f"title.follow_up_result.{way}" for way in ("more", "less", "same")),
    *(f"empty.follow_ups.{part}" for part in ("title", "what", "how")),
    *(f"title.strength_ladder.{way}" for way in ("up", "down", "same")),
    *(f"title.payout_reconciliation.{way}" for way in ("short", "over", "both")),
    *(f"note.payout_reconciliation.{state}" for state in ("pending", "no_lines")),
    *(f"title.fees_by_customer_group.{way}" for way in ("ours", "at_least")),
    *(f"note.fees_by_customer_group.{group}" for group in ("both", "platform_only")),
    *(f"title.fee_audit.{way}" for way in ("over", "not_owed")),
    *(f"title.return_rates.{way}" for way in ("apart", "alike")),
    *(f"morning.{finding}" for finding in WRONG),
    *(f"morning.{name}.{way}" for name in words.MORNING_FINDINGS if name not in WRONG for way in ("up", "down")),
    *(f"bounds.{way}" for way in ("arrived", "left")),
    *(f"column.{way}{bound}" for way in ("arrived", "left") for bound in ("", "_likely", "_most")),
    *(f"note.bounds.{way}_in" for way in ("home", "away")),
    *(
        f"empty.{what}.{part}"
        for what in (
            "orders",
            "people",
            "fees",
            "payouts",
            "contract",
            "own_online",
            "whole_month",
            "filtered",
            "period",
            "links",
            "links_unmeasured",
            "links_pairs",
            "few_back",
            "still_rising",
            *(f"value_{state}" for state in words.VALUE_STATES if state != "enough"),
            "few_buyers",
            "short_history",
            "links_people",
            "links_evidence",
        )
        for part in ("title", "what", "how")
    ),
    *(f"column.{name}" for name in ("platform_fees", "own_net_sales")),
    *(f"sidebar.period_latest.{grain}" for grain in words.GRAINS),
    *(f"adding.find.{platform}" for platform in WHERE),
    *(f"adding.totals_{state}" for state in words.CONTROL_TOTAL_STATES if state != "none"),
    *(f"describe.group_{group}" for group in GROUPS),
    *(f"describe.row_{part}" for part in ("part", "whole")),
    *(f"describe.sign_{sign}" for sign in ("plus", "minus")),
    *(f"describe.negative_{kind}" for kind in ("refund", "order")),
    *(f"describe.multiply_{answer}" for answer in ("yes", "no")),
    *(f"describe.phone_{whose}" for whose in ("buyer", "contact")),
}


def source(*folders: str) -> str:
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def needed() -> set[str]:
    """Keys the code names, keys of every column, table and check, and keys of every allowed word."""
    keys = {f"{family}.{member}" for family, members in FAMILIES.items() for member in members}
    keys |= {column.label_key for declared in (*STAGED, *CORE, *PUBLISHED) for column in declared.columns}
    keys |= MADE_AT_RUN_TIME
    known = {str(m.id[0] if isinstance(m.id, tuple) else m.id) for m in read_catalogue("en") if m.id}
    prefixes = {key.split(".")[0] for key in known}
    for literal in re.findall(r"[\"']([a-z_]+(?:\.[a-z0-9_]+)+)[\"']", source(".")):
        if literal.split(".")[0] in prefixes:
            keys.add(literal)
    for columns in re.findall(
        r'(?<=[\s(])\("([a-z_]+)", "(?:text|people|count|money|share|day|flag)"\)', source("charts", "frame", "people")
    ):
        keys.add(f"column.{columns}")
    return keys


def messages(language: str) -> dict[str, list[str]]:
    found = {}
    for message in read_catalogue(language):
        if message.id:
            plural = isinstance(message.id, tuple)
            found[message.id[0] if plural else message.id] = list(message.string) if plural else [message.string]
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_needed_text_exists_and_no_other(language):
    have = set(messages(language))
    wanted = needed()
    assert wanted - have == set()
    assert have - wanted == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_check_the_product_can_run_has_its_own_words(language):
    have = messages(language)
    worded = {name: have.get(f"check.{slug(name)}", [""])[0] for name in CHECK_NAMES}
    assert len(worded) > 80
    assert [name for name, text in worded.items() if not text] == []
    assert len(set(worded.values())) == len(worded)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_and_plurals_have_every_form(language):
    forms = 2 if language == "en" else 1
    raw = messages(language)
    assert [key for key, texts in raw.items() if not all(text and text.strip() for text in texts)] == []
    plural = [key for key, texts in messages("en").items() if len(texts) == 2]
    assert [key for key in plural if len(raw[key]) != forms] == []


def test_places_to_fill_in_are_the_same_in_every_language():
    def places(texts: list[str]) -> set[str]:
        return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}

    english = {key: places(texts) for key, texts in messages("en").items()}
    for language in LANGUAGES[1:]:
        other = {key: places(texts) for key, texts in messages(language).items()}
        assert {key: (english[key], other[key]) for key in english if english[key] != other[key]} == {}


def test_each_chinese_catalogue_speaks_its_own_chinese():
    mainland = "".join(text for texts in messages("zh-Hans").values() for text in texts)
    taiwan = "".join(text for texts in messages("zh-Hant").values() for text in texts)
    for word in ("門市", "訂單", "資料", "外送", "會員", "小程式", "這", "數"):
        assert word not in mainland
    for word in ("门店", "订单", "数据", "數據", "外卖", "外賣", "会员", "小程序", "渠道", "这", "们"):
        assert word not in taiwan


def test_a_missing_key_is_shown_as_itself_and_not_in_another_language():
    assert Texts("zh-Hans")("page.not_there") == "page.not_there"


@pytest.mark.parametrize(
    ("wish", "language"),
    [
        ("zh-TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("zh-CN", "zh-Hans"),
        ("en-GB", "en"),
        ("fr", "en"),
        (None, "en"),
    ],
)
def test_a_browsers_wish_leads_to_the_nearest_language(wish, language):
    assert nearest_language(wish) == language
