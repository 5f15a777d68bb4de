from __future__ import annotations

import gzip
import io
import json
import tarfile
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from servers import Reply, Site
from world import Run

from monitor.cli import archives

TERMS = {"Terms of Service": {"fetch": "https://larkspur.example/terms", "select": "main"}}
DECLARATION = json.dumps({"name": "Larkspur", "terms": TERMS}).encode()
FILES = {
    "clone/declarations/Larkspur.json": DECLARATION,
    "clone/declarations/Larkspur.history.json": b"{}",
    "clone/package.json": b'{"name": "clone"}',
}


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            archive.writestr(name, raw)
    return out.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for name, raw in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    return out.getvalue()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name, raw in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)
    return tmp_path / "clone"


def test_a_folder_a_clone_and_a_file_become_a_configuration(run: Run, clone: Path) -> None:
    for source in (clone, clone / "declarations", clone / "declarations" / "Larkspur.json"):
        result = run("import", "ota", str(source))
        assert tomllib.loads(result.stdout)["services"]["larkspur"]["terms"] == TERMS
        assert "carried over 1 document in full" in result.stderr


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_an_archive_is_read_here_and_from_an_address(
    run: Run, tmp_path: Path, site: Site, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    path = tmp_path / "clone.archive"
    path.write_bytes(pack(FILES))
    here = run("import", "ota", str(path)).stdout
    site["/main.archive"] = Reply(path.read_bytes(), headers={"Content-Type": "application/octet-stream"})
    assert run("import", "ota", site.url("/main.archive"), "--allow-private-networks").stdout == here
    assert "larkspur.example/terms" in here


def test_a_private_address_is_refused_unless_it_is_allowed(run: Run, site: Site) -> None:
    site["/a.json"] = Reply(DECLARATION)
    assert "refused" in run("import", "ota", site.url("/a.json"), exits=1).stderr
    assert not site.log


def test_an_address_of_a_page_says_what_is_expected(run: Run, site: Site) -> None:
    site["/repository"] = Reply("<!doctype html><title>Repository</title>")
    told = run("import", "ota", site.url("/repository"), "--allow-private-networks", exits=2).stderr
    assert "give the address of its archive or the folder of a clone" in told


def test_the_written_file_is_a_configuration_and_never_overwrites_another(
    run: Run, clone: Path, tmp_path: Path
) -> None:
    path = tmp_path / "new.toml"
    run("import", "ota", str(clone), "--output", str(path))
    assert run("status", "--config", str(path)).stdout == ""
    written = path.read_text()
    assert "is there already" in run("import", "ota", str(clone), "--output", str(path), exits=2).stderr
    assert path.read_text() == written
    assert (
        "cannot be written" in run("import", "ota", str(clone), "--output", str(tmp_path / "no" / "a"), exits=2).stderr
    )


def test_what_is_not_carried_over_is_listed_and_exits_3(run: Run, clone: Path) -> None:
    terms = {"Privacy Policy": {"fetch": "https://aster.example/", "filter": ["dropDates"]}, "Terms": {}}
    (clone / "declarations" / "Aster.json").write_text(json.dumps({"name": "Aster", "terms": terms}))
    told = run("import", "ota", str(clone), exits=3).stderr
    assert "aster/Privacy Policy: in part: filter dropDates: it is code" in told
    assert "aster/Terms: left out: fetch: it is missing" in told
    assert "passed over, as past declarations or code: Larkspur.history.json" in told
    assert "1 document in full and 1 in part; 1 left out" in told
    run("import", "ota", str(clone), "--service", "Larkspur")
    assert "no declarations found of Rose" in run("import", "ota", str(clone), "--service", "Rose", exits=1).stderr


def test_an_archive_larger_than_declarations_are_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"declarations/a.json": b" " * (archives.MAX_FILE_BYTES + 1)}))
    assert "more than declarations have" in run("import", "ota", str(path), exits=2).stderr
    path.write_bytes(gzip.compress(b" " * (archives.MAX_BYTES + 1)))
    assert "bytes unpacked" in run("import", "ota", str(path), exits=2).stderr
    path.write_bytes(zipped({f"{number}": b"" for number in range(archives.MAX_FILES + 1)}))
    assert "files" in run("import", "ota", str(path), exits=2).stderr


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04nothing", b"\x1f\x8bnothing", gzip.compress(b"nothing" * 99, mtime=0), zipped(FILES)[:200]]
)
def test_a_damaged_archive_is_a_clear_error(run: Run, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(raw)
    assert "the archive is damaged" in run("import", "ota", str(path), exits=2).stderr


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_path_that_leads_out_of_the_archive_is_not_read_and_is_listed(
    run: Run, tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    path = tmp_path / "in" / "a.archive"
    path.parent.mkdir()
    evil = {name: DECLARATION.replace(b"Larkspur", b"Evil") for name in ("../../evil.json", "/declarations/evil.json")}
    path.write_bytes(pack({**FILES, **evil}))
    result = run("import", "ota", str(path), exits=3)
    assert list(tomllib.loads(result.stdout)["services"]) == ["larkspur"]
    assert all(f"not carried over: {name}: it leads out of the archive" in result.stderr for name in evil)
    assert list(tmp_path.iterdir()) == [path.parent]


def test_a_source_that_is_not_there_is_a_clear_error(run: Run, tmp_path: Path) -> None:
    assert "No such file" in run("import", "ota", str(tmp_path / "none"), exits=2).stderr
    assert "expected a path" in run("import", "ota", "", exits=2).stderr


def test_an_address_that_is_none_is_a_mistake_of_the_command_line_and_shows_no_password(run: Run) -> None:
    for address in ("http://[::1/x", "http://", "http://a.example:99999/", "http://me:hunter2@a.example/"):
        result = run("import", "ota", address, exits=2)
        assert "the address: " in result.stderr
        assert "hunter2" not in result.output


@pytest.mark.parametrize("raw", [b"[1,", b"nothing", b"", b"[" * 99_999, b'{"name": "\xff"}'])
def test_a_file_that_should_be_json_and_is_not_says_so(run: Run, tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "Broken.json"
    path.write_bytes(raw)
    assert "Broken.json: it is no JSON: " in run("import", "ota", str(path), exits=2).stderr
