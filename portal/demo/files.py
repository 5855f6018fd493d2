"""Files as units attach them, drawn on the spot: a page with a signature, a picture. They say that they are samples."""

from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from archive.notices.faces import path_of

A4_AT_100_DPI = (827, 1169)
PAPER, INK, PENCIL, RED = "#fdfdfb", "#222222", "#8a8f96", "#b3201b"


def font(role: str, size: int) -> ImageFont.FreeTypeFont:
    """One of the project's own faces."""
    return ImageFont.truetype(str(path_of(role)), size)


def signed_page(unit_name: str, title: str) -> SimpleUploadedFile:
    """A page as scanned: title, the head's signature, the words “demonstration sample”."""
    page = Image.new("RGB", A4_AT_100_DPI, PAPER)
    draw = ImageDraw.Draw(page)
    draw.text((413, 150), "审 签 页", font=font("title", 40), fill=INK, anchor="mm")
    draw.multiline_text(
        (110, 240), f"材料名称：{title}\n\n报送单位：{unit_name}", font=font("fang", 24), fill=INK, spacing=18
    )
    draw.rectangle((100, 430, 727, 760), outline=INK, width=2)
    draw.text((120, 450), "单位负责人意见：", font=font("fang", 24), fill=INK)
    draw.text((200, 550), "同意报送。", font=font("kai", 40), fill="#1b3a6b")
    draw.text((470, 690), "（签名） 演示样本", font=font("kai", 24), fill=INK)
    draw.text((413, 1090), "演示数据，不具有任何效力", font=font("song", 20), fill=RED, anchor="mm")
    return upload(page, "负责人审签页.pdf", "PDF", "application/pdf")


def meeting_picture(short_name: str) -> SimpleUploadedFile:
    """A drawn picture of a meeting: a banner, a table, people."""
    picture = Image.new("RGB", (1200, 800), "#e9efe6")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 560, 1200, 800), fill="#cfc7b8")
    draw.rectangle((150, 90, 1050, 190), fill=RED)
    draw.text((600, 140), f"{short_name}志愿服务工作部署会", font=font("hei", 46), fill="#fff6e6", anchor="mm")
    for place in range(7):
        left = 130 + place * 140
        draw.ellipse((left + 20, 330, left + 90, 400), fill="#d9b38c")
        draw.rectangle((left, 405, left + 110, 560), fill="#2f5f8f" if place % 2 else "#8f3f3f")
    draw.rectangle((90, 520, 1110, 640), fill="#8b6a43")
    draw.text((600, 760), "示意图，非照片", font=font("song", 22), fill=PENCIL, anchor="mm")
    return upload(picture, "部署会.jpg", "JPEG", "image/jpeg")


def upload(image: Image.Image, name: str, format_name: str, media_type: str) -> SimpleUploadedFile:
    """A drawn picture as an uploaded file."""
    buffer = BytesIO()
    image.save(buffer, format_name, resolution=100.0)
    return SimpleUploadedFile(name, buffer.getvalue(), content_type=media_type)
