"""The servers and the browser that other tests lean on are really there."""

import pytest
import redis
import sqlalchemy
from playwright.sync_api import Browser


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
