"""Drives confluent-kafka (librdkafka) against the broker at argv[1] with a topic and group named argv[2]."""

import sys
import time

from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic

bootstrap, name = sys.argv[1], sys.argv[2]
PER_CODEC = 200
CODECS = ["none", "gzip", "snappy", "lz4", "zstd"]


def create_topic():
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.create_topics([NewTopic(name, num_partitions=3, replication_factor=1)])[name].result(20)
    deadline = time.time() + 20
    while name not in admin.list_topics(timeout=10).topics:
        assert time.time() < deadline, "the new topic is not listed"


def produce():
    acknowledged = []

    def on_delivery(error, message):
        assert error is None, error
        acknowledged.append((message.partition(), message.offset()))

    for codec in CODECS:
        producer = Producer(
            {
                "bootstrap.servers": bootstrap,
                "compression.type": codec,
                "enable.idempotence": True,
                "linger.ms": 5,
            }
        )
        for i in range(PER_CODEC):
            producer.produce(
                name,
                key=f"key{i % 7}",
                value=f"{codec}-{i}",
                headers={"codec": codec},
                on_delivery=on_delivery,
            )
        assert producer.flush(30) == 0, "not everything was acknowledged"
    assert len(set(acknowledged)) == PER_CODEC * len(CODECS)


def consume():
    consumer = Consumer(
        {"bootstrap.servers": bootstrap, "group.id": name, "auto.offset.reset": "earliest", "enable.auto.commit": False}
    )
    consumer.subscribe([name])
    values, last = [], {}
    deadline = time.time() + 40
    while len(values) < PER_CODEC * len(CODECS):
        assert time.time() < deadline, f"only {len(values)} records came"
        message = consumer.poll(0.5)
        if message is None:
            continue
        assert message.error() is None, message.error()
        codec, number = message.value().decode().split("-")
        assert message.headers() == [("codec", codec.encode())]
        place = (message.key(), codec)
        assert int(number) > last.get(place, -1), "out of order within a key"
        last[place] = int(number)
        values.append(message.value())
    assert len(set(values)) == len(values)
    consumer.commit(asynchronous=False)
    committed = consumer.committed([TopicPartition(name, p) for p in range(3)], timeout=10)
    assert sum(p.offset for p in committed if p.offset > 0) == len(values), committed
    consumer.close()


create_topic()
produce()
consume()
print("ok")
