package io.headrace.simulator.cluster;

import io.headrace.metadata.BrokerImage;
import io.headrace.metadata.ClusterImage;
import io.headrace.metadata.ConfigResource;
import io.headrace.metadata.ImageBuilder;
import io.headrace.metadata.ImageRecords;
import io.headrace.metadata.PartitionImage;
import io.headrace.metadata.TopicImage;
import io.headrace.simulator.client.InvariantViolation;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntPredicate;

/// What every image obeys, and every change of a partition: the controller's promises.
///
/// Nobody asks for an unclean election here, so each leader has everything that was committed: it
/// was in sync, or left the in-sync set when nothing more could be committed without it.
final class ImageRules {
  private static final String MIN_IN_SYNC = "min.insync.replicas";
  private static final int RECORDS_OF_A_SHORT_SERVICE = 3;

  private final IntPredicate losesDisks;

  /// @param losesDisks the nodes that may come back with an empty disk
  ImageRules(IntPredicate losesDisks) {
    this.losesDisks = losesDisks;
  }

  /// @throws InvariantViolation if a rule is broken
  void check(ClusterImage image) {
    ClusterImage again =
        ImageBuilder.replay(ClusterImage.EMPTY, image.offset(), ImageRecords.of(image));
    if (!again.equals(withController(image, again.controllerId()))) {
      throw new InvariantViolation(
          "a snapshot of the image at offset %d makes %s of %s"
              .formatted(image.offset(), again, image));
    }
    for (TopicImage topic : image.topics()) {
      for (PartitionImage each : topic.partitions()) {
        require(isWellFormed(each), topic, each, each);
        require(nobodyIsEligibleInVain(image, topic, each), topic, each, each);
      }
    }
  }

  /// As soon as the high watermark can move without them, they may lack what it passes.
  private static boolean nobodyIsEligibleInVain(
      ClusterImage image, TopicImage topic, PartitionImage it) {
    int least = leastInSync(image, topic, it);
    return least == 0 || it.eligible().isEmpty() || it.inSync().size() < least;
  }

  private static ClusterImage withController(ClusterImage image, int controllerId) {
    return new ClusterImage(
        image.offset(),
        image.clusterId(),
        controllerId,
        image.nextProducerId(),
        image.features(),
        image.brokersById(),
        image.topicsByName(),
        image.topicsById(),
        image.configs(),
        image.partitionCount());
  }

  private static boolean isWellFormed(PartitionImage it) {
    List<Integer> replicas = it.replicas();
    boolean isLedBySomebodyInSync =
        it.leader() == PartitionImage.NO_LEADER || it.inSync().contains(it.leader());
    return isLedBySomebodyInSync
        && new HashSet<>(replicas).size() == replicas.size()
        && replicas.containsAll(it.inSync())
        && replicas.containsAll(it.eligible())
        && replicas.containsAll(it.adding())
        && replicas.containsAll(it.removing())
        && it.eligible().stream().noneMatch(it.inSync()::contains);
  }

  /// Two images that one node had one after the other; what happened in between is known only of
  /// partitions that changed once.
  ///
  /// @throws InvariantViolation if a rule is broken
  @SuppressWarnings("ReferenceEquality") // what did not change is shared
  void check(ClusterImage before, ClusterImage after) {
    boolean standsAsItStood = recordsOfNoPartition(before, after) < 2;
    for (TopicImage topic : after.topics()) {
      TopicImage was = before.topic(topic.id());
      if (was != null && was != topic) {
        for (PartitionImage old : was.partitions()) {
          PartitionImage now = topic.partition(old.partition());
          if (now != null) {
            check(before, after, topic, old, now);
            if (standsAsItStood && now.partitionEpoch() == old.partitionEpoch() + 1) {
              checkService(before, after, topic, old, now);
            }
          }
        }
      }
    }
    checkFormerLives(before, after);
    checkLostDirectories(before, after);
  }

  /// Several decisions may be published at once. It takes two records for a broker to be taken into
  /// service and fenced again without these images telling, and in between it may lead.
  private static long recordsOfNoPartition(ClusterImage before, ClusterImage after) {
    long others = after.offset() - before.offset();
    for (TopicImage topic : after.topics()) {
      TopicImage was = before.topic(topic.id());
      for (PartitionImage old : was == null ? List.<PartitionImage>of() : was.partitions()) {
        PartitionImage now = topic.partition(old.partition());
        others -= now == null ? 0 : now.partitionEpoch() - old.partitionEpoch();
      }
    }
    return others;
  }

  private static void checkService(
      ClusterImage before,
      ClusterImage after,
      TopicImage topic,
      PartitionImage old,
      PartitionImage now) {
    require(joinsInService(before, after, old, now), topic, old, now);
    require(isLedInService(before, after, old, now), topic, old, now);
  }

  /// Whoever comes back without one of its log directories has nothing any more that may have lain
  /// there: what trusted it with something was changed before it could register.
  private static void checkLostDirectories(ClusterImage before, ClusterImage after) {
    for (BrokerImage broker : after.brokers()) {
      BrokerImage former = before.broker(broker.id());
      if (former == null || broker.directories().containsAll(former.directories())) {
        continue;
      }
      for (TopicImage topic : after.topics()) {
        TopicImage was = before.topic(topic.id());
        for (PartitionImage old : was == null ? List.<PartitionImage>of() : was.partitions()) {
          PartitionImage now = topic.partition(old.partition());
          boolean isTrusted =
              old.inSync().contains(broker.id()) || old.eligible().contains(broker.id());
          require(
              now == null
                  || !isTrusted
                  || old.replicas().size() == 1
                  || now.partitionEpoch() > old.partitionEpoch(),
              topic,
              old,
              now == null ? old : now);
        }
      }
    }
  }

  /// A process that was started anew leads nothing of what its former life led, in the same epoch:
  /// what that had appended and nobody has may be gone, and its offsets would be given again.
  private static void checkFormerLives(ClusterImage before, ClusterImage after) {
    for (BrokerImage broker : after.brokers()) {
      BrokerImage former = before.broker(broker.id());
      if (former == null || former.incarnation().equals(broker.incarnation())) {
        continue;
      }
      for (TopicImage topic : after.topics()) {
        TopicImage was = before.topic(topic.id());
        for (PartitionImage old : was == null ? List.<PartitionImage>of() : was.partitions()) {
          PartitionImage now = topic.partition(old.partition());
          require(
              now == null
                  || now.leader() != broker.id()
                  || now.leaderEpoch() != old.leaderEpoch()
                  || old.replicas().size() == 1
                  || now.replicas().size() == 1,
              topic,
              old,
              now == null ? old : now);
        }
      }
    }
  }

  private void check(
      ClusterImage before,
      ClusterImage image,
      TopicImage topic,
      PartitionImage old,
      PartitionImage now) {
    boolean sameTerm = now.leaderEpoch() == old.leaderEpoch();
    boolean goesOn =
        now.partitionEpoch() >= old.partitionEpoch() && now.leaderEpoch() >= old.leaderEpoch();
    boolean isTold = now.equals(old) || now.partitionEpoch() > old.partitionEpoch();
    boolean sameReplicas = now.replicas().containsAll(old.replicas());
    boolean isNewTerm = now.leader() != old.leader() || !sameReplicas;
    require(goesOn && isTold && !(sameTerm && isNewTerm), topic, old, now);
    if (now.partitionEpoch() == old.partitionEpoch() + 1) {
      require(isCleanlyElected(image, old, now), topic, old, now);
      require(isReassignedInTime(image, topic, old, now), topic, old, now);
      require(remembersWhoCanLead(image, topic, old, now), topic, old, now);
      require(isWithoutFenced(before, image, old, now), topic, old, now);
    }
  }

  /// Who is fenced neither leads nor is in sync, of what changes while he is. What a node learns of
  /// at once, it does not see in between: he may have come into service, joined, and been fenced
  /// again.
  private static boolean isWithoutFenced(
      ClusterImage before, ClusterImage after, PartitionImage old, PartitionImage now) {
    boolean mayHaveServed = after.offset() - before.offset() >= RECORDS_OF_A_SHORT_SERVICE;
    return now.inSync().stream()
        .filter(each -> !mayHaveServed || old.inSync().contains(each))
        .noneMatch(each -> isFenced(before, each) && isFenced(after, each));
  }

  /// Who is about to stop, or fenced, does not join those in sync, unless he is the only one that
  /// can lead.
  private static boolean joinsInService(
      ClusterImage before, ClusterImage after, PartitionImage old, PartitionImage now) {
    return now.inSync().stream()
        .filter(each -> !old.inSync().contains(each) && each != now.leader())
        .noneMatch(each -> isOutOfService(before, after, each));
  }

  /// A new leader is in service if anybody is that could lead.
  private static boolean isLedInService(
      ClusterImage before, ClusterImage after, PartitionImage old, PartitionImage now) {
    return now.leader() == old.leader()
        || now.leader() == PartitionImage.NO_LEADER
        || !isOutOfService(before, after, now.leader())
        || now.inSync().stream().noneMatch(each -> isInService(before, after, each));
  }

  /// All the while, as far as these images tell.
  private static boolean isOutOfService(ClusterImage before, ClusterImage after, int id) {
    BrokerImage was = before.broker(id);
    BrokerImage is = after.broker(id);
    return was != null
        && is != null
        && was.epoch() == is.epoch()
        && was.standing() == is.standing()
        && !is.inService();
  }

  private static boolean isInService(ClusterImage before, ClusterImage after, int id) {
    BrokerImage was = before.broker(id);
    BrokerImage is = after.broker(id);
    return was != null && is != null && was.inService() && is.inService();
  }

  private static boolean isFenced(ClusterImage image, int id) {
    BrokerImage broker = image.broker(id);
    return broker != null && broker.fenced();
  }

  private static boolean isCleanlyElected(
      ClusterImage image, PartitionImage old, PartitionImage now) {
    int leader = now.leader();
    if (leader == old.leader() || leader == PartitionImage.NO_LEADER) {
      return true;
    }
    return old.inSync().contains(leader)
        || old.eligible().contains(leader)
        || wasNamedByWhoLeaves(image, old, now);
  }

  /// A leader that is about to stop, or to hold the partition no longer, says who is in sync, and
  /// with that is no leader any more: one change.
  private static boolean wasNamedByWhoLeaves(
      ClusterImage image, PartitionImage old, PartitionImage now) {
    BrokerImage former = image.broker(old.leader());
    return former != null && !(former.inService() && now.replicas().contains(former.id()));
  }

  /// Former replicas go when all that come are in sync, and enough of those that stay.
  private static boolean isReassignedInTime(
      ClusterImage image, TopicImage topic, PartitionImage old, PartitionImage now) {
    if (now.isReassigning()) {
      return true;
    }
    boolean haveCome =
        old.adding().stream().filter(now.replicas()::contains).allMatch(now.inSync()::contains);
    boolean haveGone =
        old.replicas().stream()
            .anyMatch(each -> !now.replicas().contains(each) && !old.adding().contains(each));
    return haveCome && (!haveGone || now.inSync().size() >= leastInSync(image, topic, now));
  }

  /// 0 if the topic does not say.
  private static int leastInSync(ClusterImage image, TopicImage topic, PartitionImage partition) {
    String configured =
        image.config(new ConfigResource(ConfigResource.Type.TOPIC, topic.name())).get(MIN_IN_SYNC);
    return configured == null ? 0 : partition.leastInSync(Integer.parseInt(configured));
  }

  /// Who drops out while too few are in sync misses nothing that is committed.
  private boolean remembersWhoCanLead(
      ClusterImage image, TopicImage topic, PartitionImage old, PartitionImage now) {
    if (now.inSync().size() >= leastInSync(image, topic, now)) {
      return true;
    }
    return now.replicas().stream()
        .filter(each -> old.inSync().contains(each) || old.eligible().contains(each))
        .filter(each -> !now.inSync().contains(each) && !losesDisks.test(each))
        .allMatch(now.eligible()::contains);
  }

  private static void require(
      boolean holds, TopicImage topic, PartitionImage old, PartitionImage now) {
    if (!holds) {
      throw new InvariantViolation("%s became %s from %s".formatted(topic.name(), now, old));
    }
  }
}
