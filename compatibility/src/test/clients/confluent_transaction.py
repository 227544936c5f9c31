"""Starts a transactional producer of confluent-kafka (librdkafka) against argv[1] and tells what it says."""

import sys
import time

from confluent_kafka import KafkaException, Producer

PATIENCE_S = 20

started = time.monotonic()
try:
    Producer(
        {"bootstrap.servers": sys.argv[1], "transactional.id": sys.argv[2]}
    ).init_transactions(PATIENCE_S)
    print("served")
except KafkaException as e:
    error = e.args[0]
    assert time.monotonic() - started < PATIENCE_S / 2, "it kept trying"
    print(f"fatal={error.fatal()} {error.str()}")
print("ok")
