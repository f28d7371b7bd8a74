"""Published tables about what the customers of today may still bring."""

from transforms.tables import columns as c
from transforms.tables import words
from transforms.tables.declare import MONEY, Column, Table


def _parameter(name: str, doc: str) -> Column:
    return Column(name, "DOUBLE", f"{doc}; null: the model is refused.", nullable=True)


def _expected(name: str, doc: str, *, at_most: int | None = None) -> Column:
    return Column(name, "DOUBLE", f"{doc}; null: the model is refused.", nullable=True, at_least=0, at_most=at_most)


VALUE_MODEL = Table(
    "value_model",
    "published",
    "One row: the models of what customers may still bring, and what they said of the last third of the history.",
    ("model_state",),
    (
        Column(
            "model_state",
            "VARCHAR",
            "enough, or why nothing is said: under 180 days of history, under 100 people who came again in its first "
            "two thirds, no most likely parameters, or purchases of the last third missed by more than 25 %.",
            allowed=words.VALUE_STATES,
        ),
        c.count("people", "Customers.", "people"),
        c.count("repeaters", "Of these, people with more than one purchase day.", "people"),
        c.count("history_days", "Days from the first purchase of all to the as-of day, both included.", "days"),
        _parameter("r", "BG/NBD: shape of the buying rates"),
        _parameter("alpha", "BG/NBD: scale of the buying rates, in days"),
        _parameter("a", "BG/NBD: first parameter of the chance to leave after a purchase"),
        _parameter("b", "BG/NBD: second parameter of it"),
        _parameter("log_likelihood", "Log-likelihood of the BG/NBD parameters, times in days"),
        _parameter("p", "Gamma-Gamma: shape of what one person's purchase days bring"),
        _parameter("q", "Gamma-Gamma: shape of how people differ"),
        _parameter("v", "Gamma-Gamma: scale of how people differ, in money"),
        Column(
            "calibrated_until", "DATE", "Last day of the first two thirds of the history, from which the check learns."
        ),
        c.count("held_out_days", "Days after it, up to the as-of day.", "days"),
        Column(
            "held_out_people",
            "BIGINT",
            "Customers of the first two thirds; null: not checked.",
            unit="people",
            nullable=True,
            at_least=0,
        ),
        _expected("predicted_purchases", "Purchase days predicted for them in the last third"),
        _expected("actual_purchases", "Purchase days they had"),
        Column("predicted_contribution", MONEY, "Contribution predicted for them there.", "currency", nullable=True),
        Column("actual_contribution", MONEY, "Contribution they brought.", "currency", nullable=True),
    ),
)

VALUE_AHEAD = Table(
    "value_ahead",
    "published",
    "One row per customer: what they have brought, and what they may still bring by BG/NBD and Gamma-Gamma.",
    ("customer_id",),
    (
        c.CUSTOMER_ID,
        c.CONTRIBUTION,
        _expected("p_alive", "Chance of still being a customer; 1 for who never came again, by the model", at_most=1),
        _expected("purchases_90_days", "Purchase days expected in the 90 days after the as-of day"),
        _expected("purchases_365_days", "Purchase days expected in 365 days"),
        Column(
            "contribution_365_days",
            MONEY,
            "Contribution expected in 365 days; null: the model is refused.",
            unit="currency",
            nullable=True,
        ),
    ),
)

VALUE_BANDS = Table(
    "value_bands",
    "published",
    "One row per band of purchase days expected in 365 days: the people in it, and what they are expected to bring.",
    ("purchases_from",),
    (
        Column("purchases_from", "DOUBLE", "Purchase days expected in 365 days, from.", privacy="open", at_least=0),
        Column("purchases_below", "DOUBLE", "And below; null: no end.", nullable=True, privacy="open"),
        *c.CUSTOMERS,
        Column("purchases_365_days", "DOUBLE", "Purchase days expected of these customers in 365 days.", at_least=0),
        c.money("contribution_365_days", "Contribution expected of them in 365 days."),
    ),
)

VALUE = (VALUE_MODEL, VALUE_AHEAD, VALUE_BANDS)
