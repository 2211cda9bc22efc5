"""What a thing is about, in a word or two each. Nothing is sorted by what people suffer from."""

from __future__ import annotations

from lms.content.reading.diagnoses import asks_for_diagnosis
from lms.sources.fields import Fields
from lms.sources.tables import Entry, ListOf, Text
from lms.sources.yamltext import shorten

TOPICS = Entry("topics", ListOf(Text(like="telling a story")), "what it is about, in a word or two each")


def read_topics(fields: Fields) -> tuple[str, ...]:
    topics = fields.texts(TOPICS.key)
    for topic in topics:
        if asks_for_diagnosis(topic.text):
            message = f"The topic `{shorten(topic.text)}` sorts people by what they suffer from."
            help = "Name what it helps to do, such as appointments or sleep."
            fields.findings.add(topic.place, "P204", message, help)
    return tuple(topic.text.strip() for topic in topics)
