"""Personal data typed into the product's own forms is found again nowhere but where it must stand in plain words."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django_q.models import OrmQ

from archive.trail import clock
from archive.trail.keys import make_key_file
from archive.trail.models import Entry
from archive.trail.sequencer import integrate_now
from forms_app.domain.drafts import fields_of
from forms_app.models import Attachment, Draft
from tests.contracts.planting import PLANTED, found_in, names_in, own_tables, tables, tables_searched
from tests.factories import County, county, issuing_office
from tests.forms_app.factories import PLANTING, pdf_bytes, plan_fields
from tests.workflows.views.road import open_turn, plan_route, signed_in
from workflows import tasks
from workflows.models import Case, Job

# Column → what may stand there in plain words, and why it must.
MUST_BE_PLAIN = {
    "forms_app_version.content": {
        "contact phone",  # the record of what was submitted: hashed, shown to the unit and to whoever holds a turn
        "ID number in a file name",  # files are named in the record as their owner called them
    },
    "forms_app_workplan.phone": {"contact phone"},  # the current version's details, for lists and reports
    "forms_app_attachment.name": {"ID number in a file name"},  # what a person called a file is how it is found
    "workflows_opinion.text": {"phone in an opinion"},  # an opinion is a record, to the letter
    # What people wrote of an act, to the letter: apart from the chain, whose bodies hold hashes only; erasable.
    "trail_opening.fields": {"phone in a reason", "phone in an opinion"},
    "directory_person.email": {"mail"},  # where messages go
}


@pytest.fixture
def xinhuang(db, monday, settings, tmp_path, caplog) -> County:
    """The county with its route, its issuer and a log of its own; every logger speaks."""
    caplog.set_level(logging.DEBUG)
    settings.TRAIL_DIR, settings.TRAIL_KEY_FILE = tmp_path / "trail", tmp_path / "trail.key"
    make_key_file(settings.TRAIL_KEY_FILE)
    built = county()
    plan_route(built.office)
    issuing_office(built.office)
    built.clerk.email = PLANTED["mail"]
    built.clerk.set_password(PLANTED["password"])
    built.clerk.save()
    return built


def signs_in_badly_and_well(built: County) -> Client:
    """A wrong password, the password in the name's field until the lock-out, a forgotten one, then the right one."""
    client, form = Client(), reverse("directory:sign_in")
    client.post(form, {"username": built.clerk.username, "password": PLANTED["wrong password"]})
    for _try in range(7):
        client.post(form, {"username": PLANTED["password"], "password": PLANTED["wrong password"]})
    client.post(reverse("directory:forgotten_password"), {"username": PLANTED["mail"]})
    client.post(reverse("directory:forgotten_password"), {"username": built.clerk.username})
    answer = client.post(form, {"username": built.clerk.username, "password": PLANTED["password"]})
    assert answer.status_code == 302
    return client


def types_a_draft(client: Client, built: County, year: int, **typed: str) -> Draft:
    """A plan as the browser sends it: begun, kept while one types, sent page by page."""
    new = {"unit": built.township.pk, "year": year, "filed_as": "form"}
    begun = client.post(reverse("forms_app:new", args=["work_plan"]), new)
    draft = Draft.objects.get(pk=begun["Location"].split("/")[2])
    fields = plan_fields(PLANTING, year=str(year), **typed)
    for section in ("head", "items"):
        client.post(reverse("forms_app:autosave", args=[draft.pk, section]), fields)
        client.post(reverse("forms_app:edit", args=[draft.pk, section]), fields | {"go": "next"})
    return draft


def attaches_files(client: Client, draft: Draft) -> None:
    """One file is kept, one is refused; both are called after somebody."""
    page = reverse("forms_app:edit", args=[draft.pk, "attachments"])
    kept = f"身份证{PLANTED['ID number in a file name']}.pdf"
    refused = f"身份证{PLANTED['ID number in a refused file name']}.exe"
    client.post(page, {"upload": SimpleUploadedFile(kept, pdf_bytes(), content_type="application/pdf")})
    client.post(page, {"upload": SimpleUploadedFile(refused, b"MZ\x90\x00", content_type="application/pdf")})


def travels_to_its_notice(client: Client, built: County, draft: Draft) -> Case:
    """Submitted, returned with an opinion, corrected, agreed to twice; jobs and mails run as the worker runs them."""
    client.post(reverse("workflows:submit", args=[draft.pk]))
    case = Case.objects.get()
    opinion = f"请补充，联系电话{PLANTED['phone in an opinion']}。"
    decide(built.head, case, decision="return", opinion=opinion)
    client.post(reverse("workflows:correct", args=[case.pk]))
    client.post(reverse("workflows:submit", args=[Draft.objects.get(document=case.document).pk]))
    decide(built.head, case, decision="approve", opinion=opinion)
    decide(built.reviewer, case, decision="approve", opinion=opinion)
    return case


def decide(person, case: Case, **sent: str) -> None:
    answer = signed_in(person).post(reverse("workflows:decide", args=[open_turn(case).pk]), sent)
    assert answer.status_code == 302


def is_asked_for_again(built: County, case: Case) -> None:
    """Somebody whose turn is over has the contact's phone shown once more, with a reason."""
    sent = {"field": "unit.phone", "reason": f"核对{PLANTED['phone in a reason']}"}
    answer = signed_in(built.reviewer).post(reverse("workflows:unmask", args=[case.pk]), sent)
    assert PLANTED["contact phone"] in answer.content.decode()


def withdraws_another(client: Client, built: County) -> None:
    """A second plan is withdrawn with a reason."""
    sent = client.post(reverse("workflows:submit", args=[types_a_draft(client, built, 2027).pk]))
    reason = {"reason": f"电话{PLANTED['phone in a reason']}"}
    assert client.post(f"{sent['Location']}withdraw/", reason).status_code == 302


def everything_is_planted(built: County) -> None:
    """The whole story, by the product's own pages; in the end one draft is still open."""
    client = signs_in_badly_and_well(built)
    draft = types_a_draft(client, built, 2026, phone=f"+86 {PLANTED['contact phone']}")
    attaches_files(client, draft)
    case = travels_to_its_notice(client, built, draft)
    is_asked_for_again(built, case)
    withdraws_another(client, built)
    secrets = "，".join(PLANTED[name] for name in ("ID number", "bank account", "home address"))
    types_a_draft(client, built, 2025, leader=secrets, phone=PLANTED["phone in a draft"], guarantees=secrets)


def worker_runs() -> None:
    """What the worker would do in the next hour; mails held back leave too."""
    for job in Job.objects.all():
        tasks.run_job(str(job.pk))
    with clock.set_to(clock.now() + timedelta(hours=1)):
        tasks.sweep()
    integrate_now()


def test_planted_data_is_found_only_where_it_must_stand_in_plain_words(xinhuang):
    everything_is_planted(xinhuang)
    worker_runs()

    places: dict[str, set[str]] = {}
    for place, text in tables():
        places.setdefault(place, set()).update(found_in(text))
    escaped = {place: names - MUST_BE_PLAIN.get(place, set()) for place, names in places.items()}
    assert {place: names for place, names in escaped.items() if names} == {}
    assert {place: places.get(place) for place in MUST_BE_PLAIN} == MUST_BE_PLAIN, "this column need not be plain"
    assert tables_searched(places) >= own_tables()


def test_logs_mails_the_queue_the_trail_and_names_of_files_hold_none(xinhuang, caplog, settings, files_of_this_test):
    everything_is_planted(xinhuang)
    queued = [repr(job.task) for job in OrmQ.objects.all()]
    worker_runs()

    mails = [f"{letter.subject}\n{letter.body}\n{letter.extra_headers}" for letter in mail.outbox]
    bodies = list(Entry.objects.values_list("body", flat=True))
    names = names_in(files_of_this_test)
    seen = {"logs": [caplog.text], "queue": queued, "mails": mails, "trail": bodies, "files": names}
    found = {kind: set().union(*map(found_in, texts)) for kind, texts in seen.items()}
    assert {kind: names for kind, names in found.items() if names} == {}
    assert all(seen.values()), "nothing was searched"


def test_what_was_sealed_is_really_there(xinhuang):
    """Without this, the search would praise a product that keeps nothing."""
    everything_is_planted(xinhuang)

    typed = fields_of(Draft.objects.get())
    assert found_in(str(typed)) == {"ID number", "bank account", "home address", "phone in a draft"}
    assert found_in(Attachment.objects.get().name) == {"ID number in a file name"}
