"""An administrator closes the office for a while: people are told, machines too, and /healthz goes on."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(settings, tmp_path):
    """An installation of its own: the other tests of the run share theirs."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "maintenance").touch()


def test_people_read_that_it_is_being_maintained(closed):
    answer = Client().get("/inbox/")

    assert (answer.status_code, answer["Retry-After"]) == (503, "120")
    assert "系统正在维护" in answer.content.decode()
    assert "content-security-policy" in {name.lower() for name in answer.headers}


def test_the_health_page_goes_on(closed):
    assert "database" in Client().get("/healthz").json()


def test_without_the_sign_nothing_changes():
    assert Client().get("/inbox/").status_code == 302
