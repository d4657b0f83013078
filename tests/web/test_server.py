"""Starting the page: this machine alone, a port of its own, a folder of its owner's."""

import os
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

from cli.command import spejl
from conftest import ROOT
from spejl.errors import RunError, SettingsError
from spejl.web import server
from spejl.web.server import HOST, listen, own_host

LAUNCHERS = ROOT / "docs/launchers"


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "::1", "192.168.1.4", "example.org", ""])
def test_other_addresses_are_refused_with_a_word_why(host: str) -> None:
    with pytest.raises(SettingsError, match="never opened to other machines"):
        own_host(host)
    assert own_host("127.0.0.1") == HOST


@pytest.mark.enable_socket
def test_a_port_that_is_taken_is_refused() -> None:
    first = listen(0)
    first.listen()
    assert first.getsockname()[0] == "127.0.0.1"
    with pytest.raises(SettingsError, match="cannot be used"):
        listen(first.getsockname()[1])
    first.close()


def test_the_command_refuses_other_hosts() -> None:
    done = spejl("serve", "--host", "0.0.0.0")
    assert done.returncode == 2
    assert "no accounts yet" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a launcher for Linux")
def test_the_linux_launcher_starts_the_spejl_that_is_installed(tmp_path: Path) -> None:
    launcher = tmp_path / "docs/launchers/spejl.sh"
    launcher.parent.mkdir(parents=True)
    launcher.write_bytes((LAUNCHERS / "spejl.sh").read_bytes())
    launcher.chmod(0o755)
    stand_in = tmp_path / "bin/spejl"
    stand_in.parent.mkdir()
    stand_in.write_text('#!/bin/sh\necho "$@"\n', encoding="utf-8")
    stand_in.chmod(0o755)
    env = {"PATH": f"{stand_in.parent}:/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(
        [launcher, "--no-browser"], env=env, capture_output=True, text=True, check=True
    )
    assert done.stdout == "serve --no-browser\n"
    stand_in.unlink()
    gone = subprocess.run(
        [launcher], env=env, capture_output=True, text=True, check=False, input="\n"
    )
    assert gone.returncode == 1
    assert "was not found" in gone.stderr


def test_a_second_start_opens_the_page_that_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "http://127.0.0.1:1/?token=x"
    opened: list[str] = []
    told: list[tuple[str, bool]] = []
    monkeypatch.setattr(server.webbrowser, "open", opened.append)
    mask = os.umask(0o077)
    with FileLock(tmp_path / "open.lock"):
        with pytest.raises(RunError, match="just being opened"):
            server.serve(server.Where(tmp_path), lambda *told_: told.append(told_))
        (tmp_path / "open.txt").write_text(address, encoding="utf-8")
        server.serve(server.Where(tmp_path), lambda *told_: told.append(told_))
    os.umask(mask)
    assert opened == [address]
    assert told == [(address, True)]


@pytest.mark.skipif(os.name != "posix", reason="rights as POSIX has them")
def test_the_folder_is_its_owners_alone(tmp_path: Path) -> None:
    from spejl.web.store import Home

    home = Home(tmp_path / "home")
    home.make()
    for folder in (home.folder, home.incoming, home.folder / "sessions"):
        assert folder.stat().st_mode & 0o077 == 0
