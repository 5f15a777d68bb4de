from pathlib import Path

from servers import Site
from targets import Webhook
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


def test_a_trial_message_reaches_each_target(run: Run, sources: Path, webhook: Webhook) -> None:
    assert "desk: delivered to json://" in run("test-alert").output
    assert len(webhook.posts) == 1
    assert not sources.with_name("monitor.db").exists()


def test_a_trial_message_that_is_not_taken_exits_1_and_says_why(run: Run, sources: Path, webhook: Webhook) -> None:
    webhook.fail(1)
    assert "desk: not delivered" in run("test-alert", "desk", exits=1).output


def test_a_target_that_does_not_exist_is_an_error(run: Run, sources: Path, site: Site) -> None:
    assert "there are desk" in run("test-alert", "roof", exits=2).stderr
    sources.write_text(sources.read_text().replace("[[alerts]]", "").replace('name = "desk"', "", 1).split("url =")[0])
    text = '[services.x.terms."Privacy Policy"]\nfetch = "https://example.org/"\n'
    sources.write_text(text)
    assert "no alert target is declared" in run("test-alert", exits=2).stderr
