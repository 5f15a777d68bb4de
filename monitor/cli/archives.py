"""The files of declarations in a folder, an archive or a single file, read into memory and never unpacked to a disk."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath

from monitor.errors import NotFoundError

Reader = Callable[[], bytes]

FOLDER = "declarations"
MAX_FILES = 20_000
MAX_BYTES = 100_000_000  # unpacked, of all files
MAX_FILE_BYTES = 2_000_000
_GZIP = 31  # zlib's window bits for a gzip file


def from_folder(path: Path) -> dict[str, bytes]:
    """The files of a folder of declarations, or of the one of that name inside of it."""
    folder = path / FOLDER if (path / FOLDER).is_dir() else path
    return _kept((each.name, each.stat().st_size, each.read_bytes) for each in folder.iterdir() if each.is_file())


def from_bytes(name: str, raw: bytes) -> dict[str, bytes]:
    """The files of an archive, or the one file of JSON that there is; NotFoundError for anything else."""
    try:
        if raw.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(io.BytesIO(raw)) as archive:
                return _declared(_kept(_of_zip(archive)))
        if raw.startswith(b"\x1f\x8b"):
            with tarfile.open(fileobj=io.BytesIO(_unpacked(raw, name)), mode="r:") as tar:
                return _declared(_kept(_of_tar(tar)))
    except (zipfile.BadZipFile, tarfile.TarError, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotFoundError(f"{name}: the archive is damaged: {error}") from error
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return {PurePosixPath(name).name: raw}
    raise NotFoundError(
        f"{name}: neither JSON nor a .zip or .tar.gz archive; of a repository, give the address of its archive or the "
        "folder of a clone"
    )


def _declared(files: dict[str, bytes]) -> dict[str, bytes]:
    """Of an archive of a repository only what its folder of declarations holds."""
    inside = {name: raw for name, raw in files.items() if PurePosixPath(name).parent.name == FOLDER}
    return inside or files


def _kept(entries: Iterable[tuple[str, int, Reader]]) -> dict[str, bytes]:
    """The declarations among files; NotFoundError when they are more than declarations are."""
    kept: dict[str, bytes] = {}
    for number, (name, size, read) in enumerate(entries, 1):
        if number > MAX_FILES:
            raise NotFoundError(f"more than {MAX_FILES:,} files")
        if not name.endswith((".json", ".js")):
            continue
        if size > MAX_FILE_BYTES or size + sum(map(len, kept.values())) > MAX_BYTES:
            raise NotFoundError(f"{name}: {size:,} bytes are more than declarations have")
        kept[name] = read()
    return kept


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
        raise NotFoundError(f"{name}: more than {MAX_BYTES:,} bytes unpacked")
    return unpacked
