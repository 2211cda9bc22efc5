"""The servers and the browser that other tests lean on are really there."""

from pathlib import Path

import pytest
import redis
import sqlalchemy
from playwright.sync_api import Browser

from tests.support.ports import PROCESSES, free_port


@pytest.mark.postgres
def test_a_module_gets_an_empty_database_of_its_own(postgres_url: str) -> None:
    engine = sqlalchemy.create_engine(postgres_url)
    with engine.begin() as connection:
        assert not sqlalchemy.inspect(connection).get_table_names()
        connection.execute(sqlalchemy.text("CREATE TABLE names (name TEXT)"))
        connection.execute(sqlalchemy.text("INSERT INTO names VALUES ('Nguyễn Thị Ánh')"))
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.text("SELECT name FROM names")).scalar_one() == "Nguyễn Thị Ánh"
    engine.dispose()


def test_no_two_servers_of_a_run_get_one_port(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever worker of the run asks, and nobody who calls out or asks for any port gets it either."""
    given = []
    for worker in ("gw0", "gw1", "gw2"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        given += [free_port() for _ in range(20)]
    assert len(set(given)) == len(given)
    assert {port % PROCESSES for port in given} == {0, 1, 2}
    system = Path("/proc/sys/net/ipv4/ip_local_port_range")
    assert max(given) < int(system.read_text(encoding="ascii").split()[0])


@pytest.mark.parametrize("_again", [1, 2])
def test_each_test_gets_a_redis_that_holds_nothing(redis_url: str, _again: int) -> None:
    with redis.Redis.from_url(redis_url) as connection:
        assert connection.dbsize() == 0
        connection.set("left", "behind")


@pytest.mark.browser
def test_chromium_draws_a_page(chromium: Browser) -> None:
    with chromium.new_context(viewport={"width": 320, "height": 640}) as context:
        page = context.new_page()
        page.set_content("<h1>Bonjour</h1>")
        assert page.get_by_role("heading").inner_text() == "Bonjour"
