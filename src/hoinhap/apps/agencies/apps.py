from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class AgenciesConfig(AppConfig):
    name = "hoinhap.apps.agencies"

    def ready(self) -> None:
        from hoinhap.apps.accounts.words import PERSON
        from hoinhap.apps.agencies import (
            access,
            carried_people,
            class_sentences,
            classes,
            coordination,
            coordination_words,
            merger_words,
            mergers,
            naming_words,
            queries,
            registry,
            words,
        )
        from hoinhap.apps.journal.access import register

        pre_migrate.connect(_lift, sender=self, dispatch_uid="agencies.lift")
        post_migrate.connect(_lay, sender=self, dispatch_uid="agencies.lay")

        # People too: the acts on a person are sign-ins, told by the accounts, and roles, told here.
        register(
            "accounts.person",
            may_see=access.people_seen,
            say=words.person_event,
            url=lambda event: "",
            name=PERSON,
            acts=words.PERSON_ACTS,
            names=queries.names_of_people,
            find=queries.people_called,
        )
        register(
            "agencies.agency",
            may_see=access.agencies_seen,
            say=words.agency_event,
            url=lambda event: "",
            name=words.AGENCY,
            acts=words.AGENCY_ACTS,
            names=queries.names_of_agencies,
            find=queries.agencies_called,
        )
        register(
            "agencies.reorganisation",
            may_see=mergers.drafts_seen,
            say=merger_words.event,
            url=merger_words.address,
            name=merger_words.REORGANISATION,
            acts=merger_words.ACTS,
            names=mergers.names_of_drafts,
        )
        carried_people.register()
        registry.follow(carried_people.follow)
        register(
            "agencies.change",
            may_see=access.agencies_seen,
            say=words.change_event,
            url=lambda event: "",
            name=words.CHANGE,
            acts=words.CHANGE_ACTS,
        )
        register(
            "agencies.agencyclass",
            may_see=access.agencies_seen,
            say=class_sentences.class_event,
            url=class_sentences.class_url,
            name=class_sentences.CLASS,
            acts=class_sentences.CLASS_ACTS,
            names=classes.names_of_classes,
        )
        register(
            "agencies.activitykind",
            may_see=access.agencies_seen,
            say=coordination_words.event,
            url=coordination_words.url,
            name=coordination_words.KIND,
            acts=coordination_words.ACTS,
            names=coordination.names_of_kinds,
        )
        register(
            "agencies.nameanswer",
            may_see=access.agencies_seen,
            say=naming_words.event_sentence,
            url=lambda event: "",
            name=naming_words.NAME,
            acts=naming_words.ACTS,
            # Where the name was met is for whoever may see that paper; the list of answers asks.
            details=lambda event: [],
        )


def _lift(*, using: str, **_facts: Any) -> None:
    from django.db import connections

    from hoinhap.apps.agencies import guards

    guards.lift(connections[using])


def _lay(*, using: str, **_facts: Any) -> None:
    from django.db import connections

    from hoinhap.apps.agencies import guards

    guards.lay(connections[using])
