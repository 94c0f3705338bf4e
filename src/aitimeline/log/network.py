"""Whether a folder lies on another machine, where neither locks nor confirmed writes can be relied on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aitimeline.model.error import TimelineError

TYPES = frozenset(
    {"afpfs", "afs", "ceph", "cifs", "davfs", "fuse.s3fs", "fuse.sshfs", "glusterfs", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs3", "nfs4", "smb", "smb2", "smb3", "smbfs", "webdav"}
)
"""The names under which operating systems mount network file systems."""


def check_local(folder: Path) -> None:
    """Check that a folder, or what will hold it, is on a disk of this machine.

    Raises:
        TimelineError: it is on a network file system.
    """
    from psutil import disk_partitions  # noqa: PLC0415 -- 30 ms that readers need not pay

    mounts = ((Path(each.mountpoint), each.fstype, each.opts) for each in disk_partitions(all=True))
    if found := network_type(folder.resolve(), mounts):
        raise TimelineError(
            f"{folder} is on a network file system ({found}), which may lose or mix what two people write. "
            "Keep the log on this machine and share it with git, or set AITIMELINE_NETWORK=1 to write all the same"
        )


def network_type(folder: Path, mounts: Iterable[tuple[Path, str, str]]) -> str | None:
    """The type of the network file system that a folder is on; None if it is on none.

    Args:
        folder: an absolute path, without symbolic links.
        mounts: where each file system is mounted, its type, and its options; later ones lie over earlier ones.
    """
    own = [mount for mount in mounts if folder.is_relative_to(mount[0])]
    if not own:
        return None
    _, name, options = max(enumerate(own), key=lambda each: (len(each[1][0].parts), each[0]))[1]
    is_remote = name.lower() in TYPES or "remote" in options.split(",")  # Windows says it among the options
    return name if is_remote else None
