"""``push caldav``: a calendar on a real server (Radicale) that is kept equal to a query's answer."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pexpect
import pytest
from icalendar import Calendar, Component

from aitimeline.remote.content import WRITTEN
from desk import PATIENCE, SMALL, Desk, at_terminal, ended, environment, exit_code, small_desk
from fake_calendar import resource
from radicale_server import PASSWORD, USER, Radicale, needs_radicale, running

pytestmark = needs_radicale
ENV = {"AITIMELINE_CALDAV_USER": USER, "AITIMELINE_CALDAV_PASSWORD": PASSWORD}
DAY = timedelta(days=1)
UNCHANGED = "0 created, 0 updated, 0 removed"
KHAL = """[calendars]
[[one]]
path = {folder}
[locale]
local_timezone = UTC
default_timezone = UTC
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {database}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Radicale]:
    """One server for all tests here; each has a calendar of its own."""
    with running(tmp_path_factory.mktemp("radicale")) as started:
        yield started


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with the small log, from which passwords are known."""
    made = small_desk(tmp_path)
    return Desk(made.folder, made.log, ENV)


@pytest.fixture
def url(server: Radicale, request: pytest.FixtureRequest) -> str:
    """The address of the test's own calendar, which is not there yet."""
    return f"{server.url}{USER}/{abs(hash(request.node.nodeid))}/"


def calendar_at(url: str) -> Any:
    import caldav  # noqa: PLC0415 -- it may not be installed

    library: Any = caldav
    return library.DAVClient(url=url, username=USER, password=PASSWORD).calendar(url=url)


def held(url: str) -> dict[str, str]:
    """What the caldav library reads from a calendar: each resource by UID."""
    found = {}
    for each in calendar_at(url).get_events():
        text = each.data if isinstance(each.data, str) else each.data.decode()
        (vevent,) = Calendar.from_ical(text).walk("VEVENT")
        found[str(vevent["uid"])] = text
    return found


def versions(url: str) -> dict[str, str]:
    """The ETag of each resource, by its address."""
    from caldav.elements import dav  # noqa: PLC0415

    return {str(each.url): str(each.get_property(dav.GetEtag())) for each in calendar_at(url).get_events()}


def put(url: str, name: str, content: bytes) -> None:
    """Somebody else puts something into a calendar."""
    answer = calendar_at(url).client.put(f"{url}{name}", content, {"Content-Type": "text/calendar"})
    assert answer.status in (201, 204)


def fields(vevent: Component) -> dict[str, list[bytes]]:
    """All properties of an event, as they would be written."""
    found: dict[str, list[bytes]] = {}
    for name, value in vevent.property_items(recursive=False):
        if name not in ("BEGIN", "END"):
            found.setdefault(name, []).append(bytes(value.to_ical()))  # type: ignore[attr-defined]
    return {name: sorted(values) for name, values in found.items()}


def all_fields(*calendars: str) -> dict[str, dict[str, list[bytes]]]:
    events = [each for text in calendars for each in Calendar.from_ical(text).walk("VEVENT")]
    return {str(each["uid"]): fields(each) for each in events}


def summaries(url: str) -> list[str]:
    return sorted(str(Calendar.from_ical(text).walk("VEVENT")[0]["summary"]) for text in held(url).values())


def test_what_is_on_the_server_is_what_is_exported_and_a_second_push_changes_nothing(desk: Desk, url: str) -> None:
    ran = desk.run("push", "caldav", url, "--create")
    assert (ran.stdout, ran.code) == ("4 created, 0 updated, 0 removed, 0 unchanged\n", 0)
    assert "chips-promised" in ran.stderr
    exported = all_fields(desk.run("export", "ics").stdout)
    assert all_fields(*held(url).values()) == exported
    names = {name for each in exported.values() for name in each}
    assert {name for name in names if not name.startswith("X-AITIMELINE-")} <= WRITTEN
    before = versions(url)
    again = desk.run("push", "caldav", url)
    assert (again.stdout, again.code) == (f"{UNCHANGED}, 4 unchanged\n", 0)
    assert versions(url) == before


def test_revised_withdrawn_and_edited_events_become_what_the_log_says_and_others_stay(desk: Desk, url: str) -> None:
    desk.run("push", "caldav", url, "--create")
    put(url, "dentist.ics", resource("dentist", "Dentist"))
    uid, text = next(each for each in held(url).items() if "re:Invent" in each[1])
    put(url, f"{uid}.ics", text.replace("re:Invent is held", "Mine now").encode())
    desk.run("revise", "gemini-shown", "--title", "Google presents Gemini", "--reason", "wording")
    desk.run("retract", "law-agreed", "--reason", "not yet")
    ran = desk.run("push", "caldav", url)
    assert (ran.stdout, ran.code) == ("0 created, 2 updated, 1 removed, 1 unchanged; 1 event of others left alone\n", 0)
    assert "had been changed on the server, and say again what the log says: reinvent\n" in ran.stderr
    assert summaries(url) == ["Dentist", "Google presents Gemini", "The AI Alliance is formed", "re:Invent is held"]
    assert desk.run("push", "caldav", url).stdout.startswith(UNCHANGED)


@pytest.mark.long
def test_another_query_leaves_what_it_finds(desk: Desk, url: str) -> None:
    desk.run("push", "caldav", url, "--create")
    dry = desk.run("push", "caldav", url, "actor:google", "--dry-run")
    assert sorted(dry.stdout.splitlines()[:-1]) == ["remove  alliance-formed", "remove  law-agreed", "remove  reinvent"]
    assert dry.stdout.endswith("\n0 to create, 0 to update, 3 to remove, 1 unchanged\n")
    assert len(held(url)) == 4
    desk.run("push", "caldav", url, "actor:google")
    assert summaries(url) == ["Google shows Gemini"]


def test_a_wrong_password_is_told_and_never_shown(desk: Desk, url: str) -> None:
    ran = desk.run("push", "caldav", url, env={"AITIMELINE_CALDAV_PASSWORD": "wr0ng-s3cret"})
    assert (ran.stdout, ran.code) == ("", 1)
    assert ran.stderr.startswith("aitimeline: 127.0.0.1:")
    assert ran.stderr.endswith(" does not accept the password of 'ann' (401)\n")
    assert "wr0ng-s3cret" not in ran.stderr


def test_an_address_where_nothing_is_is_told_in_a_line(desk: Desk, url: str) -> None:
    ran = desk.run("push", "caldav", url)
    assert (ran.stdout, ran.code, ran.stderr.count("\n")) == ("", 1, 1)
    assert "404" in ran.stderr
    assert "--create makes a calendar there" in ran.stderr


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://ann:s3cret@127.0.0.1/cal/", "a password has no place in an address"),
        ("http://cal.example.org/ann/", "--insecure-http"),
        ("cal.example.org/ann/", "no address of a calendar"),
        ("https://[::1/", "that is no address"),
        ("file:///etc/passwd", "no address of a calendar"),
        ("https://cal.example.org/ann/?export", "no address of a calendar"),
    ],
)
def test_an_address_to_which_nothing_may_go_is_refused_before_anything_is_sent(
    desk: Desk, address: str, told: str
) -> None:
    ran = desk.run("push", "caldav", address)
    assert (ran.stdout, ran.code) == ("", 2)
    assert told in ran.stderr
    assert "s3cret" not in ran.stderr


@pytest.mark.long
def test_without_a_password_and_a_person_nothing_is_sent(desk: Desk, url: str) -> None:
    ran = desk.run("push", "caldav", url, env={"AITIMELINE_CALDAV_PASSWORD": ""})
    assert (ran.stdout, ran.code) == ("", 2)
    assert "keyring set aitimeline ann@127.0.0.1:" in ran.stderr


@pytest.mark.long
def test_the_password_is_found_in_the_keyring(desk: Desk, url: str) -> None:
    account = f"ann@{url.split('/')[2]}"
    (desk.folder / "ring.py").write_text(
        "from keyring.backend import KeyringBackend\n"
        "class Ring(KeyringBackend):\n"
        "    priority = 1\n"
        "    def get_password(self, service, account):\n"
        f"        return {PASSWORD!r} if (service, account) == ('aitimeline', {account!r}) else None\n"
        "    def set_password(self, *_):\n"
        "        raise NotImplementedError\n",
        encoding="utf-8",
    )
    env = {
        "AITIMELINE_CALDAV_PASSWORD": "",
        "PYTHON_KEYRING_BACKEND": "ring.Ring",
        "PYTHONPATH": str(desk.folder),
    }
    assert desk.python("-m", "aitimeline", "push", "caldav", url, "--create", env=env).code == 0


@pytest.mark.long
def test_a_person_is_asked_for_the_password_and_does_not_see_it(desk: Desk, url: str) -> None:
    child = at_terminal("push", "caldav", url, "--create", "--user", "ann", cwd=desk.folder)
    child.expect("Password for ann@127.0.0.1:")
    child.waitnoecho(PATIENCE)
    child.sendline(PASSWORD)
    child.expect("4 created")
    assert PASSWORD not in child.before
    assert exit_code(child) == 0


@pytest.mark.long
def test_a_person_who_stops_at_the_password_has_sent_nothing(desk: Desk, url: str) -> None:
    child = at_terminal("push", "caldav", url, "--create", "--user", "ann", cwd=desk.folder)
    child.expect("Password for ann@127.0.0.1:")
    child.waitnoecho(PATIENCE)
    child.sendintr()
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus in (1, 130)
    assert "Traceback" not in child.before


@pytest.mark.long
def test_where_the_extra_is_not_installed_the_command_for_that_is_named(desk: Desk, url: str) -> None:
    (desk.folder / "caldav.py").write_text("raise ImportError")
    ran = desk.python("-m", "aitimeline", "push", "caldav", url, env={"PYTHONPATH": str(desk.folder)})
    assert (ran.stdout, ran.code) == ("", 2)
    assert "pip install '.[caldav]'" in ran.stderr


@pytest.mark.long
def test_every_way_to_shape_a_calendar_arrives_and_stays(desk: Desk, url: str) -> None:
    desk.run("retract", "law-agreed", "--reason", "not yet")
    shape = (
        *("--lang", "both", "--cancelled", "prefix", "--imprecise", "--anniversaries", "--alarm", "1d"),
        *("--near", "gemini-shown"),
    )
    assert desk.run("push", "caldav", url, "--create", *shape).stdout.startswith("5 created")
    assert desk.run("push", "caldav", url, *shape).stdout == f"{UNCHANGED}, 5 unchanged\n"
    assert all_fields(*held(url).values()) == all_fields(desk.run("export", "ics", *shape).stdout)
    assert "Google shows Gemini / 구글, 제미나이 공개" in summaries(url)
    plain = desk.run("push", "caldav", url)
    assert plain.stdout == "0 created, 3 updated, 2 removed, 0 unchanged\n"


@pytest.mark.long
def test_a_calendar_of_the_server_is_made_and_found_by_its_name(desk: Desk, server: Radicale) -> None:
    named = ("--calendar", "AI 연표")
    assert "--create makes it" in desk.run("push", "caldav", server.url, *named).stderr
    dry = desk.run("push", "caldav", server.url, *named, "--create", "--dry-run")
    assert dry.stdout.startswith("the calendar would be made\ncreate  reinvent\n")
    assert desk.run("push", "caldav", server.url, *named, "--create").stdout.startswith("4 created")
    assert desk.run("push", "caldav", server.url, *named, "--create").stdout.startswith(UNCHANGED)
    assert "choose a calendar" in desk.run("push", "caldav", server.url).stderr


@pytest.mark.long
def test_nothing_is_written_anew_by_a_machine_that_remembers_nothing(desk: Desk, url: str) -> None:
    desk.run("push", "caldav", url, "--create")
    other = {"XDG_CACHE_HOME": str(desk.folder / "other")}
    assert desk.run("push", "caldav", url, env=other).stdout.startswith(UNCHANGED)


@pytest.mark.long
def test_no_password_is_kept_in_any_file(desk: Desk, url: str) -> None:
    desk.run("push", "caldav", url, "--create", env={"PYTHON_CALDAV_COMMDUMP": "1", "TMPDIR": str(desk.folder)})
    kept = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert any("push" in path.parts for path in kept)
    assert [path for path in kept if PASSWORD.encode() in path.read_bytes()] == []
    assert not list(desk.folder.glob("caldavcomm*"))


@pytest.mark.long
def test_khal_reads_from_the_server_what_the_log_says(desk: Desk, url: str, tmp_path: Path) -> None:
    desk.run("push", "caldav", url, "--create")
    khal = Path(sys.executable).with_name("khal")
    if not khal.exists():
        pytest.skip("khal is not installed")
    fetched = tmp_path / "fetched"
    fetched.mkdir()
    for uid, text in held(url).items():
        (fetched / f"{uid}.ics").write_text(text, encoding="utf-8")
    (tmp_path / "khal.conf").write_text(KHAL.format(folder=fetched, database=tmp_path / "khal.db"))
    asked = ["list", "2023-11-01", "60d", "--once", "--format", "{title}|{start-date-long}|{end-date-long}|{uid}"]
    command = [str(khal), "-c", str(tmp_path / "khal.conf"), *asked]
    env = {**environment(tmp_path / ".home"), "PYTHONWARNINGS": "ignore"}
    read = subprocess.run(command, env=env, capture_output=True, check=False)
    assert read.returncode == 0, read.stderr.decode()
    shown = {tuple(line.split("|")) for line in read.stdout.decode().splitlines() if "|" in line}
    exported = {
        (str(each["summary"]), str(each.decoded("dtstart")), str(each.decoded("dtend") - DAY), str(each["uid"]))
        for each in Calendar.from_ical(desk.run("export", "ics").stdout).walk("VEVENT")
    }
    assert shown == exported


@pytest.mark.long
def test_a_push_that_the_server_does_not_live_to_see_goes_on_when_it_is_back(tmp_path: Path) -> None:
    desk = Desk(tmp_path, tmp_path / "events", ENV)
    rows = "".join(f"2023-01-{number % 28 + 1:02},Event {number}\n" for number in range(120))
    desk.run("init", "events")
    ran = desk.run("import", "-", "--kind", "release", stdin=f"when,title\n{rows}")
    assert ran.code == 0, ran.stderr
    with running(tmp_path / "radicale") as first:
        pushing = desk.start("push", "caldav", first.calendar, "--create")
        while len(list(first.folder.rglob("*.ics"))) < 10 and pushing.poll() is None:
            time.sleep(0.005)
        with suppress(ProcessLookupError):
            first.process.kill()
        ran = ended(pushing)
    told = ran.stderr
    assert (ran.stdout, ran.code) == ("", 1), told
    assert " of 120 changes made (" in told
    assert told.endswith("running it again goes on\n")
    with running(tmp_path / "radicale") as second:
        again = desk.run("push", "caldav", second.calendar)
        assert again.code == 0, again.stderr
        created, _, _, kept = (int(each.split()[0]) for each in again.stdout.split(", "))
        assert created + kept == 120
        assert 0 < kept < 120
        assert len(held(second.calendar)) == 120


@pytest.mark.long
def test_two_who_push_at_once_end_with_one_of_each(desk: Desk, url: str) -> None:
    desk.run("push", "caldav", url, "--create", "key:reinvent")
    both = [desk.start("push", "caldav", url) for _ in range(2)]
    ends = [ended(each) for each in both]
    assert [each.code for each in ends] == [0, 0], ends
    assert len(held(url)) == len(SMALL) - 1
