"""People who sign in."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone

from hoinhap.core.vi.text import fold


class PeopleManager(BaseUserManager["Person"]):
    def create_user(self, username: str, password: str | None = None, **facts: Any) -> Person:
        """Make a person; without a password nobody can sign in as them by one."""
        person = self.model(username=username.strip().lower(), **facts)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Sought(models.CharField):  # type: ignore[type-arg]
    """What a person is sought and sorted by: given name first, as lists of people are kept, without marks.

    Every way of writing a row keeps it, many rows at once too; `save(update_fields=…)` must name it.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        value = sought_as(model_instance.full_name, model_instance.username)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, value)
        return value


def sought_as(full_name: str, username: str) -> str:
    """Fold the names of a person, as "hanh le thi hanh hanh.le"."""
    given = full_name.split()[-1:]
    return fold(" ".join([*given, *full_name.split(), username]))


class Person(AbstractBaseUser):
    """Somebody who signs in. What they may do is said by their memberships of agencies, not here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    username = models.CharField(max_length=150, unique=True)
    email = models.EmailField(blank=True)
    full_name = models.CharField(max_length=150)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now)
    sought = Sought(max_length=500, default="", editable=False)

    objects = PeopleManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ("full_name",)

    class Meta:
        ordering = ("full_name", "username")
        indexes = (models.Index(fields=("sought",), name="person_as_sought"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(username=""), name="person_has_username"),
            models.CheckConstraint(condition=~models.Q(full_name=""), name="person_has_name"),
        )

    def __str__(self) -> str:
        return self.full_name
