"""Which log is read and why, settings, global options, damage."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desk import SHIPPED, Desk, event, run, write_log


def named(stat: object) -> tuple[list[str], str]:
    """The folders and the reason of ``log stat -f json``."""
    assert isinstance(stat, dict)
    return [folder["path"] for folder in stat["folders"]], stat["reason"]


def settings(folder: Path, text: str) -> Path:
    """The settings file in its usual place, for a process that runs in ``folder``."""
    place = folder / ".home" / ".config" / "aitimeline"
    place.mkdir(parents=True)
    (place / "config.toml").write_text(text, encoding="utf-8")
    return place / "config.toml"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """A log elsewhere, of one event."""
    return write_log(tmp_path / "elsewhere", {"llama-shown": event("2023-02-24", "Llama is shown")}, first=30)


def test_stat_counts_what_the_log_holds(small: Desk) -> None:
    stat = small.run("log", "stat", "-f", "json").json
    assert (stat["events"], stat["actors"], stat["records"], stat["damaged"]) == (5, 2, 7, [])


def test_the_nearest_events_folder_upwards_is_used(small: Desk) -> None:
    below = small.folder / "a" / "b"
    below.mkdir(parents=True)
    folders, reason = named(run("log", "stat", "-f", "json", cwd=below).json)
    assert folders == [str(small.log)]
    assert "upwards" in reason


def test_the_settings_outdo_the_nearest_folder(small: Desk, other: Path) -> None:
    settings(small.folder, f"log = '{other}'")
    folders, reason = named(small.run("log", "stat", "-f", "json").json)
    assert folders == [str(other)]
    assert "settings" in reason


def test_the_environment_outdoes_the_settings(small: Desk, other: Path) -> None:
    settings(small.folder, f"log = '{small.log}'")
    folders, reason = named(small.run("log", "stat", "-f", "json", env={"AITIMELINE_LOG": str(other)}).json)
    assert folders == [str(other)]
    assert "AITIMELINE_LOG" in reason


def test_the_option_outdoes_the_environment(small: Desk, other: Path) -> None:
    ran = small.run("log", "stat", "-f", "json", "--log", other, env={"AITIMELINE_LOG": str(small.log)})
    folders, reason = named(ran.json)
    assert folders == [str(other)]
    assert "--log" in reason


def test_with_no_log_named_or_found_ones_own_and_the_shipped_are_read(tmp_path: Path) -> None:
    folders, _ = named(run("log", "stat", "-f", "json", cwd=tmp_path).json)
    assert folders == [str(tmp_path / ".home" / ".local" / "share" / "aitimeline" / "events"), str(SHIPPED)]


def test_a_table_says_which_log_and_why(small: Desk) -> None:
    shown = small.run("log", "stat").stdout
    assert str(small.log) in shown
    assert "upwards" in shown


@pytest.mark.parametrize(
    ("output_format", "told"), [("csv", "events,5"), ("md", "| events | 5 |"), ("jsonl", '"events": 5')]
)
def test_stat_has_the_other_formats_too(small: Desk, output_format: str, told: str) -> None:
    shown = small.run("log", "stat", "-f", output_format).stdout
    assert told.replace(" ", "") in shown.replace(" ", "")


def test_several_logs_are_read_as_one(small: Desk, other: Path) -> None:
    keys = small.run("--log", small.log, "--log", other, "list", "-f", "json").keys
    assert {"gemini-shown", "llama-shown"} <= set(keys)


def test_the_environment_can_name_several_logs(small: Desk, other: Path) -> None:
    both = os.pathsep.join([str(small.log), str(other)])
    assert {"gemini-shown", "llama-shown"} <= set(small.run("list", "-f", "json", env={"AITIMELINE_LOG": both}).keys)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (("--log", "elsewhere"), ()),
        ((), ("--log", "elsewhere")),
        (("--lang", "ko", "--log", "elsewhere"), ("--no-config",)),
        (("--no-config", "--color", "never"), ("--log", "elsewhere", "--tz", "Asia/Seoul")),
    ],
)
def test_global_options_are_taken_before_and_after_the_command(
    small: Desk, other: Path, before: tuple[str, ...], after: tuple[str, ...]
) -> None:
    assert other.is_dir()
    assert small.run(*before, "list", *after, "-f", "json").keys == ["llama-shown"]


def test_an_option_after_a_command_of_a_group_is_taken(small: Desk, other: Path) -> None:
    assert small.run("log", "--log", other, "stat", "-f", "json").json["events"] == 1


@pytest.mark.parametrize("arguments", [("--tz", "Asia/Soul"), ("--color", "sometimes"), ("--log", "nowhere")])
@pytest.mark.parametrize("first", [True, False])
def test_a_bad_value_of_a_global_option_is_refused(small: Desk, arguments: tuple[str, ...], first: bool) -> None:
    ran = small.run(*arguments, "list") if first else small.run("list", *arguments)
    assert (ran.stdout, ran.code) == ("", 2)
    assert arguments[1] in ran.stderr


def test_settings_for_format_and_language_are_used(small: Desk) -> None:
    settings(small.folder, 'format = "json"\nlanguage = "ko"\n')
    assert small.run("show", "gemini-shown").json["title"] == "구글, 제미나이 공개"


def test_options_outdo_settings(small: Desk) -> None:
    settings(small.folder, 'format = "csv"\nlanguage = "ko"\n')
    assert small.run("show", "gemini-shown", "-f", "json", "--lang", "en").json["title"] == "Google shows Gemini"


def test_the_zone_of_the_settings_is_that_of_new_events(small: Desk) -> None:
    settings(small.folder, 'zone = "Asia/Seoul"')
    added = small.run("add", "Bard", "--on", "2023-02-06", "--kind", "release", "-f", "json").json
    assert added["zone"] == "Asia/Seoul"


def test_no_config_leaves_the_settings_out(small: Desk) -> None:
    settings(small.folder, "nonsense = 1")
    assert small.run("--no-config", "list").code == 0


@pytest.mark.parametrize("how", ["--config", "AITIMELINE_CONFIG"])
def test_a_settings_file_can_be_named(small: Desk, how: str) -> None:
    (small.folder / "my.toml").write_text('format = "json"')
    ran = small.run("list", env={how: "my.toml"}) if how.isupper() else small.run("list", how, "my.toml")
    assert len(ran.keys) == 5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('lnguage = "ko"', "language"),
        ('format = "yaml"', "jsonl"),
        ("language = 3", "language"),
        ('zone = "Asia/Soul"', "Asia/Seoul"),
        ("format = ", "config.toml"),
    ],
)
def test_a_bad_setting_is_refused_with_the_file_named(small: Desk, text: str, told: str) -> None:
    settings(small.folder, text)
    ran = small.run("list")
    assert (ran.stdout, ran.code) == ("", 2)
    assert told in ran.stderr


def test_a_settings_file_that_was_named_must_be_there(small: Desk) -> None:
    assert small.run("list", "--config", "none.toml").code == 2


@pytest.mark.parametrize("text", ["$(touch ran)", "`touch ran`", "; touch ran", "| touch ran"])
def test_nothing_in_the_settings_is_run(small: Desk, text: str) -> None:
    settings(small.folder, f'log = "{text}"')
    assert small.run("list").code == 2
    assert not list(small.folder.rglob("ran"))


def test_a_damaged_line_is_set_aside_and_the_rest_is_answered(small: Desk) -> None:
    segment = small.log / "hand.jsonl"
    lines = segment.read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace(b"2023-12-06", b"2023-12-05")
    segment.write_bytes(b"".join([*lines, b'{"torn": ']))
    ran = small.run("list", "-f", "json")
    assert (sorted(ran.keys), ran.code) == (["chips-promised", "gemini-shown", "law-agreed", "reinvent"], 5)
    assert f"{segment}:4" in ran.stderr
    assert f"{segment}:8" in ran.stderr


@pytest.mark.parametrize(
    "arguments", [("show", "reinvent"), ("within", "7", "reinvent"), ("history", "reinvent"), ("export", "ics")]
)
def test_every_answer_from_a_damaged_log_ends_with_code_5(small: Desk, arguments: tuple[str, ...]) -> None:
    with (small.log / "hand.jsonl").open("ab") as segment:
        segment.write(b"\xff\xfe not a record\n")
    ran = small.run(*arguments)
    assert ran.code == 5
    assert ran.stdout


def test_stat_names_the_damaged_line(small: Desk) -> None:
    with (small.log / "hand.jsonl").open("ab") as segment:
        segment.write(b"[]\n")
    ran = small.run("log", "stat", "-f", "json")
    assert ran.code == 5
    assert len(ran.json["damaged"]) == 1


def test_a_torn_last_line_is_never_glued_to_a_new_record(small: Desk) -> None:
    (small.log / "test-writer.jsonl").write_bytes(b'{"torn": ')
    assert small.run("add", "Bard", "--on", "2023-02-06", "--kind", "release").stdout
    assert "bard" in small.run("list", "-f", "json").keys
