"""``explain``: any answer with the rule and the records that it comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli import option
from aitimeline.cli.complete import complete_answer


def command(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="COMMAND", help="A command that reads, with all that it takes.", autocompletion=complete_answer
        ),
    ],
    limit: Annotated[
        int | None,
        typer.Option("--limit", metavar="N", min=0, help="At most so many records; else 50, or 1000 as JSON or CSV."),
    ] = None,
    output_format: option.Format = None,
) -> None:
    """Give the answer of a command, the rule behind it, and the records that it comes from, for citing.

    Every command that reads takes --explain for the same; options of this one stand before COMMAND.

    aitimeline explain within 7 gemini-announced kind:release
    """
    from aitimeline.cli.explaining import explain as account_for

    account_for(context, words, limit, output_format)
