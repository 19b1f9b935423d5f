"""Labels of an adjusted plan, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "adjust.title": Words("{title}：由 {hand} 调整", "{title}: adjusted from {hand}"),
    "adjust.short": Words(
        "手头方案 {hand} 是缺口方案，不可实施：它要的钱或地原来就不够",
        "the plan in hand, {hand}, is a short plan that may not be carried out: it never had the "
        "money or the land that it takes",
    ),
    "adjust.counts": Words(
        "变动 {moved} 项：调出 {out} 项，调入 {in} 项，改额 {amount} 项，改期 {timing} 项{proof}",
        "{moved} projects move: {out} out, {in} in, {amount} of other amount, "
        "{timing} of other years{proof}",
    ),
    "adjust.proven": Words("（已证明不能再少）", " (fewer are ruled out)"),
    "adjust.unproven": Words(
        "（搜索提前结束，只证明不少于 {least} 项）",
        " (the search ended early: at least {least} have to move)",
    ),
    "adjust.money": Words(
        "变动资金 {money} 万元（各年增减绝对值之和的一半）；"
        "得分最高的方案要动 {projects} 项、{best} 万元",
        "{money} 万元 move (half of all that is more and less); the best plan would move "
        "{projects} projects and {best} 万元",
    ),
    "adjust.score": Words(
        "得分 {score}，最高 {best}，让出 {given}（至多 {loss}）",
        "score {score}, best {best}: {given} given up (at most {loss})",
    ),
    "adjust.curve": Words(
        "让出多少分，各要变动多少：", "what has to move, for each loss in points:"
    ),
    "adjust.step": Words(
        "  让出至多 {loss} 分：变动 {projects} 项{least}",
        "  at most {loss}: {projects} projects{least}",
    ),
    "adjust.step_least": Words("（只证明不少于 {least}）", " (at least {least} are proven)"),
    "adjust.enough": Words(
        "不调整：手头方案的付款也不超出新情景的资金",
        "if nothing moved: the plan in hand would not exceed the new money",
    ),
    "adjust.unmoved": Words(
        "不调整：手头方案的付款会超出新情景的资金，从最缺的起（万元）：",
        "if nothing moved, the plan in hand would exceed the new money, worst first (万元):",
    ),
    "adjust.more_short": Words(
        "  另有 {count} 处：{file} 中 balance 为负的行",
        "  {count} more: the rows of {file} with a balance below 0",
    ),
    "adjust.purses": Words(
        "  全期缺钱的资金池 {count} 个，共缺 {total}：{named}",
        "  {count} purses lack money over the horizon, {total} in all: {named}",
    ),
    "adjust.table": Words(
        "调整表（实施比例，投资万元）：", "adjustment (share carried out, investment in 万元):"
    ),
    "adjust.row": Words(
        "  {kind} {id} {name}：{share}，{money}（{change}）",
        "  {kind} {id} {name}: {share}, {money} ({change})",
    ),
    "adjust.more": Words("  另有 {count} 项，见 adjustment.csv", "  {count} more: adjustment.csv"),
    "adjust.none": Words("  没有变动", "  nothing moves"),
    "adjust.total": Words(
        "  {year} 合计：{money}（{change}）", "  {year} in all: {money} ({change})"
    ),
    "adjust.purse_change": Words(
        "  {count} 个资金池所付的有变，最大的：{named}（全部见 adjustment_totals.csv）",
        "  {count} purses pay another sum, most of all: {named} (the rest: adjustment_totals.csv)",
    ),
    "adjust.all": Words("全期", "horizon"),
    "adjust.kind.out": Words("调出", "out"),
    "adjust.kind.in": Words("调入", "in"),
    "adjust.kind.amount": Words("改额", "amount"),
    "adjust.kind.timing": Words("改期", "years"),
    "adjust.picture": Words(
        "调整：各项目增减的资金", "Adjustment: money that projects gain and lose"
    ),
    "adjust.less": Words("减（各年相加，亿元）", "less (sum of years, 亿元)"),
    "adjust.gain": Words("增（各年相加，亿元）", "more (sum of years, 亿元)"),
    "adjust.note": Words(
        "变动资金是增减合计的一半。{more}",
        "Money moved is half of all that is more and less. {more}",
    ),
    "adjust.others": Words("另有 {count} 项没有画出。", "{count} more are not drawn."),
}

label = Labels(WORDS)
