"""A report folder, written whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from portfolio.errors import Finding, InputError
from portfolio.report.disk import in_words
from portfolio.report.durable import exchange, settle, settle_names
from portfolio.words import Words

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None

MADE = ".report-files"  # the mark of a report: the names of the files that it made, one a line

# Beside `name` there may be, hidden: `.name.new-*`, which a run is writing (stale if nobody holds
# its lock, or the report of before, once they changed places); `.name.old-*`, which is on its way
# out; and, where the system cannot let folders change places in one step, `.name.previous`, the
# report that a run has put aside for the moment of the swap.
ABANDONED = 24 * 3600  # seconds after which such a folder is stale where there are no locks


def write_folder(target: Path | str, write: Callable[[Path], None]) -> None:
    """
    Make a report folder: the whole of it, or nothing.

    The report is written beside `target` and then swapped in, so that a killed run leaves the
    report that was there. Files in it that no report made (somebody's notes) move to the new one.

    Parameters
    ----------
    target
        The folder: absent, empty, or an earlier report (it bears the mark `.report-files`).
    write
        Fills the empty folder that it is given.

    Raises
    ------
    InputError
        If `target` is a file, or a folder with something in it that is not a report.
    PortfolioError
        If it cannot be written (disk full, no permission); what was there is left as it was.
    """
    shown, folder = Path(target), Path(os.path.realpath(target))
    with in_words(shown), ExitStack() as stack:
        _refuse_unless_free(folder, shown)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _locked(folder.parent):
            _restore(folder)
            _clear_stale(folder)
            _refuse_unless_free(folder, shown)
            new = stack.enter_context(_new_folder(folder))
        write(new)
        with _locked(folder.parent):
            _restore(folder)
            _refuse_unless_free(folder, shown)
            _keep_notes(folder, new)
            settle(new)
            _swap(folder, new)
            settle_names(folder.parent)


def check_folder(target: Path | str) -> None:
    """
    Say before the long work whether `write_folder` would refuse this target, or the disk would.

    Raises
    ------
    InputError, PortfolioError
        As `write_folder` does.
    """
    with in_words(Path(target)):
        folder = Path(os.path.realpath(target))
        _refuse_unless_free(folder, Path(target))
        above = next(each for each in folder.parents if each.exists())
        with _new_folder(above / folder.name) as trial:
            (trial / MADE).write_text("", encoding="utf-8")


def is_report(folder: Path) -> bool:
    """Return whether a folder holds a report: it bears the program's own mark."""
    return (folder / MADE).is_file()


# ---- the swap -----------------------------------------------------------------------------------


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _restore(folder: Path) -> None:
    """Undo what a run killed in the middle of the swap left behind."""
    aside = _aside(folder)
    if not aside.is_dir():
        return
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    if not folder.exists():
        aside.rename(folder)
    elif is_report(folder):  # the swap was done, only the tidying was not
        _discard(folder, aside)


def _swap(folder: Path, new: Path) -> None:
    aside = _aside(folder)
    try:
        if folder.exists():
            shutil.copymode(folder, new)
            if exchange(new, folder):
                return  # `new` is now the report of before, which goes as an unfinished one would
            folder.rename(aside)
        new.rename(folder)
    except BaseException:
        if aside.exists() and not folder.exists():
            aside.rename(folder)
        raise
    if aside.exists():
        _discard(folder, aside)


def _discard(folder: Path, old: Path) -> None:
    """Remove a folder under a name that nobody takes for a report while it is half gone."""
    away = folder.with_name(f".{folder.name}.old-{uuid.uuid4().hex[:8]}")
    with suppress(OSError):
        old.rename(away)
    shutil.rmtree(away, ignore_errors=True)


@contextmanager
def _new_folder(folder: Path) -> Iterator[Path]:
    """Give an empty folder beside `folder`, locked while in use, and remove it if it remains."""
    new = folder.with_name(f".{folder.name}.new-{uuid.uuid4().hex[:8]}")
    new.mkdir()
    try:
        with _locked(new):
            yield new
    finally:
        shutil.rmtree(new, ignore_errors=True)


def _clear_stale(folder: Path) -> None:
    """Remove what killed runs have left, but not what another run is writing now."""
    hidden = re.compile(rf"\.{re.escape(folder.name)}\.(new|old)-[0-9a-f]{{8}}")
    for entry in folder.parent.iterdir():
        if hidden.fullmatch(entry.name):
            with suppress(OSError), _locked(entry, wait=False) as held:
                if held or time.time() - entry.stat().st_mtime > ABANDONED:
                    shutil.rmtree(entry, ignore_errors=True)


@contextmanager
def _locked(folder: Path, wait: bool = True) -> Iterator[bool]:
    """
    Hold a folder's lock, which ends with the process, however that ends.

    Yields whether there is such a lock; some systems have none.

    Raises
    ------
    BlockingIOError
        If another run holds it and we do not `wait`.
    """
    if fcntl is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield _lock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    finally:
        os.close(handle)


def _lock(handle: int, how: int) -> bool:
    try:
        fcntl.flock(handle, how)
    except BlockingIOError:
        raise
    except OSError:
        return False
    return True


# ---- what is in the folder ----------------------------------------------------------------------


def _refuse_unless_free(folder: Path, shown: Path) -> None:
    """
    Check that nothing but a report would be replaced.

    Raises
    ------
    InputError
        With one finding.
    """
    if folder.is_dir():
        if is_report(folder) or not any(folder.iterdir()):
            return
        found = Words(
            f"有其他内容、没有本程序标记 {MADE} 的文件夹",
            f"a folder of other things, without the program's mark {MADE}",
        )
    elif folder.exists():
        found = Words("一个文件", "a file")
    else:
        return
    allowed = Words(
        "尚不存在的文件夹、空文件夹或以前的报告；未写入任何内容",
        "a folder that is new, empty, or an earlier report; nothing was written",
    )
    raise InputError([Finding(str(shown), None, None, found, allowed)])


def _keep_notes(folder: Path, new: Path) -> None:
    """Copy what no report made from the earlier report, and list what this report made."""
    made = sorted(entry.name for entry in new.iterdir())
    if folder.is_dir():
        ours = {MADE, *_made_before(folder)}
        for note in sorted(folder.iterdir()):
            if note.name not in ours:
                _copy(note, _free_name(new, note.name))
    (new / MADE).write_text("".join(f"{name}\n" for name in made), encoding="utf-8")


def _made_before(folder: Path) -> list[str]:
    try:
        return (folder / MADE).read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []


def _free_name(new: Path, name: str) -> Path:
    """Return where a note goes: under its own name, unless the report now makes such a file."""
    place = new / name
    while place.exists() or place.is_symlink():
        place = place.with_name(f"{place.stem}.kept{place.suffix}")
    return place


def _copy(note: Path, place: Path) -> None:
    if note.is_dir() and not note.is_symlink():
        shutil.copytree(note, place, symlinks=True)
    else:
        shutil.copy2(note, place, follow_symlinks=False)
