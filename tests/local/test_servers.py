import os
from contextlib import suppress
from pathlib import Path
from signal import SIGKILL

import psycopg
import pytest
import redis

from config.local.child import Account, Trouble
from config.local.places import reachable, state_folder
from config.local.servers import local_servers
from tests.local.processes import all_gone, descendants, python, read_until

HOLD = """
import sys, time
from pathlib import Path
from config.local.servers import local_servers
with local_servers(Path(sys.argv[1]), durable=True) as env:
    print("ready", env["DATABASE_URL"])
    time.sleep(600)
"""


def test_what_was_written_is_there_after_a_clean_stop(home: Path) -> None:
    with local_servers(home, durable=True) as env, psycopg.connect(env["DATABASE_URL"], autocommit=True) as database:
        database.execute("CREATE TABLE IF NOT EXISTS kept (word text)")
        database.execute("INSERT INTO kept VALUES ('soup')")
        with redis.Redis.from_url(env["REDIS_URL"]) as broker:
            broker.set("kept", "soup")
    with local_servers(home, durable=True) as env, psycopg.connect(env["DATABASE_URL"]) as database:
        assert database.execute("SELECT word FROM kept LIMIT 1").fetchone() == ("soup",)
        with redis.Redis.from_url(env["REDIS_URL"]) as broker:
            assert broker.get("kept") == b"soup"


def test_servers_die_with_a_killed_parent_and_start_again(home: Path) -> None:
    for _ in range(2):
        with python("-c", HOLD, str(home)) as parent:
            assert "ready" in read_until(parent, "ready")
            family = descendants(parent.pid)
            assert len(family) > 2
            parent.kill()
            assert all_gone(family, within=5)


def test_data_survives_when_all_are_killed_at_once(home: Path) -> None:
    with python("-c", HOLD, str(home)) as parent:
        url = read_until(parent, "ready").split()[-1]
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("CREATE TABLE survived AS SELECT 'yes' AS answer")
        family = descendants(parent.pid)
        # The servers before their parent: nothing is to hear of it and tidy up.
        for pid in [*sorted(family), parent.pid]:
            with suppress(ProcessLookupError):
                os.kill(pid, SIGKILL)
        assert all_gone(family, within=5)
    assert (home / "postgres" / "postmaster.pid").exists()
    with local_servers(home, durable=True) as env, psycopg.connect(env["DATABASE_URL"]) as database:
        assert database.execute("SELECT answer FROM survived").fetchone() == ("yes",)


def test_nothing_listens_on_the_network(home: Path) -> None:
    with local_servers(home) as env, psycopg.connect(env["DATABASE_URL"]) as database:
        assert database.execute("SHOW listen_addresses").fetchone() == ("",)
        with redis.Redis.from_url(env["REDIS_URL"]) as broker:
            assert broker.config_get("port") == {"port": "0"}
        assert (home / "run").stat().st_mode & 0o077 == 0


def test_a_second_pair_on_the_same_data_is_refused_and_the_first_goes_on(home: Path) -> None:
    with local_servers(home) as env:
        with pytest.raises(Trouble, match="already running"), local_servers(home):
            pass
        with psycopg.connect(env["DATABASE_URL"]) as database:
            assert database.execute("SELECT 1").fetchone() == (1,)


def test_data_of_another_major_version_is_refused_untouched(home: Path) -> None:
    with local_servers(home):
        pass
    version = home / "postgres" / "PG_VERSION"
    ours = version.read_text()
    version.write_text("15\n")
    try:
        with pytest.raises(Trouble, match="made by PostgreSQL 15"), local_servers(home):
            pass
        assert not (home / "postgres" / "postmaster.pid").exists()
    finally:
        version.write_text(ours)


def test_a_cluster_cut_short_is_made_anew(home: Path) -> None:
    fresh = home / "fresh"
    (fresh / "postgres.new").mkdir(parents=True)
    (fresh / "postgres.new" / "half").write_text("cut short")
    with local_servers(fresh) as env, psycopg.connect(env["DATABASE_URL"]) as database:
        assert database.execute("SELECT 1").fetchone() == (1,)
    assert not (fresh / "postgres.new").exists()


def test_a_long_path_gets_short_sockets(home: Path) -> None:
    deep = home / ("d" * 60) / ("e" * 60)
    with local_servers(deep) as env, psycopg.connect(env["DATABASE_URL"]) as database:
        sockets = database.execute("SHOW unix_socket_directories").fetchone()
        assert sockets is not None
        assert Path(sockets[0]).exists()
    assert not Path(sockets[0]).exists()


def test_an_account_reaches_only_what_every_parent_lets_it(home: Path) -> None:
    closed = home / "closed"
    (closed / "inside").mkdir(parents=True)
    closed.chmod(0o700)
    someone = Account(uid=closed.stat().st_uid + 4321, gid=4321)
    assert reachable(home, someone)
    assert not reachable(closed / "inside", someone)
    assert reachable(closed / "inside", Account())
    assert state_folder(closed) != state_folder(home)
