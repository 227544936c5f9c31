// Drives KafkaJS against the broker at argv[2] with a topic and group named argv[3].

const assert = require('node:assert')
const { CompressionTypes, Kafka, logLevel } = require('kafkajs')

const [bootstrap, name] = process.argv.slice(2)
const count = 300
const kafka = new Kafka({ clientId: 'kafkajs', brokers: [bootstrap], logLevel: logLevel.ERROR })

async function createTopic() {
  const admin = kafka.admin()
  await admin.connect()
  assert.ok(await admin.createTopics({ topics: [{ topic: name, numPartitions: 3 }] }))
  const { topics } = await admin.fetchTopicMetadata({ topics: [name] })
  assert.strictEqual(topics[0].partitions.length, 3)
  await admin.disconnect()
}

async function produce() {
  for (const compression of [CompressionTypes.None, CompressionTypes.GZIP]) {
    const producer = kafka.producer({ idempotent: true })
    await producer.connect()
    const messages = Array.from({ length: count }, (_, i) => ({
      key: `key${i % 7}`,
      value: `${compression}-${i}`,
      headers: { codec: String(compression) },
    }))
    await producer.send({ topic: name, compression, acks: -1, messages })
    await producer.disconnect()
  }
}

async function consume() {
  const consumer = kafka.consumer({ groupId: name })
  await consumer.connect()
  await consumer.subscribe({ topics: [name], fromBeginning: true })
  const values = new Set()
  await new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`only ${values.size} records came`)), 40_000).unref()
    consumer.run({
      eachMessage: async ({ message }) => {
        const value = message.value.toString()
        assert.strictEqual(message.headers.codec.toString(), value.split('-')[0])
        values.add(value)
        if (values.size === 2 * count) resolve()
      },
    })
  })
  await consumer.disconnect()
}

async function inspect() {
  const admin = kafka.admin()
  await admin.connect()
  const offsets = await admin.fetchTopicOffsets(name)
  assert.strictEqual(offsets.reduce((sum, each) => sum + Number(each.offset), 0), 2 * count)
  const { groups } = await admin.listGroups()
  assert.ok(groups.some((group) => group.groupId === name))
  await admin.deleteTopics({ topics: [name] })
  await admin.disconnect()
}

createTopic()
  .then(produce)
  .then(consume)
  .then(inspect)
  .then(() => {
    console.log('ok')
    process.exit(0)
  })
  .catch((error) => {
    console.error(error)
    process.exit(1)
  })
