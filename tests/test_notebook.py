"""The notebook of docs/ runs from its first cell to its last, and is kept without outputs."""

from __future__ import annotations

import warnings

import pytest
from conftest import ROOT

NOTEBOOK = ROOT / "docs" / "library.ipynb"


@pytest.fixture(scope="module")
def outputs() -> list[str]:
    """What each code cell shows, as text, after the whole notebook has run."""
    with warnings.catch_warnings():  # of the kernel's own libraries
        warnings.simplefilter("ignore")
        import nbformat
        from nbclient import NotebookClient

        notebook = nbformat.read(NOTEBOOK, as_version=4)
        NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(ROOT)}}).execute()
    shown = []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            parts = [
                each.get("text") or each.get("data", {}).get("text/plain", "")
                for each in cell.outputs
            ]
            shown.append("\n".join(parts))
    return shown


@pytest.mark.slow
def test_the_notebook_runs(outputs: list[str]) -> None:
    assert outputs[1].startswith("(7")  # score, carried out, promoted of the shipped scenario
    assert "reason" in outputs[2]
    assert outputs[-1].splitlines()[0].startswith("read_problem(...) mode：读到“wholee”；应为")
    assert len(outputs[-1].splitlines()) == 3


def test_it_is_kept_without_outputs() -> None:
    import json

    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    assert all(not cell.get("outputs") for cell in cells)
    assert all(cell.get("execution_count") is None for cell in cells)
