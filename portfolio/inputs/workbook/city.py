"""A city as its files have it: tables cell by cell, scenarios key by key; what a workbook holds."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import pandas as pd

from portfolio.errors import Findings
from portfolio.inputs.chain import as_known, beside, extended, scenario_keys
from portfolio.inputs.formulas import unguarded
from portfolio.inputs.places import ENDING, is_there
from portfolio.inputs.tables import matters_file, read_table, read_tables
from portfolio.inputs.workbook.template import ALWAYS, COLUMNS, City
from portfolio.words import Words, said


def read_city(scenarios: Sequence[Path]) -> City:
    """
    Return what these scenarios, those that they extend, and their tables say.

    Raises
    ------
    InputError
        With everything that is wrong in them; scenarios of one workbook share their tables.
    """
    findings = Findings()
    trees: dict[str, dict[str, Any]] = {}
    places: dict[str, Path] = {}
    for path in scenarios:
        _add(path, trees, places, findings)
    findings.raise_if_any()
    folders = {name: _data(name, trees, places) for name in trees}
    first = folders[next(iter(trees))]
    for name, folder in folders.items():
        if folder.resolve() != first.resolve():
            one = Words(
                f"与其他情景相同的数据文件夹 {first.as_posix()}",
                f"the data folder of the others, {first.as_posix()}",
            )
            findings.add(as_known(places[name]), None, "data", said(folder.as_posix()), one)
    findings.raise_if_any()
    tables = read_tables(first, findings)
    findings.raise_if_any()
    named = {stem: getattr(tables, stem) for stem in ALWAYS}
    cells = {stem: each.text.drop(columns="row") for stem, each in named.items() if each}
    written = {stem: each.written for stem, each in named.items() if each}
    for stem, place in _others(first).items():
        table = read_table(place, COLUMNS[stem], findings, may_be_empty=True)
        cells[stem], written[stem] = table.text.drop(columns="row"), table.written
    findings.raise_if_any()
    return City(cells, trees, written)


def city_of_files(files: Mapping[str, bytes]) -> City:
    """
    Return the city whose files these are, by their paths: `data/*.csv` and `scenarios/*.toml`.

    Nothing is checked: the tables of a new city may be empty.
    """
    tables, scenarios = {}, {}
    for name, content in files.items():
        path = PurePosixPath(name)
        text = content.decode("utf-8-sig")
        if path.parent.name == "data" and path.suffix == ".csv":
            head, *rows = csv.reader(io.StringIO(text, newline=""))
            cells = [[unguarded(cell) for cell in row] for row in rows]
            tables[path.stem] = pd.DataFrame(cells, columns=head, dtype=object)
        elif path.parent.name == "scenarios":
            scenarios[path.stem] = tomllib.loads(text)
    return City(tables, scenarios)


def _others(folder: Path) -> dict[str, Path]:
    """Return the tables beside those that every workbook has, as far as they are there."""
    may = {stem: folder / f"{stem}.csv" for stem in COLUMNS if stem not in ALWAYS}
    may["livelihood"] = matters_file(folder)
    return {stem: place for stem, place in may.items() if is_there(place)}


def _add(
    path: Path, trees: dict[str, dict[str, Any]], places: dict[str, Path], findings: Findings
) -> None:
    """Note a scenario's own keys, after those of what it extends."""
    name = path.stem
    if name in places:
        if places[name].resolve() != path.resolve():
            other = Words(
                f"与 {places[name].as_posix()} 不同的名称",
                f"another name than {places[name].as_posix()}",
            )
            findings.add(as_known(path), None, None, said(name), other)
        return
    places[name] = path
    tree, _ = scenario_keys(path, findings)
    if isinstance(tree.get("extends"), str):
        parent = extended(path, tree["extends"])
        _add(parent, trees, places, findings)
        tree["extends"] = parent.name.removesuffix(ENDING)
    trees[name] = tree


def _data(name: str, trees: dict[str, dict[str, Any]], places: dict[str, Path]) -> Path:
    """Return the folder of a scenario's tables, which it may have from what it extends."""
    tree = trees[name]
    if isinstance(tree.get("data"), str):
        return beside(places[name], tree["data"])
    above = tree.get("extends")
    if isinstance(above, str) and above in trees:
        return _data(above, trees, places)
    return beside(places[name], "../data")
