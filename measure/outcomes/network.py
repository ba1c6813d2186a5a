"""Whether a file would lie on a network share, where SQLite cannot keep its promises."""

import os
from pathlib import Path

MOUNTS = Path("/proc/mounts")
_NETWORK = frozenset({
    "nfs", "nfs4", "cifs", "smb", "smbfs", "smb2", "smb3", "ncpfs", "afs", "9p", "ceph", "glusterfs", "lustre",
    "beegfs", "gpfs", "fuse.sshfs", "fuse.glusterfs", "fuse.rclone", "fuse.davfs", "davfs", "fuse.smbnetfs",
})  # fmt: skip


def network_filesystem(path: Path, mounts: Path = MOUNTS) -> str | None:
    """Name of the network file system that a path lies on, or None.

    Parameters
    ----------
    path : Path
        A file that need not exist yet.
    mounts : Path, optional
        The kernel's table of mounts. Where there is none (macOS, Windows) only a Windows
        network path is told.

    Returns
    -------
    str or None
        ``nfs4``, ``cifs``, ...
    """
    if os.fspath(path).startswith("\\\\"):
        return "smb"
    try:
        table = mounts.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return None
    place = path.absolute().parent.resolve() / path.name
    best, kind = -1, ""
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = Path(_unescape(fields[1]))
        # The last of equally long mounts lies on top.
        if place.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), fields[2]
    return kind if kind in _NETWORK else None


def _unescape(text: str) -> str:
    for escaped, plain in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        text = text.replace(escaped, plain)
    return text
