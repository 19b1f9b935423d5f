"""Long runs go on where they were stopped: finished pieces are kept beside the report folder."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any


class Resume:
    """
    Finished pieces of one long run, one JSON line each, in a hidden file beside its folder.

    Pieces count only for the same inputs: the file begins with their hash, and a file of other
    inputs is begun anew. `forget` removes it once the report is written.

    Parameters
    ----------
    folder
        The report folder of the run; the file is `.<name>.resume` beside it.
    inputs
        Whatever the pieces depend on, as JSON values.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp()) / "robust"
    >>> run = Resume(folder, {"seed": 1})
    >>> run.keep("draw 1", 61.5)
    >>> Resume(folder, {"seed": 1}).pieces
    {'draw 1': 61.5}
    >>> Resume(folder, {"seed": 2}).pieces
    {}
    """

    def __init__(self, folder: Path, inputs: Any) -> None:
        self.path = self.place(folder)
        text = json.dumps(inputs, sort_keys=True, ensure_ascii=False, default=str)
        self._key = hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
        self.pieces: dict[str, Any] = self._read()

    @staticmethod
    def place(folder: Path) -> Path:
        """Return where the pieces of a report folder are kept."""
        return folder.parent / f".{folder.name}.resume"

    @classmethod
    def forget(cls, folder: Path) -> None:
        """Remove the pieces of a folder; its report holds everything now."""
        cls.place(folder).unlink(missing_ok=True)

    def _read(self) -> dict[str, Any]:
        try:
            lines = self.path.read_text(encoding="utf-8").splitlines()
        except OSError:
            return {}
        if not lines or lines[0] != self._key:
            return {}
        pieces = {}
        for line in lines[1:]:
            try:
                name, value = json.loads(line)
            except ValueError:  # the run was killed while it wrote this line
                break
            pieces[name] = value
        self._write("w", pieces)
        return pieces

    def keep(self, name: str, value: Any) -> None:
        """Keep one finished piece."""
        mode = "a" if self.pieces else "w"
        self.pieces[name] = value
        self._write(mode, {name: value})

    def _write(self, mode: str, pieces: dict[str, Any]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open(mode, encoding="utf-8") as file:
            if mode == "w":
                file.write(f"{self._key}\n")
            for piece in pieces.items():
                file.write(json.dumps(piece, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
