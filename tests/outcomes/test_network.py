from pathlib import Path

import pytest

from measure.outcomes.network import network_filesystem

MOUNTS = """\
/dev/vda / ext4 rw 0 0
tmpfs /tmp tmpfs rw 0 0
server:/films /net/films nfs4 rw 0 0
//server/share /net/with\\040space cifs rw 0 0
/dev/vdb /net/films/local ext4 rw 0 0
host:/home /net/home fuse.sshfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/data/outcomes.sqlite", None),
        ("/net/films/a/outcomes.sqlite", "nfs4"),
        ("/net/with space/o.sqlite", "cifs"),
        ("/net/films/local/o.sqlite", None),
        ("/net/filmsother/o.sqlite", None),
        ("/net/home/o.sqlite", "fuse.sshfs"),
        ("\\\\server\\share\\o.sqlite", "smb"),
    ],
)
def test_the_longest_mount_decides(tmp_path, path, expected):
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert network_filesystem(Path(path), mounts) == expected


def test_a_link_into_a_share_is_seen_through(tmp_path):
    (tmp_path / "share").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "share")
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/vda / ext4 rw 0 0\nserver:/x {tmp_path}/share nfs rw 0 0\n")
    assert network_filesystem(tmp_path / "link" / "o.sqlite", mounts) == "nfs"


def test_without_a_table_of_mounts_nothing_is_claimed(tmp_path):
    assert network_filesystem(Path("/x/o.sqlite"), tmp_path / "none") is None
