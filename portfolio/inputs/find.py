"""Where scenario files are looked for, and which name was probably meant."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from portfolio.errors import Finding
from portfolio.words import Words

USUAL = Path("scenarios")


def find_scenario(given: str | Path) -> Path | Finding:
    """
    Return the scenario file, or what is wrong with its name.

    Parameters
    ----------
    given
        A path, or a bare name: `base` means `scenarios/base.toml`.
    """
    path, short = Path(given), USUAL / f"{given}.toml"
    if os.path.exists(path):  # False for names that no disk takes, where `Path.exists` raises
        return path
    if os.path.exists(short):
        return short
    looked = [path.as_posix()]
    if len(path.parts) == 1 and path.suffix != ".toml":
        looked.append(short.as_posix())
    beside = path.parent if os.path.isdir(path.parent) and len(path.parts) > 1 else USUAL
    names = {each.stem: each for each in sorted(beside.glob("*.toml"))}
    near = get_close_matches(path.name.removesuffix(".toml"), names, n=1, cutoff=0.5)
    allowed = Words("已有的情景文件", "a scenario file that is there")
    if near:
        nearest = names[near[0]].as_posix()
        allowed = Words(f"{allowed.zh}，最接近的是 {nearest}", f"{allowed.en}, such as {nearest}")
    elif names:
        listed = ", ".join(names)
        where = beside.as_posix()
        allowed = Words(
            f"{allowed.zh}；{where} 里有 {listed}", f"{allowed.en}; {where} has {listed}"
        )
    return Finding(
        path.as_posix(),
        None,
        None,
        Words(f"找不到的文件（找过 {'、'.join(looked)}）", f"no such file ({', '.join(looked)})"),
        allowed,
    )
