"""`lms serve`: one parent that makes what is missing, keeps everything running, and leaves nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lms.services import accounts
from lms.services.operating.start import make_context
from lms.settings import load
from lms.store import schema
from lms.store.engine import open_database
from tests.cli.serving import Site, can_listen, environment, is_running, lms, served, served_anew, until, write_site
from tests.support.databases import POSTGRESQL, NewDatabase
from tests.support.ports import free_port
from tests.support.site import FILES

pytestmark = pytest.mark.faults
COURSE = "content/courses/listening/course.md"
KEY = "kJ8vQ2mX9bN4wR7tZ1pL6sD3fG5hY0cA"
CHECKOUT = Path(__file__).parents[2]
LESSON = "content/courses/listening/01-quiet.md"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that the tests of this module share; each leaves it serving."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    with served_anew(folder, "--reload") as running:
        yield running


def titled(title: str) -> str:
    return FILES[COURSE].replace("title: Listening\n", f"title: {title}\n")


def test_a_first_start_makes_what_is_missing_and_says_where_the_site_is(site: Site) -> None:
    assert f"http://127.0.0.1:{site.port}" in site.log
    assert "lms demo" in site.log
    assert site.get("/readyz") == (200, "ready\n")
    home = site.folder / "home"
    assert home.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in home.iterdir() if path.stat().st_mode & 0o077} == set()
    assert schema.schema_of(open_database(f"sqlite:///{home / 'lms.sqlite'}").engine) is schema.Schema.CURRENT


def test_new_content_is_on_the_page_and_a_fault_leaves_the_last_good(site: Site) -> None:
    write_site(site.folder, {COURSE: titled("Listening closely")})
    until(lambda: "Listening closely" in site.get("/courses")[1])
    fault = {LESSON: "---\ntitel: x\n---\n"}
    # The fault comes first, so that no look at the files finds the new title without it.
    write_site(site.folder, {COURSE: titled("Listening closely"), **fault})
    until(lambda: f"{LESSON}:2:1: error" in site.log)
    write_site(site.folder, {COURSE: titled("Faulty"), **fault})
    until(lambda: site.log.count("Not published") > 1)
    until(lambda: f"{LESSON}:2</code>" in site.get("/courses")[1])
    assert "Listening closely" in site.get("/courses")[1]
    write_site(site.folder)
    until(lambda: "Listening closely" not in site.get("/courses")[1])


def test_a_saved_file_is_in_the_workshop_whose_address_is_told(site: Site) -> None:
    assert f"http://127.0.0.1:{site.port}/workshop" in site.log
    write_site(site.folder, {COURSE: titled("Listening in the workshop")})
    until(lambda: "Listening in the workshop" in site.get("/workshop")[1])
    write_site(site.folder)


def test_what_is_killed_comes_back(site: Site) -> None:
    for kind in ("lms.cli.serving.webserver", "lms.cli.serving.worker"):
        _kill_and_wait(site, kind)


def _kill_and_wait(site: Site, kind: str) -> None:
    # The porch leaves a moment after the site has answered first, and does not come back.
    until(lambda: not [command for command in site.family().values() if "lms.cli.process.porch" in command])
    before = site.family()
    site.kill(of=kind)
    until(lambda: len(site.family()) == len(before) and site.family() != before)
    until(site.answers)


def test_a_second_server_on_the_port_says_so_in_one_line(site: Site, tmp_path: Path) -> None:
    ran = lms(tmp_path, "serve", "--port", str(site.port))
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert f"Port {site.port} is taken" in ran.stderr
    assert ran.stdout == ""


def test_a_second_server_on_the_home_is_told_who_is_there_whatever_its_port(site: Site) -> None:
    ran = lms(site.folder, "serve", "--port", str(free_port()))
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 1
    assert f"process {site.process.pid}, http://127.0.0.1:{site.port}" in ran.stderr
    assert "LMS_HOME" in ran.stderr
    assert lms(site.folder, "db", "check").returncode == 0
    assert site.answers()


def test_a_mail_is_sent_by_the_worker_beside(site: Site) -> None:
    ran = lms(site.folder, "user", "add", "amal@example.org", "--name", "Amal")
    assert ran.returncode == 0, ran.stderr
    mails = site.folder / "home" / "mail"
    before = len(list(mails.glob("*.eml"))) if mails.is_dir() else 0
    ctx = make_context(load({"LMS_HOME": str(site.folder / "home"), "LMS_SITE": str(site.folder)}))
    accounts.request_reset(ctx, "amal@example.org", "127.0.0.1")
    until(lambda: len(list(mails.glob("*.eml"))) == before + 1)


OF_OTHERS: dict[str, tuple[tuple[str, ...], dict[str, str]]] = {
    "served": ((), {}),
    "what is set outside makes no workshop": (
        (),
        {"LMS_RELOAD": "1", "LMS_LISTENS_ON": "127.0.0.1", "LMS_PREVIEW": ""},
    ),
    "open to others": (("--reload", "--host", "0.0.0.0"), {}),
    "behind a proxy": (("--reload",), {"LMS_TRUSTED_PROXIES": "1"}),
    "behind a proxy and open to others": (("--host", "0.0.0.0"), {"LMS_TRUSTED_PROXIES": "1"}),
}


@pytest.fixture(scope="module", params=OF_OTHERS)
def of_others(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Site]]:
    """A site that is not served for authors on this machine alone, and how it is."""
    folder = tmp_path_factory.mktemp("site")
    write_site(folder)
    options, more = OF_OTHERS[request.param]
    with served(folder, *options, **more) as site:
        yield request.param, site


def test_there_is_no_workshop_but_for_authors_on_this_machine(of_others: tuple[str, Site]) -> None:
    _, site = of_others
    assert site.get("/workshop")[0] == 404
    assert site.get("/workshop/state")[0] == 404
    assert site.get("/courses")[0] == 200
    assert "/workshop" not in site.log


def test_a_port_that_believes_a_proxy_and_is_open_to_others_is_told(of_others: tuple[str, Site]) -> None:
    how, site = of_others
    assert ("Whoever reaches it can pretend" in site.log) is (how == "behind a proxy and open to others")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_told_to_end_everything_ends(tmp_path: Path, number: signal.Signals) -> None:
    write_site(tmp_path)
    with served(tmp_path) as site:
        family = site.family()
        assert len(family) >= 4
        site.process.send_signal(number)
        assert site.process.wait(30) == 0
        assert [pid for pid in family if is_running(pid)] == []
        assert can_listen(site.port)


def test_where_the_parent_is_killed_nothing_holds_the_port(tmp_path: Path) -> None:
    write_site(tmp_path)
    with served(tmp_path) as site:
        family = site.family()
        site.process.kill()
        until(lambda: can_listen(site.port))
        until(lambda: not [pid for pid in family if is_running(pid)])
    with served(tmp_path) as again:
        assert again.answers()


@pytest.mark.postgres
def test_on_postgresql_servers_may_share_a_home(tmp_path: Path, new_database: NewDatabase) -> None:
    write_site(tmp_path)
    url = new_database(POSTGRESQL)
    assert lms(tmp_path, "db", "upgrade", LMS_DATABASE_URL=url).returncode == 0
    with served(tmp_path, LMS_DATABASE_URL=url) as first:
        (tmp_path / "log").rename(tmp_path / "first-log")
        with served(tmp_path, "--no-jobs", LMS_DATABASE_URL=url) as second:
            assert first.answers()
            assert second.answers()


def test_all_that_is_wrong_with_the_settings_is_told_at_once(tmp_path: Path) -> None:
    ran = lms(
        tmp_path,
        "serve",
        LMS_BASE_URL="ftp://nowhere",
        LMS_PUBLISH="perhaps",
        LMS_MAIL_URL="pigeon://post",
        LMS_SECRET_KEY="short",
    )
    assert ran.returncode == 2
    for name in ("LMS_BASE_URL", "LMS_PUBLISH", "LMS_MAIL_URL", "LMS_SECRET_KEY"):
        assert name in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "home" / "lms.sqlite").exists()


def test_outside_this_machine_a_key_must_be_given(tmp_path: Path) -> None:
    ran = lms(tmp_path, "serve", LMS_BASE_URL="https://learn.example.org")
    assert ran.returncode == 2
    assert "LMS_SECRET_KEY" in ran.stderr


def test_an_address_that_is_not_ours_is_told(tmp_path: Path) -> None:
    ran = lms(tmp_path, "serve", "--host", "192.0.2.1", "--port", "8099")
    assert ran.returncode == 1
    assert "192.0.2.1:8099" in ran.stderr


@pytest.mark.postgres
def test_on_postgresql_an_older_schema_is_refused_and_the_command_named(tmp_path: Path, postgres_url: str) -> None:
    write_site(tmp_path)
    refused = lms(tmp_path, "serve", LMS_DATABASE_URL=postgres_url)
    assert refused.returncode == 1
    assert "lms db upgrade" in refused.stderr
    assert lms(tmp_path, "db", "check", LMS_DATABASE_URL=postgres_url).returncode == 1
    assert lms(tmp_path, "db", "upgrade", LMS_DATABASE_URL=postgres_url).returncode == 0
    assert lms(tmp_path, "db", "check", LMS_DATABASE_URL=postgres_url).returncode == 0
    with served(tmp_path, LMS_DATABASE_URL=postgres_url) as site:
        assert site.get("/readyz") == (200, "ready\n")


def test_with_nothing_but_faults_the_site_is_served_without_content(tmp_path: Path) -> None:
    write_site(tmp_path, {COURSE: "---\ntitel: no\n---\n"})
    with served(tmp_path) as site:
        assert "without content" in site.log
        assert site.get("/courses")[0] == 200
        assert site.get("/readyz")[0] == 503
        write_site(tmp_path)
        until(lambda: site.get("/readyz")[0] == 200)


def test_published_by_hand_nothing_is_served_before(tmp_path: Path) -> None:
    write_site(tmp_path)
    with served(tmp_path, LMS_PUBLISH="manual") as site:
        assert site.get("/readyz")[0] == 503
        ran = lms(tmp_path, "content", "publish", LMS_PUBLISH="manual")
        assert ran.returncode == 0, ran.stderr
        until(lambda: site.get("/readyz")[0] == 200)


def test_a_worker_alone_needs_a_database_that_is_there(tmp_path: Path) -> None:
    ran = lms(tmp_path, "work", LMS_SECRET_KEY=KEY)
    assert ran.returncode == 1
    assert "lms db upgrade" in ran.stderr


def test_any_other_wsgi_server_can_serve_the_site(tmp_path: Path) -> None:
    code = "from wsgi import application; print(application.test_client().get('/healthz').status_code)"
    known = environment(tmp_path, LMS_SECRET_KEY=KEY)
    ran = subprocess.run(
        [sys.executable, "-c", code], env=known, cwd=CHECKOUT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "200"
