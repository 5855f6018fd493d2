"""What is taken and what is not: by content, whatever the name says."""

import io
import zipfile

import pikepdf
import pytest
from django.utils import translation

from forms_app.domain.errors import UploadRefused
from forms_app.judging import judge
from tests.forms_app.factories import compound_bytes, docx_bytes, package_bytes, pdf_bytes, picture_bytes, xlsx_bytes

EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 200
PROGRAM = "“计划.docx” is a program, whatever its name says. Programs are not taken."
ARCHIVE = "“资料.zip” is an archive. Please upload the files in it one by one."
TWO = "is two files in one. It is not taken."


def locked_pdf() -> bytes:
    document = pikepdf.open(io.BytesIO(pdf_bytes()))
    file = io.BytesIO()
    document.save(file, encryption=pikepdf.Encryption(owner="a", user="b"))
    return file.getvalue()


def pdf_with_a_program() -> bytes:
    action = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    return pdf_bytes(OpenAction=action)


def pdf_with_a_file_in_it() -> bytes:
    return pdf_bytes(Names=pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=pikepdf.Array())))


def bomb() -> bytes:
    return docx_bytes("计划", word__media__zero_dot_bin=b"\0" * (64 * 1024 * 1024))


def overlapping() -> bytes:
    """A package whose two entries claim the same bytes."""
    content = bytearray(docx_bytes("计划"))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as package:
        first, second = package.infolist()
    at = content.rfind(b"PK\x01\x02")
    content[at + 42 : at + 46] = first.header_offset.to_bytes(4, "little")
    assert second.header_offset != first.header_offset
    return bytes(content)


TAKEN = [
    ("盖章件.pdf", pdf_bytes(), "application/pdf"),
    ("计划.docx", docx_bytes("计划"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("计划.wps", docx_bytes("计划"), "application/wps-office.wps"),
    ("计划.wps", compound_bytes("WordDocument"), "application/wps-office.wps"),
    ("计划.doc", compound_bytes("WordDocument", "1Table"), "application/msword"),
    ("名册.xls", compound_bytes("Workbook"), "application/vnd.ms-excel"),
    ("名册.et", compound_bytes("Workbook"), "application/wps-office.et"),
    ("名册.xlsx", xlsx_bytes([["姓名"]]), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("版式.ofd", package_bytes(OFD_dot_xml=b"<OFD/>", Doc_0__Document_dot_xml=b"<D/>"), "application/ofd"),
    ("照片.jpg", picture_bytes("JPEG"), "image/jpeg"),
    ("照片.png", picture_bytes("PNG"), "image/png"),
    ("无后缀", picture_bytes("PNG"), "image/png"),
    ("假名.exe", pdf_bytes(), "application/pdf"),
    ("手机照片.jpg", picture_bytes("JPEG") + b"SEFT phone data", "image/jpeg"),
]

REFUSED = [
    ("计划.docx", EXE, PROGRAM),
    ("计划.docx", b"\x7fELF" + b"\0" * 100, PROGRAM),
    ("计划.docx", package_bytes(AndroidManifest_dot_xml=b"x", classes_dot_dex=b"x"), PROGRAM),
    (
        "说明.pdf",
        b"<script>alert(1)</script>",
        "“说明.pdf” is a script or web page, whatever its name says. Such files are not taken.",
    ),
    ("资料.zip", package_bytes(a_dot_txt=b"a"), ARCHIVE),
    ("资料.zip", b"Rar!\x1a\x07\x01\x00" + b"\0" * 50, ARCHIVE),
    ("资料.zip", b"7z\xbc\xaf\x27\x1c" + b"\0" * 50, ARCHIVE),
    ("空.pdf", b"", "“空.pdf” is empty."),
    (
        "记录.txt",
        "活动记录".encode(),
        "“记录.txt” is not one of the types taken: PDF, OFD, DOC, DOCX, WPS, XLS, XLSX, ET, JPG, PNG.",
    ),
    (
        "课件.ppt",
        compound_bytes("PowerPoint Document"),
        "“课件.ppt” is not one of the types taken: PDF, OFD, DOC, DOCX, WPS, XLS, XLSX, ET, JPG, PNG.",
    ),
    ("计划.pdf", b"%PDF-1.7\nnothing", "“计划.pdf” is damaged and cannot be read."),
    ("计划.pdf", locked_pdf(), "“计划.pdf” is locked with a password. Please upload it unlocked."),
    ("计划.pdf", pdf_with_a_program(), "“计划.pdf” contains a program that runs when it is opened. It is not taken."),
    ("计划.pdf", pdf_with_a_file_in_it(), "“计划.pdf” has other files stowed in it. Please upload them one by one."),
    ("计划.docx", bomb(), "“计划.docx” unpacks to far more than a document holds. It is not taken."),
    ("计划.docx", overlapping(), "“计划.docx” unpacks to far more than a document holds. It is not taken."),
    ("计划.docx", docx_bytes("计划")[:-30], "“计划.docx” is damaged and cannot be read."),
    (
        "计划.docx",
        docx_bytes("计划", word__vbaProject_dot_bin=b"x"),
        "“计划.docx” contains macros. Please save it without macros and upload it again.",
    ),
    (
        "计划.docx",
        docx_bytes("计划", word__embeddings__run_dot_exe=EXE),
        "“计划.docx” has another file hidden in it (word/embeddings/run.exe). It is not taken.",
    ),
    (
        "计划.doc",
        compound_bytes("WordDocument", "Macros"),
        "“计划.doc” contains macros. Please save it without macros and upload it again.",
    ),
    (
        "计划.docx",
        compound_bytes("EncryptedPackage"),
        "“计划.docx” is locked with a password. Please upload it unlocked.",
    ),
    ("计划.doc", compound_bytes("WordDocument")[:600], "“计划.doc” is damaged and cannot be read."),
    ("照片.png", picture_bytes()[:60], "“照片.png” is damaged and cannot be read."),
    ("照片.png", picture_bytes() + package_bytes(a_dot_jar=b"a"), f"“照片.png” {TWO}"),
    ("照片.jpg", picture_bytes("JPEG") + b"<script>alert(1)</script>", f"“照片.jpg” {TWO}"),
    ("计划.pdf", pdf_bytes() + package_bytes(a_dot_txt=b"a"), f"“计划.pdf” {TWO}"),
]


@pytest.mark.parametrize(
    ("name", "content", "media_type"), TAKEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_documents_are_taken_by_their_content(name, content, media_type):
    assert judge(io.BytesIO(content), name=name).media_type == media_type


@pytest.mark.parametrize(
    ("name", "content", "message"), REFUSED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_refused_is_told_in_words(name, content, message):
    with translation.override("en"), pytest.raises(UploadRefused) as refused:
        judge(io.BytesIO(content), name=name)

    assert refused.value.message == message
