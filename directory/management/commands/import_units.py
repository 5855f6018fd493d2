"""`manage.py import_units FILE.xlsx [--apply]`: units and people from a workbook, previewed first."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from archive.trail import clock
from directory.importing.entering import Preview, import_workbook
from directory.importing.workbook import WorkbookRefused


class Command(BaseCommand):
    """Shows what a workbook would enter; with --apply, and only if no row is wrong, enters it."""

    help = (
        "Import units (sheet 单位) and people with their posts (sheet 人员). Without --apply nothing is stored: every "
        "row is tried, every bad row is named. With --apply all rows are entered, or none if one is wrong. Columns: "
        "单位名称 简称 类别 [主管单位] [统一社会信用代码]; 用户名 姓名 [电子邮箱] 单位名称 岗位 任职起 [任职止]."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--apply", action="store_true", help="enter the rows if none is wrong")

    def handle(self, *, file: Path, apply: bool, **options: Any) -> None:
        try:
            preview = import_workbook(file, apply=apply, by=None, now=clock.now())
        except WorkbookRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.show(preview)
        if preview.problems:
            raise CommandError(f"{len(preview.problems)} problems; nothing was imported.")
        self.stdout.write("Imported." if apply else "Nothing was stored yet; run again with --apply to import.")

    def show(self, preview: Preview) -> None:
        """What would come, line by line, and what is wrong."""
        for name in preview.new_units:
            self.stdout.write(f"new unit       {name}")
        for name in preview.changed_units:
            self.stdout.write(f"changed unit   {name}")
        for username in preview.new_people:
            self.stdout.write(f"new person     {username}")
        self.stdout.write(f"{preview.new_posts} posts granted, {preview.unchanged} rows as they are already.")
        for problem in preview.problems:
            self.stderr.write(f"{problem.sheet} row {problem.row}: {problem.words}")
