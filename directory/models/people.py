from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from archive.trail.identity import new_id


class PersonManager(BaseUserManager["Person"]):
    """Finds people by username, the way sign-in asks for them."""


class Person(AbstractBaseUser):
    """Someone who signs in (人员). Rights come only from the posts held, never from flags on this row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    username = models.CharField(_("user name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=40)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    shortcuts = models.BooleanField(_("single-key shortcuts"), default=True)
    large_type = models.BooleanField(_("large type"), default=False)
    must_change_password = models.BooleanField(default=False)
    sessions_end_before = models.DateTimeField(null=True, blank=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("person")
        ordering = ["username"]
        constraints = [models.UniqueConstraint(Lower("username"), name="username_once_in_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def initial(self) -> str:
        """The family name's first character, for the avatar."""
        return self.name[:1]
