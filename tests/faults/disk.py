"""A disk whose power can be cut: what was written and not flushed is gone, as with a real one.

nbdkit's cache filter keeps writes until a flush asks for them, nbdfuse shows it as a file, and a loop device makes a
disk of that. Killing nbdkit forgets what was not flushed. It needs root and Linux.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.faults.premises import descendants, end_now, is_alive, until

SIZE = "512M"


@dataclass(slots=True)
class Disk:
    """`folder / "mount"` is where its files are while it has power."""

    folder: Path
    device: str = ""
    server: subprocess.Popen[bytes] | None = None

    @property
    def mount(self) -> Path:
        return self.folder / "mount"

    @property
    def _image(self) -> Path:
        return self.folder / "image"

    @property
    def _shown(self) -> Path:
        return self.folder / "shown"

    def make(self) -> None:
        """An empty file system on it."""
        for folder in (self.mount, self._shown):
            folder.mkdir(parents=True)
        _run("truncate", "-s", SIZE, self._image)
        _run("mkfs.ext4", "-q", self._image)

    def power_on(self) -> None:
        file = self._shown / "disk"
        kept = ["nbdkit", "-s", "--filter=cache", "file", str(self._image), "cache=writeback"]
        self.server = subprocess.Popen(["nbdfuse", str(file), "--command", *kept], stdin=subprocess.DEVNULL)
        until(file.exists, "the disk is there")
        self.device = _run("losetup", "--show", "-f", file).strip()
        _run("mount", self.device, self.mount)

    def cut(self) -> None:
        """The power goes. Nobody may be at work on it any more; what they wrote last may be gone."""
        assert self.server is not None
        family = [*descendants(self.server.pid), self.server.pid]
        end_now(family[0])
        _run("umount", "-l", self.mount)
        _run("losetup", "-d", self.device)
        _run("umount", "-l", self._shown)
        for number in family:
            end_now(number)
        self.server.wait()
        until(lambda: not any(map(is_alive, family)), "nothing of the disk is left")
        self.server = None


def _run(*words: str | Path) -> str:
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout
