"""付款 and 债券: the ledgers of cash, where the scenario asks for them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from portfolio.plan.cash.ledgers import Ledgers
from portfolio.plan.cash.money import CENT
from portfolio.plan.cash.payments import BEYOND, IN_PLAN, TOTAL, UNDATED, payments
from portfolio.questions.plan.statements.body import Body, amount, known
from portfolio.questions.plan.statements.view import MONEY, View
from portfolio.report.heads.codes import in_words
from portfolio.report.heads.find import head_of
from portfolio.report.statement import Chart, Column, Kind, Statement

PAID = ("investment", "price_rise", "payment")
YEARLY = ("money", "carried_in", "balance")
QUARTERLY = ("money", "carried_in", "quarter_balance", "balance", "newly_short")
BONDS = (
    *("drawing", "interest", "repaid", "service", "owed"),
    *("revenue", "running_cost", "net_revenue", "subsidy"),
)
SUMMED = ("drawing", "interest", "repaid", "service", "revenue", "running_cost", "net_revenue")


def cash(view: View, found: Ledgers | None) -> list[Statement]:
    """Return payments and bonds, as far as they are asked for; of a part its payments alone."""
    if found is None:
        return []
    made = []
    if found.years is not None:
        made.append(_payments_of_part(view) if view.part else _payments(view, found))
    if found.bonds and view.part is None:
        made.append(_bonds(view, found))
    return made


def _payments(view: View, found: Ledgers) -> Statement:
    """
    Return payments of all, then group by group, by year or, if that is asked for, by quarter.

    By quarter a group stands here only if it is short in one: the table in full has thousands of
    rows, and is beside the workbook.
    """
    table = found.years if found.quarters is None else found.quarters
    names = (*PAID, *(YEARLY if found.quarters is None else QUARTERLY))
    stem = "payments" if found.quarters is None else "payments_quarters"
    if table is None:
        raise AssertionError("payments that nobody asked for")
    columns = [
        view.column("口径", "Counted by", width=10),
        view.column("名称", "Of", width=22),
        view.column("时间", "When", width=14),
        view.column("时段", "In the plan", width=12),
        *_heads(view, stem, names),
    ]
    body, drawn = Body(len(columns)), 0
    for (by, key), rows in table.groupby(["by", "key"], sort=False):
        short = found.quarters is None or bool((rows["newly_short"] > CENT).any())
        if not rows[["investment", "payment"]].to_numpy().any() or not (by == "all" or short):
            continue
        for each in rows.to_dict("records"):
            cells = [known(float(each[name])) for name in names]
            body.add(
                [
                    in_words("by", str(by), view.lang),
                    view.called(str(by), str(key)) if key else in_words("by", "all", view.lang),
                    _time(view, each),
                    in_words("when", str(each["when"]), view.lang),
                    *cells,
                ],
                "total" if each["when"] == TOTAL else "",
            )
            drawn += by == "all" and each["when"] in (IN_PLAN, BEYOND)
    notes = [
        view.say(
            "按季度时分项只列缺钱的，全部见 payments_quarters.csv。",
            "By quarter only those groups are listed that are short; all are in "
            "payments_quarters.csv.",
        )
    ]
    notes = notes if found.quarters is not None else []
    return _statement(view, columns, body, _chart(view, range(drawn)), notes)


def _heads(view: View, stem: str, names: Sequence[str]) -> list[Column]:
    """Return the columns of amounts as the table of this stem calls them, which has the unit."""
    heads = (head_of(stem, name) for name in names)
    return [Column(each.words.to(view.lang), each.kind, 13) for each in heads]


def _chart(view: View, drawn: range) -> list[Chart]:
    title = view.say("投资、付款与资金", "Investment, payment and money")
    return [Chart(title, "column", 2, (4, 6, 7), drawn)] if drawn else []


def _time(view: View, each: dict[str, object]) -> str:
    if pd.isna(each["year"]):  # type: ignore[call-overload]
        return in_words("when", str(each["when"]), view.lang)
    if quarter := each.get("quarter"):
        return view.say(f"{each['year']}年{quarter}季度", f"{each['year']} Q{quarter}")
    return view.year(int(str(each["year"])))


def _payments_of_part(view: View) -> Statement:
    """Return what is paid for the part's projects, by year; money is not theirs alone."""
    paid = payments(view.plan)
    columns = [
        view.column("时间", "When", width=14),
        view.column("时段", "In the plan", width=12),
        *_heads(view, "payments", PAID),
    ]
    body, parts = Body(len(columns)), (paid.investment, paid.rise, paid.payment)
    sums = [np.asarray(view.chosen @ each) for each in parts]
    for t, year in enumerate(paid.years):
        when = IN_PLAN if t < len(view.plan.years) else BEYOND
        cells = [known(float(each[t])) for each in sums]
        body.add([view.year(year), in_words("when", when, view.lang), *cells])
    if (undated := amount(float(view.chosen @ paid.undated))) is not None:
        said = in_words("when", UNDATED, view.lang)
        body.add([said, said, None, None, undated])
    body.end({0: in_words("when", TOTAL, view.lang)}, range(len(body.rows)), range(2, 5))
    return _statement(view, columns, body, [])


def _statement(
    view: View, columns: list[Column], body: Body, charts: list[Chart], notes: Sequence[str] = ()
) -> Statement:
    return Statement(
        key="payments",
        tab=view.say("付款", "Payments"),
        title=view.title("投资、付款与资金", "Investment, payment and money"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "付款由方案按情景给出的比例和年限推算，不影响方案本身；余缺为负即缺钱。",
                "Payments follow from the plan by the shares and delays of the scenario and do not "
                "change it; a balance below 0 means that money is short.",
            ),
            *notes,
        ],
        charts=charts,
        fixed=2,
    )


def _bonds(view: View, found: Ledgers) -> Statement:
    """Return a block a source that has bonds, a row a year until the last repayment."""
    columns = [
        view.head("funding", width=18),
        view.head("year", Kind.YEAR, 8),
        view.column("时段", "In the plan", width=12),
        *_heads(view, "bonds", (*BONDS, "coverage")),
    ]
    body, table = Body(len(columns)), found.tables()["bonds"]
    added = [3 + at for at, name in enumerate(BONDS) if name in SUMMED]
    for source, rows in table.groupby("source", sort=False):
        name = view.called("funding", str(source))
        places = [
            body.add(
                [
                    name,
                    int(each["year"]),
                    in_words("when", str(each["when"]), view.lang),
                    *(known(float(each[column])) for column in BONDS),
                    known(float(each["coverage"])),
                ]
            )
            for each in rows.to_dict("records")
        ]
        body.end({0: f"{name} {in_words('when', TOTAL, view.lang)}"}, places, added, "group")
    return Statement(
        key="bonds",
        tab=view.say("债券", "Bonds"),
        title=view.title("专项债券还本付息与收入", "Special bonds: service and revenue"),
        caption=MONEY.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            view.say(
                "期限、利率、收入按情景；没有给出收入的，收入、净收入、补贴和覆盖倍数留空。",
                "Terms, rate and revenue are the scenario's; where it gives no revenue, revenue, "
                "subsidy and coverage are empty.",
            )
        ],
        fixed=2,
    )
