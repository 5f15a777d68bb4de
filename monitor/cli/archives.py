"""The files of declarations in a folder, an archive or a single file, read into memory and never unpacked to a disk."""

from __future__ import annotations

import io
import json
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath

from monitor.errors import ConfigError

Reader = Callable[[], bytes]

FOLDER = "declarations"
MAX_FILES = 20_000
MAX_BYTES = 100_000_000  # unpacked, of all files
MAX_FILE_BYTES = 2_000_000
_GZIP = 31  # zlib's window bits for a gzip file
# What the readers of archives raise of damaged ones, such as that lead to places before their beginning.
_OF_PLACES = (EOFError, OSError, ValueError)
_DAMAGES = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, RuntimeError, *_OF_PLACES)


@dataclass(frozen=True, slots=True)
class Files:
    """Files by name; `outside` are names that lead out of the archive: those are not read."""

    inside: Mapping[str, bytes]
    outside: tuple[str, ...] = ()


def from_folder(path: Path) -> Files:
    """The files of a folder of declarations, or of the one of that name inside of it."""
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    return _kept((each.name, each.stat().st_size, each.read_bytes) for each in folder.iterdir() if each.is_file())


def from_bytes(name: str, raw: bytes) -> Files:
    """The files of an archive, or the one file of JSON that there is; ConfigError for anything else."""
    try:
        if raw.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                return _declared(_kept(_of_zip(archive)))
        if raw.startswith(b"\x1f\x8b"):
            with tarfile.open(fileobj=io.BytesIO(_unpacked(raw, name)), mode="r:") as tar:
                return _declared(_kept(_of_tar(tar)))
    except _DAMAGES as error:
        raise ConfigError(f"the archive is damaged: {error}", path=name) from error
    return Files({PurePosixPath(name).name: _checked(name, raw)})


def _checked(name: str, raw: bytes) -> bytes:
    """The bytes of a single file, which are JSON."""
    is_meant = name.endswith(".json") or raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    try:
        json.loads(raw)
    except (ValueError, RecursionError) as error:
        advice = "of a repository, give the address of its archive or the folder of a clone"
        problem = f"it is no JSON: {error}" if is_meant else f"neither JSON nor a .zip or .tar.gz archive; {advice}"
        raise ConfigError(problem, path=name) from error
    return raw


def _declared(files: Files) -> Files:
    """Of an archive of a repository only what its folder of declarations holds."""
    inside = {name: raw for name, raw in files.inside.items() if PurePosixPath(name).parent.name == FOLDER}
    return Files(inside or files.inside, files.outside)


def _kept(entries: Iterable[tuple[str, int, Reader]]) -> Files:
    """The declarations among files; ConfigError when they are more than declarations are."""
    kept: dict[str, bytes] = {}
    outside: list[str] = []
    for number, (name, size, read) in enumerate(entries, 1):
        if number > MAX_FILES:
            raise ConfigError(f"more than {MAX_FILES:,} files", path="")
        if not name.endswith((".json", ".js")):
            continue
        if _leads_out(name):
            outside.append(name)
            continue
        if size > MAX_FILE_BYTES or size + sum(map(len, kept.values())) > MAX_BYTES:
            raise ConfigError(f"{size:,} bytes are more than declarations have", path=name)
        kept[name] = read()
    return Files(kept, tuple(outside))


def _leads_out(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts


def _of_zip(archive: zipfile.ZipFile) -> Iterator[tuple[str, int, Reader]]:
    for entry in archive.infolist():
        if not entry.is_dir():
            yield entry.filename, entry.file_size, partial(archive.read, entry)


def _of_tar(archive: tarfile.TarFile) -> Iterator[tuple[str, int, Reader]]:
    for entry in archive:
        if entry.isfile() and (file := archive.extractfile(entry)):
            yield entry.name, entry.size, file.read


def _unpacked(raw: bytes, name: str) -> bytes:
    unpacked = zlib.decompressobj(_GZIP).decompress(raw, MAX_BYTES + 1)
    if len(unpacked) > MAX_BYTES:
        raise ConfigError(f"more than {MAX_BYTES:,} bytes unpacked", path=name)
    return unpacked
