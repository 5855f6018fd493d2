"""Rows from an XLSX file: read, shown, and only then taken over."""

import json
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from archive.trail import clock
from directory.decorators import signed_in
from forms_app.domain.attachments import clean_name
from forms_app.domain.drafts import fields_of, save_draft, typed_of
from forms_app.domain.errors import FormsError
from forms_app.grid.columns import Grid
from forms_app.grid.rows import GridRow, fields_of_rows, rows_of, without_blanks
from forms_app.grid.template_file import template_workbook
from forms_app.grid.workbook import read_workbook
from forms_app.judging import ACCEPTED, judge
from forms_app.models import Draft
from forms_app.presenting import form_page
from forms_app.problems import Problem
from forms_app.registry import DocumentType, FormSection, document_type
from forms_app.views.editing import show
from forms_app.views.finding import draft_or_404, kind_or_404, section_or_404

XLSX = ACCEPTED["xlsx"].media_type


@require_POST
@signed_in
def import_rows(request: HttpRequest, draft_id: UUID, section: str) -> HttpResponse:
    """With a file: read it and show what would be taken over. With rows and a choice: take them over."""
    draft = draft_or_404(request, draft_id)
    kind = document_type(draft.kind)
    part = section_or_404(kind, section)
    grid = grid_or_404(kind, part)
    if "rows" in request.POST:
        return take_over(request, draft, kind, part, grid)
    upload = request.FILES.get("workbook")
    if upload is None:
        return refuse(request, draft, kind, part, _("Choose the XLSX file first"))
    try:
        read = read_workbook(judged_workbook(upload), grid)
    except FormsError as refused:
        return refuse(request, draft, kind, part, refused.message)
    form = kind.form(data=fields_of(draft) | fields_of_rows(read.rows, grid), unit=draft.unit, draft=draft)
    form.is_valid()
    problems = [problem for problem in kind.problems(form) if problem.anchor.startswith(f"id_{grid.prefix}-")]
    context = {
        "draft": draft,
        "kind": kind,
        "section": part,
        "grid": grid,
        "read": read,
        "problems": problems,
        "kept": json.dumps(read.rows, ensure_ascii=False),
        "there": len(without_blanks(rows_of(fields_of(draft), grid))),
        "name": clean_name(upload.name),
        "shown": [[(column, row.get(column.name, "")) for column in grid.columns] for row in read.rows],
    }
    return render(request, "forms_app/import.html", context)


def judged_workbook(upload: UploadedFile) -> UploadedFile:
    """The upload, if its content is an XLSX workbook. Raises UploadRefused."""
    found = judge(upload, name=clean_name(upload.name))
    if found.media_type != XLSX:
        raise FormsError(_("“%(name)s” is not an XLSX workbook. Save it as XLSX first.") % {"name": upload.name})
    return upload


def take_over(request: HttpRequest, draft: Draft, kind: DocumentType, part: FormSection, grid: Grid) -> HttpResponse:
    """Replace the draft's rows by the read ones, or add them at the end."""
    if request.POST.get("how") in ("replace", "append"):
        there = without_blanks(rows_of(fields_of(draft), grid)) if request.POST["how"] == "append" else []
        rows = [*there, *sent_rows(request.POST["rows"], grid)][: grid.most_rows]
        typed = typed_of(draft).fields
        fields = {name: value for name, value in typed.items() if not name.startswith(f"{grid.prefix}-")}
        save_draft(
            draft, fields=fields | fields_of_rows([*rows, {}], grid), by=request.user, now=clock.now(), section=part
        )
    return redirect(f"{reverse('forms_app:edit', args=[draft.pk, part.key])}?check=1")


def sent_rows(text: str, grid: Grid) -> list[GridRow]:
    """The rows as the preview sent them back; anything else is no row."""
    try:
        sent = json.loads(text)
    except ValueError:
        return []
    names = {column.name for column in grid.columns}
    rows = [row for row in sent if isinstance(row, dict)] if isinstance(sent, list) else []
    return [{name: str(value)[:2000] for name, value in row.items() if name in names} for row in rows]


def refuse(request: HttpRequest, draft: Draft, kind: DocumentType, part: FormSection, message: str) -> HttpResponse:
    """The page again, with the reason on top."""
    problem = Problem(part.key, "id_workbook", message)
    return show(request, form_page(draft, kind, part, typed_of(draft), checked=False, more=(problem,)), status=422)


@require_safe
@signed_in
def download_template(request: HttpRequest, kind: str, section: str) -> HttpResponse:
    """An empty workbook with the grid's headings."""
    grid = grid_or_404(found := kind_or_404(kind), section_or_404(found, section))
    workbook = template_workbook(grid, notes=found.template_notes())
    response = HttpResponse(workbook, content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{grid.sheet_name}.xlsx")
    return response


def grid_or_404(kind: DocumentType, section: FormSection) -> Grid:
    """The grid of a page that has one."""
    if section.key not in kind.grids:
        raise Http404
    return kind.grids[section.key]
