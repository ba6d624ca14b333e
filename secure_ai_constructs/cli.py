"""`secure-ai`: parse, call, print, exit. Exit codes: 0 holds, 1 findings, 2 usage or input error."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from enum import StrEnum
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from secure_ai_constructs.assembly import AssemblyError, load
from secure_ai_constructs.control import Question, Severity
from secure_ai_constructs.controls import CATALOG
from secure_ai_constructs.report import catalog
from secure_ai_constructs.review import review as judge
from secure_ai_constructs.truth import TRUE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from secure_ai_constructs.assembly import Assembly
    from secure_ai_constructs.control import Control
    from secure_ai_constructs.review import Posture

HOLDS, FINDINGS, USAGE = 0, 1, 2

app = typer.Typer(
    name="secure-ai",
    help="Judge CloudFormation templates of AI workloads, and tell their security posture.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """How a posture is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    RESPONSIBILITY = "responsibility"


class FailOn(StrEnum):
    """The mildest severity of an open finding that makes the exit code 1."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    NEVER = "never"


def _print_version(wanted: bool) -> None:  # noqa: FBT001 - typer's callback signature
    if wanted:
        typer.echo(version("secure-ai-constructs"))
        raise typer.Exit


@app.callback()
def _main(
    *,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


@app.command()
def review(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="A cdk.out folder, a folder of templates, or a template.")
    ],
    style: Annotated[Format, typer.Option("--format", help="What to print.")] = Format.TEXT,
    output: Annotated[
        list[str] | None, typer.Option("--output", metavar="FORMAT=FILE", help="Write a report too; repeatable.")
    ] = None,
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="Exit with 1 from this severity; what is unknown is a warning.")
    ] = FailOn.ERROR,
) -> None:
    """Judge templates by every control and answer the seven questions."""
    files = [_destination(one) for one in output or []]
    try:
        assembly = load(*paths, progress=_progress)
        if not assembly.templates:
            _fail(f"{', '.join(map(str, paths))}: there is no template in this assembly")
        for one in assembly.drop_expired(dt.datetime.now(tz=dt.UTC).date()):
            where = f"{one.control} at {one.construct_path}"
            typer.echo(f"secure-ai: {one.owner} accepted {where} until {one.expires}: expired", err=True)
        _warn_of_gaps(assembly)
        posture = judge(assembly, CATALOG)
    except AssemblyError as error:
        _fail(str(error))
    judged = {one.resolve() for path in paths for one in (path, *(path / name for name in posture.templates))}
    for kind, file in files:
        if file.resolve() in judged:
            _fail(f"{file}: --output must be a file beside what is judged, was that itself")
        _write(file, _render(posture, kind))
    is_terminal = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    _print(_render(posture, style, color=is_terminal), color=is_terminal)
    raise typer.Exit(_exit_code(posture, fail_on))


@app.command()
def controls(
    control_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Explain this control.")] = None,
    *,
    markdown: Annotated[bool, typer.Option("--markdown", help="Write the whole catalog as docs/controls.md.")] = False,
) -> None:
    """List the controls, or explain one."""
    if markdown:
        _print(catalog.render(CATALOG))
        return
    if control_id is None:
        width = max(len(control.id) for control in CATALOG)
        listed = (
            f"{one.id:<{width}}  {one.severity.value:<7}  {one.title}\n" for one in sorted(CATALOG, key=_by_question)
        )
        _print("".join(listed))
        return
    control_id = control_id.removeprefix("SecureAi::")  # as the synth prints it
    found = next((control for control in CATALOG if control.id == control_id), None)
    if found is None:
        _fail(f"there is no control {control_id!r}; {_similar(control_id)}`secure-ai controls` lists them")
    _print(catalog.explain(found))


def _similar(control_id: str) -> str:
    import difflib  # noqa: PLC0415 - only a mistake needs it

    close = difflib.get_close_matches(control_id, [control.id for control in CATALOG], n=1)
    return f"did you mean {close[0]!r}? " if close else ""


def _by_question(control: Control) -> tuple[int, int, str]:
    return list(Question).index(control.question), control.severity.weight, control.id


def _destination(option: str) -> tuple[Format, Path]:
    kind, separator, file = option.partition("=")
    if not separator or not file or kind not in {one.value for one in Format}:
        known = ", ".join(one.value for one in Format)
        _fail(f"--output must be FORMAT=FILE with FORMAT one of {known}; was {option!r}")
    return Format(kind), Path(file)


def _render(posture: Posture, kind: Format, *, color: bool = False) -> str:
    if kind is Format.JSON:
        from secure_ai_constructs.report import json  # noqa: PLC0415 - each renderer loads when it is asked for

        return json.render(posture)
    if kind is Format.HTML:
        from secure_ai_constructs.report import html  # noqa: PLC0415

        return html.render(posture)
    if kind is Format.MARKDOWN:
        from secure_ai_constructs.report import markdown  # noqa: PLC0415

        return markdown.render(posture)
    if kind is Format.RESPONSIBILITY:
        from secure_ai_constructs.report import responsibility  # noqa: PLC0415

        return responsibility.render(posture)
    from secure_ai_constructs.report import text  # noqa: PLC0415

    width = shutil.get_terminal_size((100, 24)).columns if color else 100
    return text.render(posture, width=width, color=color)


def _print(content: str, *, color: bool = False) -> None:
    """What was cut off is no answer: that is neither 0 nor 1."""
    try:
        typer.echo(content, nl=False, color=color)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nor can what is left in the buffer
        _fail(f"the report cannot be written: {error.strerror or error}")


def _write(file: Path, content: str) -> None:
    try:
        file.write_text(content, encoding="utf-8")
    except OSError as error:
        _fail(f"{file}: cannot be written: {error.strerror or error}")


def _progress(files: list[Path]) -> Iterable[Path]:
    if not sys.stderr.isatty():
        return files
    from rich.console import Console  # noqa: PLC0415 - a pipe needs no progress bar
    from rich.progress import track  # noqa: PLC0415

    return track(files, description="Reading templates", console=Console(stderr=True), transient=True)


def _warn_of_gaps(assembly: Assembly) -> None:
    for template in assembly.templates:
        for nested in template.resources.values():
            if nested.type == "AWS::CloudFormation::Stack" and nested.nested is None:
                typer.echo(f"secure-ai: {template.name}: the nested stack {nested.logical_id} is not judged", err=True)
        if any(one.type.startswith("AWS::Serverless::") for one in template.resources.values()):
            typer.echo(
                f"secure-ai: {template.name}: what AWS::Serverless makes is not judged; process it first", err=True
            )
        for macro in template.macros:
            typer.echo(f"secure-ai: {template.name}: judged as written; the macro {macro} may rewrite it", err=True)


def _exit_code(posture: Posture, fail_on: FailOn) -> int:
    if fail_on is FailOn.NEVER:
        return HOLDS
    limit = Severity(fail_on.value).weight
    open_findings = (finding for finding in posture.findings if finding.verdict is not TRUE and finding.is_open)
    return FINDINGS if any(finding.severity.weight <= limit for finding in open_findings) else HOLDS


def _fail(message: str) -> NoReturn:
    typer.echo(f"secure-ai: {message}", err=True)
    raise typer.Exit(USAGE)
