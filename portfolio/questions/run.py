"""Asks a question and writes its folder: the one runner of all questions."""

from __future__ import annotations

import tempfile
from pathlib import Path

from portfolio.errors import NoPlanError, Stopped, UnwrittenError
from portfolio.inputs.sheet import write_table
from portfolio.listen import SILENT, Clock, Listener
from portfolio.questions import drawing
from portfolio.questions.contract import Answer, Given, Question
from portfolio.questions.documents import write_book, write_texts
from portfolio.report.folder import check_folder, write_folder
from portfolio.report.plain import as_json
from portfolio.runs.beside import Helper
from portfolio.runs.resume import Resume
from portfolio.terms import Status
from portfolio.words import Words, shown

NO_PLAN = NoPlanError.exit_code  # no plan exists; the report shows what the shortfall would make
ENDED_EARLY = 4  # stopped at a limit, or by the reader, with a plan in hand (contract, section 7)


def answer(
    question: Question,
    given: Given,
    listener: Listener = SILENT,
    helper: Helper | None = None,
) -> Answer:
    """
    Ask a question, and write its folder whole or not at all.

    Parameters
    ----------
    question, given
        What is asked, and with which options.
    listener
        Told of steps and pieces; asked whether to stop.
    helper
        Who draws the pictures meanwhile; None: they are drawn here, to the same bytes.

    Raises
    ------
    Stopped
        If the reader stopped the run; it says whether finished pieces are kept.
    PortfolioError
        Of the kind that fits; nothing is written then.
    """
    clock = Clock(listener)
    check_folder(given.folder)
    name = question.writes or question.name
    try:
        found = question.ask(given, clock)
        if found.leaves_folder:
            write_answer(found, given.folder, name, given.lang, clock, helper, given.documents)
            Resume.forget(given.folder)
    except (Stopped, KeyboardInterrupt):
        raise _stopped(given.folder) from None
    except UnwrittenError as failed:
        raise _kept_elsewhere(found, given, name, failed) from failed
    return found


def write_answer(
    found: Answer,
    folder: Path,
    name: str,
    lang: str = "zh",
    clock: Clock | None = None,
    helper: Helper | None = None,
    documents: bool = True,
) -> None:
    """
    Write the folder of an answer, whole or not at all; the same answer gives the same bytes.

    Parameters
    ----------
    found
        What to write.
    folder
        Where; an earlier report there is replaced.
    name
        Stem of the JSON file.
    lang
        `zh` or `en`.
    clock
        Told of the steps; they end before the JSON file is written, which may hold their times.
    helper
        As for `answer`.
    documents
        Whether to write the workbook, the Word document and the page.

    Raises
    ------
    InputError
        If the folder holds something that is not a report, or cannot be written.
    """
    clock = clock or Clock(SILENT)
    drawing.begin(found, lang, helper)
    found.explain(clock)

    def write(target: Path) -> None:
        clock.step("write")
        for stem, table in found.tables(lang).items():
            clock.breathe()
            write_table(table, target / f"{stem}.csv")
        statements = write_book(found, target, lang) if documents else ()
        pictures = dict(drawing.drawn(found, lang, helper, clock))
        for stem, files in pictures.items():
            for suffix, content in files.items():
                (target / f"{stem}{suffix}").write_bytes(content)
        for file, text in found.texts(lang, target).items():
            _write(target / file, text)
        clock.breathe()
        if documents:
            write_texts(found, statements, target, lang, pictures)
            clock.breathe()
        clock.end()
        _write(target / f"{name}.json", as_json(found.content(lang)) + "\n")

    write_folder(folder, write)


def _write(path: Path, text: str) -> None:
    # A file's name that is no Unicode stands in the answer as such.
    path.write_text(text, encoding="utf-8", errors="backslashreplace")


def _kept_elsewhere(
    found: Answer, given: Given, name: str, failed: UnwrittenError
) -> UnwrittenError:
    """Write an answer where there is room, since it is in hand, and say where."""
    try:
        elsewhere = Path(tempfile.mkdtemp(prefix="portfolio-")) / given.folder.name
        write_answer(found, elsewhere, name, given.lang, documents=given.documents)
    except (OSError, UnwrittenError):
        return failed
    kept = Words(f"报告改存在 {elsewhere}", f"the report is kept in {elsewhere}")
    return UnwrittenError([*failed.messages, kept])


def printed(found: Answer, given: Given, as_values: bool) -> str:
    """Return what the command prints: lines, or JSON."""
    if as_values:
        return as_json(found.printed(given.lang))
    lines = list(found.lines(given.lang))
    if found.leaves_folder:
        lines.append(Words(f"报告：{given.folder}", f"report: {given.folder}").to(given.lang))
    return "\n".join(map(shown, lines))


def exit_code(found: Answer) -> int:
    """Return 0; 3 if no plan exists; 4 if a search behind the answer ended before its proof."""
    if Status.SHORT in found.statuses:
        return NO_PLAN
    early = {Status.LIMIT, Status.INTERRUPTED} & set(found.statuses)
    return ENDED_EARLY if early else 0


def _stopped(folder: Path) -> Stopped:
    kept = Resume.place(folder)
    if not kept.exists():
        return Stopped()
    again = Words(
        f"已中止，没有写出报告；已完成的部分保存在 {kept}，再次运行同一命令就从这里接着做",
        f"stopped; no report was written. What is finished is kept in {kept}: "
        "run the same command to go on",
    )
    return Stopped([again])
