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
    "livelihood.swap": Words(
        "代价最小的一对一调换：{out} 换 {into}，所补缺口 {change} 分；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, shortfall served {change}; "
        "all others in livelihood_swaps.csv",
    ),
    "livelihood.swap_votes": Words(
        "代价最小的一对一调换：{out} 换 {into}，{change} 票；其余见 livelihood_swaps.csv",
        "the cheapest swap: {into} for {out}, {change} votes; all others in livelihood_swaps.csv",
    ),
}

label = Labels(WORDS)
