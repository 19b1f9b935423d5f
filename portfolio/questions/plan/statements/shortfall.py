"""缺口: the money and land that are missing, where no plan exists."""

from __future__ import annotations

from portfolio.plan.short import shortfall_table
from portfolio.plan.shortfall import SAME_MONEY, Shortfall
from portfolio.questions.plan.statements.body import Body, amount
from portfolio.questions.plan.statements.view import MONEY_AND_LAND, View
from portfolio.report.statement import Kind, Statement


def shortfall(view: View, missing: Shortfall) -> Statement:
    """Return a block of all money and the land, and one each of sources and purses that lack."""
    columns = [
        view.column("口径", "Of", width=30),
        view.head("year", Kind.YEAR, 8),
        view.column("还缺资金", "Money missing", Kind.MONEY, 14),
        view.column("还缺用地（亩）", "Land missing, mu", Kind.LAND, 14),
    ]
    body = Body(len(columns))
    table = shortfall_table(missing)
    for (source, purse), rows in table.groupby(["source", "purse"], sort=False):
        by, key = ("funding", str(source)) if source else ("purse", str(purse))
        everything = not (source or purse)
        name = view.say("全部资金和用地", "All money, and land")
        name = name if everything else view.called(by, key)
        head = body.reserve()
        places = [
            body.add([name, int(each["year"]), amount(each["money"]), amount(each["land"])])
            for each in rows.to_dict("records")
        ]
        added = (2, 3) if everything else (2,)
        body.total(head, {0: name}, places, added, "total" if everything else "group")
    notes = [words.to(view.lang) for words in missing.lines()[:1]]
    notes += [SAME_MONEY.to(view.lang)] if missing.purses else []
    return Statement(
        key="shortfall",
        tab=view.say("缺口", "Shortfall"),
        title=view.title("最小缺口", "Smallest shortfall")
        if missing.proven
        else view.title(
            "可行的缺口（未证明最小）", "A shortfall that suffices (not proven smallest)"
        ),
        caption=MONEY_AND_LAND.to(view.lang),
        columns=columns,
        rows=body.rows,
        notes=[
            *notes,
            view.say(
                "本表以外各表是补足缺口后才有的方案，不可实施。",
                "All other tables show the plan that this would make possible; it may not be "
                "carried out.",
            ),
        ],
        fixed=1,
        annex=True,
    )
