"""Every value of the environment is tried at the start; what is wrong is said in one sentence that names it."""

import re
import runpy
from typing import Any

import pytest
import redis
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from config import environment

SERVER = {
    "NEARER_URL": "https://nearer.example.org",
    "EMAIL_URL": "smtp://name:password@mail.example.org:587/?tls=True",
    "MAIL_FROM": "Nearer <nearer@example.org>",
}


@pytest.fixture
def values(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The settings as a server would have them, with these values in the environment."""
    for name in ("NEARER_LOCAL", "CACHE_URL"):
        monkeypatch.delenv(name, raising=False)

    def read(**own: str) -> dict[str, Any]:
        for name, value in (SERVER | own).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    return read


WRONG = [
    ("NEARER_URL", ["", "nearer.example.org", "https://", "ftp://nearer.example.org", "http://nearer.example.org",
                    "https://nearer.example.org/ours", "https://a:b@nearer.example.org", "https://nearer.example.org:x",
                    "https://nearer .example.org", "https://[::1"]),
    ("SECRET_KEY", ["", "short", "a" * 60]),
    ("DATABASE_URL", ["", "mysql://nearer@database/nearer", "nearer", "postgresql://nearer@database",
                      "postgresql://nearer:p@database:port/nearer"]),
    ("REDIS_URL", ["", "broker:6379", "http://broker", "redis://broker:port/0"]),
    ("CACHE_URL", ["cache:6379", "redis://cache:port/0"]),
    ("EMAIL_URL", ["", "mail.example.org", "smtp://", "smtp://name:password@", "smtp://mail.example.org:port",
                   "smtp://mail.example.org:587/?tls=perhaps", "smtp://mail.example.org:587/?starttls=True",
                   "smtp://mail.example.org:587/?tls=True&ssl=True", "https://mail.example.org",
                   "smtp://mail.example.org:99999", "smtp://mail example.org", "smtp://name:pass#mail.example.org"]),
    ("MAIL_FROM", ["", "Nearer", "Nearer, at home <nearer@example.org>", "nearer@", "a@example.org, b@example.org",
                   "Nearer\n <nearer@example.org>", "Nearer <>"]),
    ("NEARER_EXTRA_HOSTS", ["https://nearer.example.org", "nearer.example.org:8000", "a b"]),
    ("NEARER_EXIT_URL", ["wikipedia.org", "javascript:alert(1)", "https://"]),
    ("NEARER_PROXIES", ["one", "-1", "1.5", "99"]),
    ("NEARER_LOCAL", ["perhaps"]),
    ("NEARER_HSTS_PRELOAD", ["perhaps"]),
    ("CONN_MAX_AGE", ["long", "-1"]),
    ("LOG_LEVEL", ["LOUD", "10"]),
    ("NEARER_MAIL_WEBHOOK", ["pigeon"]),
    ("NEARER_METRICS_TOKEN", ["short"]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, several in WRONG for value in several])
def test_what_is_wrong_is_one_sentence_that_names_it(values: Any, name: str, value: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        values(**{name: value})
    said = str(refused.value)
    assert name in said
    assert "\n" not in said.replace(value, "")
    assert len(said) < 300


def test_what_compose_hands_on_empty_is_as_if_it_were_not_there(values: Any) -> None:
    optional = ["NEARER_VAPID_KEY", "NEARER_MAIL_WEBHOOK", "NEARER_MAIL_WEBHOOK_SECRET", "NEARER_METRICS_TOKEN"]
    optional += ["NEARER_EXIT_URL", "NEARER_PROXIES", "NEARER_EXTRA_HOSTS", "NEARER_HSTS_PRELOAD", "LOG_LEVEL"]
    found = values(**dict.fromkeys([*optional, "CACHE_URL", "CONN_MAX_AGE"], ""))
    assert found["CACHES"]["default"]["LOCATION"] == found["REDIS_URL"]
    assert found["DATABASES"]["default"]["CONN_MAX_AGE"] == 3600
    assert found["DATABASES"]["default"]["CONN_HEALTH_CHECKS"] is True
    assert found["EXIT_URL"].startswith("https://")
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1
    assert found["LOGGING"]["root"]["level"] == "INFO"
    assert found["SECURE_HSTS_SECONDS"] == 31_536_000
    assert found["SECURE_HSTS_PRELOAD"] is False
    assert values(NEARER_HSTS_PRELOAD="1")["SECURE_HSTS_PRELOAD"] is True


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://mail.example.org", 25, False, False),
        ("smtp://mail.example.org:587/?tls=True", 587, True, False),
        ("smtp://mail.example.org:587?tls=1", 587, True, False),
        ("smtp://mail.example.org:465/?ssl=yes", 465, False, True),
        ("submission://mail.example.org", 587, True, False),
        ("smtps://mail.example.org", 465, False, True),
        ("smtps://mail.example.org:587", 587, True, False),
        ("smtp://[::1]:25", 25, False, False),
    ],
)
def test_the_ways_to_a_mail_server(values: Any, url: str, port: int, tls: bool, ssl: bool) -> None:
    found = values(EMAIL_URL=url)
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)
    assert found["EMAIL_BACKEND"] == "couples.outbox.transport.smtp.EmailBackend"


def test_mail_into_a_folder_or_nowhere(values: Any) -> None:
    found = values(EMAIL_URL="file:///var/mail of ours")
    assert (found["EMAIL_BACKEND"], found["EMAIL_FILE_PATH"]) == (
        "couples.outbox.transport.files.EmailBackend",
        "/var/mail of ours",
    )
    assert values(EMAIL_URL="dummy://")["EMAIL_BACKEND"].endswith("dummy.EmailBackend")


PASSWORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="%\x7f"), min_size=1, max_size=20
)


@given(PASSWORDS.filter(lambda each: each == each.strip()))
def test_any_password_reaches_its_server(password: str) -> None:
    """Also with what ends an address elsewhere: `#`, `/`, `?`, `@`, `:` or a space."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMAIL_URL", f"smtp://name:{password}@mail.example.org:587/?tls=True")
        patch.setenv("DATABASE_URL", f"postgresql://nearer:{password}@database:5432/nearer")
        patch.setenv("REDIS_URL", f"redis://:{password}@broker:6379/0")
        mail, database = environment.mail("EMAIL_URL"), environment.database("DATABASE_URL")
        broker = redis.Redis.from_url(environment.valkey("REDIS_URL")).connection_pool.connection_kwargs
    assert (mail.user, mail.password, mail.host, mail.port) == ("name", password, "mail.example.org", 587)
    assert (database["PASSWORD"], database["HOST"], database["NAME"]) == (password, "database", "nearer")
    assert (broker["password"], broker["host"]) == (password, "broker")


@pytest.mark.parametrize(("written", "meant"), [("100%", "100%"), ("a%23b", "a#b"), ("%zz%41", "%zzA")])
def test_a_percent_sign_is_one_where_nothing_follows_that_it_could_stand_for(written: str, meant: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMAIL_URL", f"smtp://name:{written}@mail.example.org")
        assert environment.mail("EMAIL_URL").password == meant


def test_a_database_behind_a_socket_stays_where_it_is() -> None:
    """As bin/up has it, with the folder's slashes written as they must be."""
    host = str(settings.DATABASES["default"]["HOST"])
    assert environment.database("DATABASE_URL")["HOST"] == host


@pytest.mark.parametrize(
    "sender", ['"Nearer, at home" <nearer@example.org>', "nearer@example.org", "Néarer <n@example.org>"]
)
def test_one_sender_is_taken_however_it_is_written(values: Any, sender: str) -> None:
    assert values(MAIL_FROM=sender)["DEFAULT_FROM_EMAIL"] == sender


def test_every_variable_is_read_by_what_tries_it() -> None:
    """A new one goes the same way: nothing in the settings asks the environment by itself."""
    source = (settings.BASE_DIR / "config" / "settings.py").read_text()
    asked = re.findall(r"os\.environ\S*", source)
    assert asked == ['os.environ["PYTHONTZPATH"]']
