"""Codes in tables, in words; sources, domains and purses have theirs from the problem."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from portfolio.inputs.codes import called
from portfolio.report.labels import label
from portfolio.words import Words

Called = Callable[[str, str], Words]  # what a key of `purse`, `funding`, `domain` is called

FAMILY: dict[str, Words] = {
    "completion": Words(
        "项目至多做一次，必做的做完", "a project once at most, a required one in full"
    ),
    "annual_budget": Words("各年投资不超过年度预算", "annual budgets"),
    "funding_ceiling": Words("各来源的资金上限", "ceilings of sources of money"),
    "purse": Words("各资金池只付自己的项目", "purses kept apart"),
    "transfer": Words("资金池之间划转的上限", "limits of transfers between purses"),
    "land": Words("用地不超过供地指标", "land quotas"),
    "attainment": Words("完成的项目才得分", "points for finished work only"),
    "beyond_cap": Words("超出需求的部分封顶计分", "cap beyond the need"),
    "requires": Words("所依赖的项目先动工", "projects that require others"),
    "after": Words("前一项完成后才动工", "projects that come after others"),
    "site_group": Words("一块地只做一个项目", "one project on a site"),
    "limits": Words("领域、地区投资的上下限", "floors and ceilings of domains and districts"),
    "under_way": Words("同时在建的项目数", "projects under way at once"),
    "land_held": Words("已供的地只用于原项目", "land held serves its own project"),
}
SECTION: dict[str, Words] = {  # of a comparison, and of the card of a promotion
    "score": Words("得分和总量", "Score and totals"),
    "points": Words("各指标得分", "Points by indicator"),
    "met": Words("各指标期末占需求比例", "Share of the need at the end"),
    "added": Words("各指标期末新增量", "Added by indicator at the end"),
    "envelope": Words("预算和用地指标", "Budget and land quota"),
    "money": Words("各年投资", "Investment by year"),
    "money_domain": Words("各领域投资", "Investment by domain"),
    "money_district": Words("各地区投资", "Investment by district"),
    "money_funding": Words("各资金来源投资", "Investment by source of money"),
    "money_purse": Words("各资金池投资", "Investment by purse"),
    "land": Words("各年供地", "Land released by year"),
    "land_domain": Words("各领域供地", "Land by domain"),
    "land_district": Words("各地区供地", "Land by district"),
    "share": Words("各项目实施比例", "Share of each project"),
    "start": Words("各项目开工年", "Start of each project"),
    "finish": Words("各项目完工年（所实施部分）", "Finish of what is carried out"),
    "displaced": Words("让位项目的实施比例", "Share of what gives way"),
    "raised": Words("随之增加项目的实施比例", "Share of what is raised"),
    "delayed": Words("推迟项目的完工年", "Finish of what is delayed"),
    "purse_pays": Words("资金池为它出资", "The purse pays for it"),
    "purse_money": Words("资金池的资金", "Money of the purse"),
    "purse_required": Words("其他必须实施项目要用", "What other required projects need of it"),
    "purse_spent": Words("不实施时从中支出", "Spent of it without the project"),
    "purse_unspent": Words("不实施时未用余额", "Left in it without the project"),
    "purse_displaces": Words("池内其他项目须让出", "What others of the purse give up"),
    "purse_missing": Words("资金池还缺", "What the purse lacks"),
    "transfer": Words("所需转移支付", "Transfer needed"),
    "shortfall": Words("没有方案时的最小缺口", "What is missing where there is no plan"),
}
CODES: dict[str, Mapping[str, Words]] = {
    "truth": {each: called(each) for each in ("true", "false")},
    "family": FAMILY
    | {
        "window": Words("起止年份的限制", "window of years"),
        "pace": Words("工期限制每年进度", "pace of a year"),
        "profile": Words("年度投资比例", "spending profile"),
        "whole": Words("整项目实施", "whole projects"),
        "steady": Words("连续施工", "steady work"),
        "steady_pause": Words("连续施工：不停工", "steady work: no pause"),
        "steady_least": Words("连续施工：每年起码的投资", "steady work: least share of a year"),
        "steady_longest": Words("连续施工：工期上限", "steady work: longest course"),
    },
    "section": SECTION,
    "status": {
        "no_plan": Words("没有方案", "no plan"),
        "infeasible": Words("没有方案", "no plan"),
    },
    "by": {
        "all": Words("全部", "all"),
        "year": Words("年度", "year"),
        "purse": Words("资金池", "purse"),
        "funding": Words("资金来源", "source of money"),
        "domain": Words("领域", "domain"),
        "district": Words("地区", "district"),
        "votes": Words("代表票决", "votes of the deputies"),
        "shortfall": Words("方案留下的缺口", "what the plan leaves short"),
    },
    "majority": {
        "present": Words("表决的代表", "deputies present"),
        "all": Words("全体代表", "all deputies"),
    },
    "when": {
        "plan": Words("规划期内", "in the plan"),
        "beyond": Words("规划期以后", "after the plan"),
        "undated": Words("没有日期", "no date"),
        "total": Words("合计", "in all"),
    },
    "move": {
        "transfer": Words("转移支付", "transfer"),
        "pooled": Words("合并使用分摊（估计）", "in one pot (estimate)"),
    },
    "price": {"price": Words("影子价格", "price"), "estimate": Words("估算", "estimate")},
    "threshold_kind": {
        "planned": Words("重新求解", "planned anew"),
        "estimate": Words("估算", "estimate"),
    },
    "change": {
        "drop": Words("不做", "drop"),
        "add": Words("增加", "add"),
        "less": Words("少做", "less"),
        "more": Words("多做", "more"),
        "earlier": Words("提前", "earlier"),
        "later": Words("推迟", "later"),
        "spread": Words("改年度分配", "other years"),
    },
    "forced": {
        "left_out": Words("不做", "left out"),
        "forced_in": Words("硬加", "forced in"),
    },
    "verdict": {
        "core": Words("核心", "core"),
        "exchangeable": Words("可替换", "exchangeable"),
        "left_out": Words("不列入", "left out"),
    },
    "unit": {
        "share": Words("项目的份额", "share of a project"),
        "projects": Words("个项目", "projects"),
        "years": Words("年", "years"),
        "万元": Words("万元", "10,000 yuan"),
        "亩": Words("亩", "mu"),
        "分": Words("分", "points"),
        "项": Words("项", "projects"),
    },
    "own": {
        "own": Words("本项目", "the project itself"),
        "unspent": Words("未用余额", "what is left over"),
        "total": Words("其他项目合计", "all others"),
        "score": Words("得分", "score"),
        "score_with_transfer": Words("加上转移支付后的得分", "score with transfers"),
        "money": Words("资金", "money"),
        "land": Words("用地", "land"),
    },
}
ROWS = {
    "annual_budget": Words("年度预算", "annual budget"),
    "land": Words("用地指标", "land quota"),
}
OF = {  # rows of one purse or source, by the beginning of their name
    "purse_": ("purse", Words("资金池“{}”", "purse {}")),
    "funding_ceiling_": ("funding", Words("“{}”的上限", "ceiling of {}")),
}


def itself(by: str, key: str) -> Words:
    """Return a key as its own name, where nothing is known of it."""
    return Words(key, key)


def in_words(code: str, key: str, lang: str, called: Called = itself) -> str:
    """
    Return a code in words; one that has none is shown as it is.

    >>> in_words("list", "planned", "zh"), in_words("by", "?", "en")
    ('规划项目', '?')
    >>> in_words("ids", "P01;P02", "zh"), in_words("row", "annual_budget", "zh")
    ('P01; P02', '年度预算')
    """
    known = CODES.get(code, {}).get(key)
    if known is not None:
        return known.to(lang)
    if f"{code}.{key}" in label:
        return label(f"{code}.{key}", lang)
    special = SPECIAL.get(code)
    return special(key, lang, called) if special else called(code, key).to(lang)


def _ids(key: str, lang: str, called: Called) -> str:
    return "; ".join(each.strip() for each in key.split(";"))  # a line may end between ids only


def _purses(key: str, lang: str, called: Called) -> str:
    names = (called("purse", each.strip()).to(lang) for each in key.split(";"))
    return Words("、", ", ").to(lang).join(names)


def _row(key: str, lang: str, called: Called) -> str:
    for beginning, (by, words) in OF.items():
        if key.startswith(beginning):
            return words.to(lang).format(called(by, key.removeprefix(beginning)).to(lang))
    return ROWS.get(key, Words(key, key)).to(lang)


def _transfers(key: str, lang: str, called: Called) -> str:
    return Words("；", "; ").to(lang).join(_transfer(each, lang, called) for each in key.split(";"))


def _transfer(text: str, lang: str, called: Called) -> str:
    """Return `from>to:amount`, or `from>to`, with the names of the purses."""
    pair, colon, amount = text.partition(":")
    names = [called("purse", each.strip()).to(lang) for each in pair.split(">")]
    return " → ".join(names) + (f" {amount}" if colon else "")


def _shortfall(key: str, lang: str, called: Called) -> str:
    """Return `money`, `land`, or `money_` and a purse or source, in words."""
    known = CODES["own"].get(key)
    if known is not None:
        return known.to(lang)
    name = key.removeprefix("money_")
    found = called("purse", name).to(lang)
    return called("funding", name).to(lang) if found == name else found


SPECIAL = {
    "shortfall": _shortfall,
    "ids": _ids,
    "purses": _purses,
    "row": _row,
    "transfers": _transfers,
}
