from pathlib import Path

from world import Run


def test_init_writes_a_configuration_that_loads(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    assert "wrote" in run("init", str(path)).output
    assert run("status", "--config", str(path)).stdout == ""


def test_init_can_write_every_platform_that_the_release_knows(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    run("init", "--all", str(path))
    assert path.read_text() == (Path(__file__).parents[2] / "sources.toml").read_text()


def test_init_leaves_an_existing_file_as_it_is(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "sources.toml"
    path.write_text("mine")
    assert "is there already" in run("init", str(path), exits=2).stderr
    assert path.read_text() == "mine"


def test_init_where_nothing_can_be_written_is_a_clear_error(run: Run, tmp_path: Path) -> None:
    assert "cannot be written" in run("init", str(tmp_path / "no" / "sources.toml"), exits=2).stderr
