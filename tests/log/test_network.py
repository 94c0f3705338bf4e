"""Which file system a folder is on."""

from __future__ import annotations

from pathlib import Path

import pytest

from aitimeline.log import network
from aitimeline.log.network import check_local, network_type
from aitimeline.model.error import TimelineError

LOCAL = [(Path("/"), "ext4", "rw"), (Path("/home"), "btrfs", "rw"), (Path("/proc"), "proc", "rw")]


@pytest.mark.parametrize("name", ["nfs", "nfs4", "cifs", "smb3", "fuse.sshfs", "NFS", "smbfs", "afpfs"])
def test_a_folder_below_a_network_mount_is_on_it(name: str) -> None:
    mounts = [*LOCAL, (Path("/home/kim/share"), name, "rw")]
    assert network_type(Path("/home/kim/share/events"), mounts) == name
    assert network_type(Path("/home/kim/shared"), mounts) is None


def test_the_nearest_mount_counts() -> None:
    mounts = [(Path("/"), "nfs", "rw"), (Path("/home"), "ext4", "rw")]
    assert network_type(Path("/home/kim"), mounts) is None
    assert network_type(Path("/srv"), mounts) == "nfs"


def test_of_two_mounts_at_one_place_the_later_counts() -> None:
    mounts = [*LOCAL, (Path("/home"), "nfs", "rw")]
    assert network_type(Path("/home/kim"), mounts) == "nfs"
    assert network_type(Path("/home/kim"), [*mounts, (Path("/home"), "ext4", "rw")]) is None


def test_windows_names_a_network_drive_in_the_options() -> None:
    assert network_type(Path("/share"), [(Path("/share"), "NTFS", "rw,remote")]) == "NTFS"


def test_a_folder_on_no_mount_that_is_known_is_let_be() -> None:
    assert network_type(Path("/anywhere"), []) is None


def test_a_folder_of_this_machine_is_written_to(tmp_path: Path) -> None:
    check_local(tmp_path / "new")


def test_a_network_folder_is_refused_and_says_how_to_write_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network, "network_type", lambda _, __: "nfs4")
    with pytest.raises(TimelineError, match=r"network file system \(nfs4\).*AITIMELINE_NETWORK=1"):
        check_local(tmp_path)
