"""Labels of the choice of livelihood matters and of their progress, in Chinese and English."""

from __future__ import annotations

from portfolio.report.labels import Labels
from portfolio.words import Words

WORDS: dict[str, Words] = {
    "livelihood.comma": Words("、", ", "),
    "livelihood.by_votes": Words(
        "{title}：按代表票决从 {of} 项候选民生实事中选 {count} 项，已定 {chosen} 项",
        "{title}: {count} of {of} livelihood matters by the deputies' votes, {chosen} decided",
    ),
    "livelihood.by_shortfall": Words(
        "{title}：按方案留下的可测缺口从 {of} 项候选民生实事中选 {count} 项，已定 {chosen} 项",
        "{title}: {count} of {of} livelihood matters by the shortfall that the plan leaves, "
        "{chosen} decided",
    ),
    "livelihood.cap": Words("每个部门至多 {most} 项", "at most {most} a department"),
    "livelihood.quorum": Words(
        "代表 {deputies} 人，一项事项至少 {least} 人表决才有效",
        "{deputies} deputies; a vote holds if at least {least} of them voted",
    ),
    "livelihood.majority_present": Words(
        "赞成票超过表决人数的一半才通过", "carried by more than half of those who voted"
    ),
    "livelihood.majority_all": Words(
        "赞成票超过全体代表的一半才通过", "carried by more than half of all deputies"
    ),
    "livelihood.only_votes": Words(
        "只有票数，没有反对、弃权票：没有核对法定人数和过半数",
        "votes only, no ballots against: neither quorum nor majority was checked",
    ),
    "livelihood.chosen": Words("入选", "   chosen"),
    "livelihood.undecided": Words("未决", "undecided"),
    "livelihood.out": Words("未选", "       no"),
    "livelihood.no_majority": Words("未过半数", "no majority"),
    "livelihood.no_quorum": Words("未达法定人数", "no quorum"),
    "livelihood.row": Words(
        "  {mark} {rank:>2} {id} 缺口 {shortfall} 分  {name}（{departments}）",
        "  {mark} {rank:>2} {id} shortfall {shortfall}  {name} ({departments})",
    ),
    "livelihood.row_unmeasured": Words(
        "  {mark} {rank:>2} {id} 无可测缺口：{why}  {name}（{departments}）",
        "  {mark} {rank:>2} {id} no measurable shortfall: {why}  {name} ({departments})",
    ),
    "livelihood.row_votes": Words(
        "  {mark} {rank:>2} {id} {votes:>4} 票{sides}  {name}（{departments}）",
        "  {mark} {rank:>2} {id} {votes:>4} votes{sides}  {name} ({departments})",
    ),
    "livelihood.sides": Words(
        "（反对 {against}，弃权 {abstain}）", " ({against} against, {abstain} abstained)"
    ),
    "livelihood.again": Words("，二次表决 {votes} 票", ", {votes} in the second vote"),
    "livelihood.tied": Words(
        "未决：{names} 票数相同，还剩 {seats} 个名额，须二次表决（--second-vote）",
        "undecided: {names} are tied for {seats} more; a second vote decides (--second-vote)",
    ),
    "livelihood.tied_again": Words(
        "未决：{names} 二次表决后仍相同，还剩 {seats} 个名额，须再次表决",
        "undecided: {names} are tied for {seats} more after the second vote too; vote again",
    ),
    "livelihood.no_shortfall": Words(
        "未决：无可测缺口，由代表票决或您给的次序决定（--votes 或 --order，还剩 {seats} 个名额）："
        "{names}",
        "undecided: no measurable shortfall; the deputies' votes or your order decide "
        "(--votes or --order, {seats} more): {names}",
    ),
    "livelihood.same_shortfall": Words(
        "未决：缺口相同，由代表票决或您给的次序决定（--votes 或 --order，还剩 {seats} 个名额）："
        "{names}",
        "undecided: equal shortfalls; the deputies' votes or your order decide "
        "(--votes or --order, {seats} more): {names}",
    ),
    "livelihood.too_few": Words(
        "通过的只有 {passed} 项，少于应选的 {count} 项，空额不补",
        "only {passed} were carried, fewer than the {count} to choose; the rest stays empty",
    ),
    "livelihood.tasks": Words(
        "入选事项的分项任务 {count} 项，其中 {lacking} 项缺数量、单位、资金、责任部门或完成月份，"
        "见 livelihood_tasks.csv",
        "{count} sub-tasks of those chosen, {lacking} of them without quantity, unit, money, "
        "department or month: livelihood_tasks.csv",
    ),
    "livelihood.without_tasks": Words("没有分项任务：{names}", "without sub-tasks: {names}"),
    "livelihood.sheet": Words(
        "已写出 {path}（{rows} 行）：填好累计完成数和付款后运行 {call}",
        "wrote {path} ({rows} rows); fill in what is done and paid so far, then run {call}",
    ),
    "livelihood.and": Words("，", ", "),
    "livelihood.monthly": Words("月度表（任务数）", "monthly table (tasks)"),
    "livelihood.month": Words("  {month:>2} 月：{counts}", "  month {month:>2}: {counts}"),
    "livelihood.year": Words("年终表", "year-end table"),
    "livelihood.so_far": Words(
        "年终表（填报到 {month} 月）", "year-end table (reported up to month {month})"
    ),
    "livelihood.task": Words(
        "  {status} {id} {task}：完成 {done}{of}{unit}{share}，付款 {paid}{money} 万元，"
        "应于 {due} 月完成",
        "  {status} {id} {task}: {done}{of}{unit} done{share}, {paid}{money} 万元 paid, due in "
        "month {due}",
    ),
    "livelihood.unshown": Words(
        "  另有 {count} 项无目标值也没有填报，见 livelihood_year_end.csv",
        "  {count} more without target and without a figure: livelihood_year_end.csv",
    ),
    "livelihood.share": Words("（{share:.1%}）", " ({share:.1%})"),
    "livelihood.rules": Words("评价规则：", "rules:"),
    "livelihood.swap": Words(
        "代价最小的一对一调换：换下 {out}，换上 {into}，所补缺口 {change} 分；"
        "其余见 livelihood_swaps.csv",
        "the cheapest swap: {out} out, {into} in, shortfall served {change}; "
        "all others in livelihood_swaps.csv",
    ),
    "livelihood.swap_votes": Words(
        "代价最小的一对一调换：换下 {out}，换上 {into}，{change} 票{again}；"
        "其余见 livelihood_swaps.csv",
        "the cheapest swap: {out} out, {into} in, {change} votes{again}; "
        "all others in livelihood_swaps.csv",
    ),
    "livelihood.swap_again": Words("（二次表决 {change} 票）", " ({change} in the second vote)"),
}

label = Labels(WORDS)
