"""Drives kafka-python against the broker at argv[1] with a topic and group named argv[2]."""

import sys

from kafka import KafkaConsumer, KafkaProducer
from kafka.admin import KafkaAdminClient, NewTopic

bootstrap, name = sys.argv[1], sys.argv[2]
COUNT = 300

admin = KafkaAdminClient(bootstrap_servers=bootstrap)
admin.create_topics([NewTopic(name, num_partitions=2, replication_factor=1)])

for codec in (None, "gzip"):
    producer = KafkaProducer(bootstrap_servers=bootstrap, compression_type=codec, acks="all", retries=5)
    pending = [
        producer.send(name, key=b"key%d" % (i % 5), value=b"%s-%d" % (str(codec).encode(), i), headers=[("h", b"1")])
        for i in range(COUNT)
    ]
    producer.flush(30)
    for future in pending:
        future.get(30)
    producer.close()

consumer = KafkaConsumer(
    name, bootstrap_servers=bootstrap, group_id=name, auto_offset_reset="earliest", consumer_timeout_ms=15000
)
values = set()
for record in consumer:
    assert record.headers == [("h", b"1")]
    values.add(record.value)
    if len(values) == 2 * COUNT:
        break
assert len(values) == 2 * COUNT, f"only {len(values)} records came"
consumer.commit()
consumer.close()

groups = [group for group, _ in admin.list_consumer_groups()]
assert name in groups, groups
offsets = admin.list_consumer_group_offsets(name)
assert sum(offset.offset for offset in offsets.values()) == 2 * COUNT, offsets
admin.delete_topics([name])
print("ok")
