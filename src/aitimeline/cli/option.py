"""Options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from aitimeline.cli.complete import complete_actor, complete_key, complete_kind, complete_query, complete_tag
from aitimeline.render.format import FORMATS

Query = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="QUERY",
        help="Words, and terms such as actor:google kind:release since:2023-11. All must hold.",
        autocompletion=complete_query,
    ),
]
Key = Annotated[str, typer.Argument(metavar="KEY", help="The event's key.", autocompletion=complete_key)]
Format = Annotated[str | None, typer.Option("-f", "--format", metavar="|".join(FORMATS), help="How to print it.")]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help="As the log knew it then: 2026-03-01, 2026-03-01T12:00Z."),
]
Sort = Annotated[str, typer.Option("--sort", metavar="when|latest|recorded|key", help="In which order.")]
Reverse = Annotated[bool, typer.Option("--reverse", help="From the last to the first.")]
Limit = Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most so many.")]
Offset = Annotated[int, typer.Option("--offset", metavar="N", min=0, help="Pass over so many first.")]
Zone = Annotated[str | None, typer.Option("--zone", metavar="ZONE", help="Where the date is local: Asia/Seoul.")]
Reference = Annotated[
    str | None,
    typer.Option("--ref", metavar="DAY", help="The day that 'yesterday' or '지난 6일' is seen from; else today."),
]
Titles = Annotated[
    list[str] | None,
    typer.Option("--title", metavar="LANG=TEXT", help="The title in another language: ko=..."),
]
Summary = Annotated[
    list[str] | None,
    typer.Option("--summary", metavar="[LANG=]TEXT", help="A sentence or two; '-' reads it from standard input."),
]
Actors = Annotated[
    list[str] | None,
    typer.Option("--actor", metavar="NAME[=ROLE]", help="Who took part, and as what.", autocompletion=complete_actor),
]
Tags = Annotated[list[str] | None, typer.Option("--tag", metavar="TAG", help="A tag.", autocompletion=complete_tag)]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help="release, announcement, ...", autocompletion=complete_kind),
]
Figures = Annotated[
    list[str] | None,
    typer.Option("--figure", metavar="NAME=VALUE UNIT", help="A measured value: 'share=65 percent @2023-Q1'."),
]
PartOf = Annotated[
    list[str] | None,
    typer.Option(
        "--part-of",
        metavar="NAME[ @WHEN]",
        help="What it belongs to: 'Amazon @2006/..'.",
        autocompletion=complete_actor,
    ),
]
MadeBy = Annotated[
    list[str] | None,
    typer.Option(
        "--made-by", metavar="NAME[ @WHEN]", help="Who made it: 'Google @2023-02-06'.", autocompletion=complete_actor
    ),
]
Renamed = Annotated[
    list[str] | None,
    typer.Option("--renamed", metavar="[LANG=]NAME @WHEN", help="A later name: 'Gemini @2024-02-08'."),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show the record and write nothing.")]
ClockAhead = Annotated[
    bool, typer.Option("--clock-ahead", help="Write though a record is more than a day ahead of the clock.")
]

Expect = Annotated[
    list[str] | None,
    typer.Option("--expect", metavar="ID", help="Refuse unless this record is what stands; its beginning will do."),
]
Keep = Annotated[
    str | None,
    typer.Option("--keep", metavar="ID", help="With --settle, whose word counts where both changed the same."),
]
Settle = Annotated[bool, typer.Option("--settle", help="Replace two heads that contradict each other by one.")]
SecondHead = Annotated[
    bool, typer.Option("--second-head", help="With --expect: stand beside what has come since, to be settled later.")
]


def _source(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar=metavar, help=text)
    return option


Url = Annotated[list[str] | None, _source("--source-url", "URL", "Who says so: the address. Repeat for more sources.")]
Publisher = Annotated[list[str] | None, _source("--source-publisher", "NAME", "... its publisher.")]
SourceTitle = Annotated[list[str] | None, _source("--source-title", "TEXT", "... its title.")]
Published = Annotated[list[str] | None, _source("--source-published", "WHEN", "... the date on it.")]
SourceLanguage = Annotated[list[str] | None, _source("--source-language", "LANG", "... its language.")]
SourceWhen = Annotated[list[str] | None, _source("--source-when", "WHEN", "... the date it gives for the event.")]
SourceZone = Annotated[list[str] | None, _source("--source-zone", "ZONE", "... where that date is local.")]
Quote = Annotated[list[str] | None, _source("--quote", "TEXT", "... a sentence of it.")]
