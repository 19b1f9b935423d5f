"""Where the shares and delays of a payment differ from what the state's rules allow: remarks."""

from __future__ import annotations

from collections.abc import Iterator

from portfolio.inputs.cash import Payment
from portfolio.words import Words

LEAST_PROGRESS = 0.80  # 财建〔2022〕183号, section 1: of the work that is done
MOST_RETENTION = 0.03  # 建质〔2017〕138号, article 7: of the settled price
LONGEST_DEFECTS = 2  # years; the same, article 2
NEAR = 1e-9


def remark_keys(pay: Payment) -> list[str]:
    """Return each remark as a comparison: what is given, and its bound."""
    return [key for key, _ in _remarks(pay)]


def remark_words(pay: Payment) -> list[Words]:
    """Return the remarks as lines."""
    return [said for _, said in _remarks(pay)]


def _remarks(pay: Payment) -> Iterator[tuple[str, Words]]:
    if pay.with_progress < LEAST_PROGRESS - NEAR:
        given = f"{pay.with_progress:.4g}"
        yield (
            f"payment.with_progress = {given} < {LEAST_PROGRESS:g}",
            Words(
                f"注意：with_progress {given} 低于 0.8：政府机关、事业单位、国有企业的进度款不低于"
                "已完成工程价款的 80%（财建〔2022〕183号第一条）",
                f"remark: with_progress {given} is below 0.8, the least of public builders "
                "(财建〔2022〕183号, section 1)",
            ),
        )
    if pay.retention > MOST_RETENTION + NEAR:
        given = f"{pay.retention:.4g}"
        yield (
            f"payment.retention = {given} > {MOST_RETENTION:g}",
            Words(
                f"注意：retention {given} 高于 0.03：质量保证金不高于工程价款结算总额的 3%"
                "（建质〔2017〕138号第七条）",
                f"remark: retention {given} is above 0.03, the most that may be held back "
                "(建质〔2017〕138号, article 7)",
            ),
        )
    if pay.retention > NEAR and pay.retention_delay > LONGEST_DEFECTS:
        years = pay.retention_delay
        yield (
            f"payment.retention_delay = {years} > {LONGEST_DEFECTS}",
            Words(
                f"注意：retention_delay {years} 年，长于 2 年：缺陷责任期最长不超过 2 年"
                "（建质〔2017〕138号第二条）",
                f"remark: retention_delay {years} is longer than 2 years, the longest liability "
                "for defects (建质〔2017〕138号, article 2)",
            ),
        )
