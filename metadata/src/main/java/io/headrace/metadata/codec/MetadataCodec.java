package io.headrace.metadata.codec;

import io.headrace.base.PartitionId;
import io.headrace.base.TopicId;
import io.headrace.metadata.BrokerImage.Endpoint;
import io.headrace.metadata.BrokerImage.Standing;
import io.headrace.metadata.BrokerImage.SupportedFeature;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.DirectoryId;
import io.headrace.metadata.Incarnation;
import io.headrace.metadata.MetadataRecord;
import io.headrace.metadata.MetadataRecord.BrokerRegistered;
import io.headrace.metadata.MetadataRecord.BrokerStandingChanged;
import io.headrace.metadata.MetadataRecord.BrokerUnregistered;
import io.headrace.metadata.MetadataRecord.ClusterFormed;
import io.headrace.metadata.MetadataRecord.ConfigChanged;
import io.headrace.metadata.MetadataRecord.FeatureLevel;
import io.headrace.metadata.MetadataRecord.PartitionChanged;
import io.headrace.metadata.MetadataRecord.PartitionsAdded;
import io.headrace.metadata.MetadataRecord.ProducerIdsAllocated;
import io.headrace.metadata.MetadataRecord.ReplicasOffline;
import io.headrace.metadata.MetadataRecord.TopicCreated;
import io.headrace.metadata.MetadataRecord.TopicDeleted;
import io.headrace.metadata.PartitionImage;
import java.nio.ByteBuffer;
import java.util.List;

/// Between metadata records and their bytes: type, version, fields.
///
/// A type or version that this release does not know is refused, never skipped: half-understood
/// metadata is worse than a node that does not start.
public final class MetadataCodec {

  /// Every type has one version so far.
  private static final int VERSION = 0;

  private static final int CLUSTER_FORMED = 1;
  private static final int FEATURE_LEVEL = 2;
  private static final int BROKER_REGISTERED = 3;
  private static final int BROKER_STANDING = 4;
  private static final int BROKER_UNREGISTERED = 5;
  private static final int TOPIC_CREATED = 6;
  private static final int TOPIC_DELETED = 7;
  private static final int PARTITIONS_ADDED = 8;
  private static final int PARTITION_CHANGED = 9;
  private static final int CONFIG_CHANGED = 10;
  private static final int PRODUCER_IDS_ALLOCATED = 11;
  private static final int REPLICAS_OFFLINE = 12;

  private MetadataCodec() {}

  public static byte[] encode(MetadataRecord record) {
    var out = new FieldWriter();
    out.writeCount(typeOf(record));
    out.writeCount(VERSION);
    switch (record) {
      case ClusterFormed it -> out.writeString(it.clusterId());
      case FeatureLevel it -> {
        out.writeString(it.feature());
        out.writeCount(it.level());
      }
      case BrokerRegistered it -> writeRegistration(out, it);
      case BrokerStandingChanged it -> {
        out.writeCount(it.brokerId());
        out.writeLong(it.epoch());
        out.writeCount(it.standing().ordinal());
      }
      case BrokerUnregistered it -> {
        out.writeCount(it.brokerId());
        out.writeLong(it.epoch());
      }
      case TopicCreated it -> {
        out.writeTopicId(it.topicId());
        out.writeString(it.name());
      }
      case TopicDeleted it -> out.writeTopicId(it.topicId());
      case PartitionsAdded it -> {
        out.writeTopicId(it.topicId());
        out.writeCount(it.firstPartition());
        out.writeList(it.replicas(), MetadataCodec::writeBrokers);
        out.writeList(it.inSync(), MetadataCodec::writeBrokers);
      }
      case PartitionChanged it -> {
        out.writeTopicId(it.topicId());
        writePartition(out, it.partition());
      }
      case ConfigChanged it -> {
        out.writeCount(it.resource().type().id());
        out.writeString(it.resource().name());
        out.writeString(it.key());
        out.writeNullableString(it.value());
      }
      case ProducerIdsAllocated it -> out.writeLong(it.nextProducerId());
      case ReplicasOffline it -> {
        out.writeCount(it.brokerId());
        out.writeList(it.partitions(), MetadataCodec::writePartitionId);
      }
    }
    return out.toBytes();
  }

  /// Reads the one record that `source` consists of.
  ///
  /// @throws DamagedRecordException if it is not one record from first to last byte
  public static MetadataRecord decode(ByteBuffer source) {
    var in = new FieldReader(source);
    int type = in.readCount();
    int version = in.readCount();
    if (version != VERSION) {
      throw new DamagedRecordException(
          "type " + type + " in version " + version + ", written by a newer release");
    }
    MetadataRecord record = read(in, type);
    if (in.remaining() > 0) {
      throw new DamagedRecordException(in.remaining() + " bytes behind a record of type " + type);
    }
    return record;
  }

  private static int typeOf(MetadataRecord record) {
    return switch (record) {
      case ClusterFormed _ -> CLUSTER_FORMED;
      case FeatureLevel _ -> FEATURE_LEVEL;
      case BrokerRegistered _ -> BROKER_REGISTERED;
      case BrokerStandingChanged _ -> BROKER_STANDING;
      case BrokerUnregistered _ -> BROKER_UNREGISTERED;
      case TopicCreated _ -> TOPIC_CREATED;
      case TopicDeleted _ -> TOPIC_DELETED;
      case PartitionsAdded _ -> PARTITIONS_ADDED;
      case PartitionChanged _ -> PARTITION_CHANGED;
      case ConfigChanged _ -> CONFIG_CHANGED;
      case ProducerIdsAllocated _ -> PRODUCER_IDS_ALLOCATED;
      case ReplicasOffline _ -> REPLICAS_OFFLINE;
    };
  }

  private static MetadataRecord read(FieldReader in, int type) {
    return switch (type) {
      case CLUSTER_FORMED -> new ClusterFormed(in.readString());
      case FEATURE_LEVEL -> new FeatureLevel(in.readString(), in.readCount());
      case BROKER_REGISTERED -> readRegistration(in);
      case BROKER_STANDING ->
          new BrokerStandingChanged(in.readCount(), in.readLong(), readStanding(in));
      case BROKER_UNREGISTERED -> new BrokerUnregistered(in.readCount(), in.readLong());
      case TOPIC_CREATED -> new TopicCreated(in.readTopicId(), in.readString());
      case TOPIC_DELETED -> new TopicDeleted(in.readTopicId());
      case PARTITIONS_ADDED -> readAdded(in);
      case PARTITION_CHANGED -> new PartitionChanged(in.readTopicId(), readPartition(in));
      case CONFIG_CHANGED ->
          new ConfigChanged(readResource(in), in.readString(), in.readNullableString());
      case PRODUCER_IDS_ALLOCATED -> new ProducerIdsAllocated(in.readLong());
      case REPLICAS_OFFLINE ->
          new ReplicasOffline(in.readCount(), in.readList(MetadataCodec::readPartitionId));
      default -> throw new DamagedRecordException("unknown type " + type);
    };
  }

  private static void writeRegistration(FieldWriter out, BrokerRegistered it) {
    out.writeCount(it.brokerId());
    out.writeLong(it.epoch());
    out.writeLong(it.incarnation().mostSignificantBits());
    out.writeLong(it.incarnation().leastSignificantBits());
    out.writeNullableString(it.rack());
    out.writeList(it.endpoints(), MetadataCodec::writeEndpoint);
    out.writeList(it.features(), MetadataCodec::writeFeature);
    out.writeList(it.directories(), MetadataCodec::writeDirectory);
    out.writeCount(it.standing().ordinal());
  }

  private static BrokerRegistered readRegistration(FieldReader in) {
    return new BrokerRegistered(
        in.readCount(),
        in.readLong(),
        new Incarnation(in.readLong(), in.readLong()),
        in.readNullableString(),
        in.readList(MetadataCodec::readEndpoint),
        in.readList(MetadataCodec::readFeature),
        in.readList(MetadataCodec::readDirectory),
        readStanding(in));
  }

  private static Standing readStanding(FieldReader in) {
    int number = in.readCount();
    return switch (number) {
      case 0 -> Standing.FENCED;
      case 1 -> Standing.IN_SERVICE;
      case 2 -> Standing.LEAVING;
      default -> throw new DamagedRecordException("unknown standing " + number);
    };
  }

  private static void writeFeature(FieldWriter out, SupportedFeature feature) {
    out.writeString(feature.name());
    out.writeCount(feature.minLevel());
    out.writeCount(feature.maxLevel());
  }

  private static SupportedFeature readFeature(FieldReader in) {
    return new SupportedFeature(in.readString(), in.readCount(), in.readCount());
  }

  private static void writeDirectory(FieldWriter out, DirectoryId directory) {
    out.writeLong(directory.mostSignificantBits());
    out.writeLong(directory.leastSignificantBits());
  }

  private static DirectoryId readDirectory(FieldReader in) {
    return new DirectoryId(in.readLong(), in.readLong());
  }

  private static void writePartitionId(FieldWriter out, PartitionId id) {
    out.writeTopicId(id.topicId());
    out.writeCount(id.partition());
  }

  private static PartitionId readPartitionId(FieldReader in) {
    return new PartitionId(in.readTopicId(), in.readCount());
  }

  private static void writePartition(FieldWriter out, PartitionImage partition) {
    out.writeCount(partition.partition());
    out.writeIdOrNone(partition.leader());
    out.writeCount(partition.leaderEpoch());
    out.writeCount(partition.partitionEpoch());
    writeBrokers(out, partition.replicas());
    writeBrokers(out, partition.adding());
    writeBrokers(out, partition.removing());
    writeBrokers(out, partition.inSync());
    writeBrokers(out, partition.eligible());
  }

  private static PartitionImage readPartition(FieldReader in) {
    return new PartitionImage(
        in.readCount(),
        in.readIdOrNone(),
        in.readCount(),
        in.readCount(),
        readSome(in),
        readBrokers(in),
        readBrokers(in),
        readBrokers(in),
        readBrokers(in));
  }

  private static PartitionsAdded readAdded(FieldReader in) {
    TopicId topic = in.readTopicId();
    int first = in.readCount();
    List<List<Integer>> replicas = in.readList(MetadataCodec::readSome);
    List<List<Integer>> inSync = in.readList(MetadataCodec::readSome);
    if (replicas.size() != inSync.size()) {
      throw new DamagedRecordException("not one in-sync set for each partition");
    }
    return new PartitionsAdded(topic, first, replicas, inSync);
  }

  private static void writeEndpoint(FieldWriter out, Endpoint endpoint) {
    out.writeString(endpoint.listener());
    out.writeString(endpoint.host());
    out.writeCount(endpoint.port());
  }

  private static Endpoint readEndpoint(FieldReader in) {
    return new Endpoint(in.readString(), in.readString(), in.readCount());
  }

  private static void writeBrokers(FieldWriter out, List<Integer> brokers) {
    out.writeList(brokers, FieldWriter::writeCount);
  }

  private static List<Integer> readBrokers(FieldReader in) {
    return in.readList(FieldReader::readCount);
  }

  private static List<Integer> readSome(FieldReader in) {
    List<Integer> brokers = readBrokers(in);
    if (brokers.isEmpty()) {
      throw new DamagedRecordException("a partition without replicas");
    }
    return brokers;
  }

  private static ConfigResource readResource(FieldReader in) {
    int id = in.readCount();
    for (ConfigResource.Type type : ConfigResource.Type.values()) {
      if (type.id() == id) {
        return new ConfigResource(type, in.readString());
      }
    }
    throw new DamagedRecordException("unknown config resource type " + id);
  }
}
