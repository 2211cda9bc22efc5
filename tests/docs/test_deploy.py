"""What lies in deploy/ fits the program: its settings, its commands, its port."""

from __future__ import annotations

import configparser
import re
import shlex
from pathlib import Path
from string import Template

import pytest
import yaml
from click.testing import CliRunner

from lms.cli.main import main

DEPLOY = Path(__file__).parents[2] / "deploy"
SETTINGS = (DEPLOY.parent / "docs" / "reference" / "settings.md").read_text("utf-8")
UNITS = sorted(path.name for path in DEPLOY.glob("*.service"))


def accepts(words: list[str]) -> bool:
    """Whether the command knows these words, found out by asking for its help with them."""
    return CliRunner().invoke(main, [*words, "--help"]).exit_code == 0


def test_every_setting_of_the_example_is_one() -> None:
    names = re.findall(r"^(LMS_\w+)=", (DEPLOY / "lms.env").read_text("utf-8"), flags=re.MULTILINE)
    assert len(names) > 5
    assert [name for name in names if f"## `{name}`" not in SETTINGS] == []


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_starts_a_command_that_there_is_with_the_settings_of_the_machine(unit: str) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / unit)
    service = parser["Service"]
    given = dict(one.split("=", 1) for one in shlex.split(service.get("Environment", "")))
    program, *words = shlex.split(Template(service["ExecStart"]).substitute(given))
    assert program == "/opt/lms/.venv/bin/lms"
    assert accepts(words)
    assert service["EnvironmentFile"] == "/etc/lms/lms.env"
    assert service["NoNewPrivileges"] == "yes"
    assert "--host" not in words or words[words.index("--host") + 1] == "127.0.0.1"


def test_the_containers_run_commands_that_there_are() -> None:
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert {"web-1", "web-2", "worker", "database", "redis", "caddy"} == set(services)
    assert accepts(services["worker"]["command"][1:])
    assert accepts(services["web-1"]["command"][1:])
    image = (DEPLOY / "Dockerfile").read_text("utf-8")
    command = re.search(r"^CMD \[(.*)\]$", image, flags=re.MULTILINE)
    assert command is not None
    program, *words = (word.strip().strip('"') for word in command[1].split(","))
    assert (program, accepts(words)) == ("lms", True)
    assert "USER lms" in image


def test_no_port_but_the_proxys_is_open_to_other_machines() -> None:
    """What believes a proxy believes whoever reaches it."""
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))["services"]
    assert [name for name, one in services.items() if "ports" in one or "network_mode" in one] == ["caddy"]
    assert "0.0.0.0" not in (DEPLOY / "Dockerfile").read_text("utf-8")
    assert not [unit for unit in UNITS if "0.0.0.0" in (DEPLOY / unit).read_text("utf-8")]


def test_both_proxies_take_the_same_uploads_and_know_the_same_machines() -> None:
    nginx, caddy = ((DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))
    assert "client_max_body_size 11m;" in nginx
    assert "max_size 11MB" in caddy
    machines = re.findall(r"10\.0\.0\.\d+:\d+", nginx)
    assert machines == re.findall(r"10\.0\.0\.\d+:\d+", caddy) != []
