package io.headrace.simulator.planted;

import io.headrace.simulator.cluster.ClusterSimulation;
import io.headrace.simulator.cluster.CutOffSimulation;
import io.headrace.simulator.cluster.DeadDirectorySimulation;
import io.headrace.simulator.cluster.FrailDiskSimulation;
import java.util.function.LongConsumer;

/// Bugs of the kind that clusters have had, each of which the simulation of clusters must find
/// within [#seeds] seeds.
public enum ClusterPlantedBug {
  /// The leader takes itself for the only one that must have a record.
  HIGH_WATERMARK_WITHOUT_FOLLOWERS(
      40, Mutation.answers("replication.leader.Followers", "counts", 0)),
  /// What the leader has written counts as durable there.
  WRITTEN_TAKEN_FOR_SYNCED(
      40,
      Mutation.mistaken("replication.leader.PartitionLeader", "keptEnd", "syncedEnd", "endOffset")),
  /// A follower tells how much it has, not how much of it is durable.
  FOLLOWER_TELLS_ITS_END(
      40,
      Mutation.mistaken(
          "replication.follower.PartitionFollower", "wish", "syncedEnd", "endOffset")),
  /// One replica is enough, whatever the topic asks for.
  MIN_INSYNC_IGNORED(80, Mutation.answers("replication.leader.TopicRules", "minInSync", 1)),
  /// A follower that comes back goes on where its log ends, though its last records were others.
  DIVERGENCE_NOT_LOOKED_FOR(
      240, Mutation.answers("replication.leader.FetchJudge", "divergence", "")),
  /// A follower does not say in which epoch its last batch was written.
  LAST_EPOCH_NOT_TOLD(
      240, Mutation.leftOut("replication.follower.PartitionFollower", "wish", "latest", -1)),
  /// Whoever fetches is in sync at once.
  IN_SYNC_TOO_EARLY(240, Mutation.answers("replication.leader.Followers", "isFit", 1)),
  /// A leader that goes on under a new epoch keeps what followers said before.
  FORMER_TERM_REMEMBERED(
      80, Mutation.leftOut("replication.leader.Followers", "onAppointed", "begin")),
  /// A new leader tells readers that there is less than they have read.
  END_TOLD_BEFORE_IT_IS_KNOWN(
      120, Mutation.answers("replication.leader.PartitionLeader", "knowsCommittedEnd", 1)),
  /// A follower never cuts off what its leader does not have.
  NEVER_CUT(
      120, Mutation.leftOut("replication.follower.FollowedPartition", "carryOut", "truncateTo")),
  /// Nobody is remembered as able to lead when the last in-sync replica is gone.
  NOBODY_ELIGIBLE(
      120, Mutation.answers("controller.partition.PartitionChange", "updateEligible", "")),
  /// Metadata is decided before it is on a disk.
  METADATA_NOT_SYNCED(120, Mutation.leftOut("quorum.files.ActiveSegment", "append", "sync")),
  /// A node forgets in a power cut whom it voted for.
  VOTE_NOT_SYNCED(240, Mutation.leftOut("quorum.files.DurableFiles", "replace", "sync")),
  /// What was lost on its way to the controller is not sent again.
  LOST_ON_THE_WAY_TO_THE_CONTROLLER(
      120, Mutation.leftOut("broker.forward.ControllerLine$Asking", "again", "after")),
  /// What a leader is told of its in-sync set is in no record.
  IN_SYNC_SET_NOT_WRITTEN(
      60, Mutation.leftOut("controller.partition.InSyncAlteration", "decideOne", "add", 1)),
  /// If nobody in sync can lead, somebody else does.
  UNCLEAN_ELECTION(
      80, Mutation.confused("controller.partition.PartitionChange", "<init>", "ONLINE", "UNCLEAN")),
  /// Nobody is ever taken for gone because of its silence.
  SILENCE_NOT_HEARD(80, Mutation.answers("controller.broker.BrokerSessions", "isAlive", 1)),
  /// Every node gives out the same producer ids.
  PRODUCER_IDS_GIVEN_TWICE(
      40, Mutation.leftOut("controller.producer.ProducerIds", "decide", "addExact", 0)),
  /// A snapshot of the metadata leaves out who leads and who is in sync.
  LEADERS_NOT_IN_SNAPSHOT(80, Mutation.leftOut("metadata.ImageRecords", "addTopic", "equals", 1)),
  /// A snapshot of the metadata leaves out which producer ids were given away.
  PRODUCER_IDS_NOT_IN_SNAPSHOT(
      40, Mutation.leftOut("metadata.ImageRecords", "addFew", "nextProducerId", 0)),
  /// A commit of offsets is acknowledged when the coordinator alone has it.
  COMMIT_ANSWERED_BEFORE_REPLICATION(
      200,
      Mutation.confused(
          "replication.leader.PartitionLeader", "onCoordinatorAppend", "ALL", "LEADER")),
  /// Members of former generations may commit.
  GENERATION_NOT_CHECKED(80, Mutation.answers("group.classic.ClassicGroup", "checkCommit", "NONE")),
  /// The members of a group are known to its coordinator only.
  MEMBERS_NOT_STORED(60, Mutation.leftOut("group.classic.ClassicGroup", "store", "record")),
  /// A fetch session that has come to the end of a partition never looks there again.
  SESSION_RESTS_FOR_EVER(
      20, Mutation.leftOut("broker.api.data.FetchSession$Entry", "onProgress", "add", 1)),
  /// A leader counts records as committed although fewer are in sync than there must be.
  TOO_FEW_IN_SYNC(
      10, Mutation.leftOut("replication.leader.Followers", "committedEnd", "hasTooFewInSync", 0)),
  /// A leader forgets whom it has just proposed: the controller may count on him already.
  PROPOSED_NOT_COUNTED(20, Mutation.leftOut("replication.leader.Followers", "counts", "has", 0)),
  /// Whoever is elected because somebody asked for it, no record says so.
  ELECTION_NOT_WRITTEN(
      10, Mutation.leftOut("controller.partition.LeaderElection", "decideOne", "add", 1)),
  /// A process that was started anew goes on leading what the one before it led.
  FORMER_LIFE_LEADS_ON(10, Mutation.answers("controller.partition.BrokerReturn", "isAwaited", 0)),
  /// Who is gone stays in sync.
  DEAD_IN_SYNC(
      10,
      Mutation.leftOut("controller.partition.PartitionChange", "result", "dropWhoCannotBeInSync")),
  /// A reassignment is over before those that come have caught up.
  REASSIGNED_TOO_EARLY(
      80,
      Mutation.leftOut(
          "controller.partition.PartitionChange", "completeReassignment", "containsAll", 1)),
  /// A reassignment leaves fewer in sync than there must be.
  REASSIGNED_WITH_TOO_FEW(
      20,
      Mutation.leftOut(
          "controller.partition.PartitionChange", "completeReassignment", "leastInSync", 0)),
  /// Followers let readers see what is not committed yet.
  FOLLOWER_READS_TO_ITS_END(
      10, Mutation.mistaken("replication.follower.PartitionFollower", "commit", "min", "max")),
  /// A batch that is sent once more is stored once more.
  SEQUENCES_NOT_CHECKED(
      10, Mutation.leftOut("replication.leader.PartitionLeader", "onSound", "hasProducerId", 0)),
  /// A new coordinator does not read what former ones have written.
  GROUPS_NOT_LOADED(
      10, Mutation.leftOut("coordinator.LoggedMachine$Replaying", "onBatches", "replay")),
  /// The logs of a deleted topic stay on the disks.
  DELETED_TOPIC_KEPT(15, Mutation.answers("replication.Partitions", "onDeleted", "")),
  /// What the log of a coordinator refused stays in its memory.
  NOT_TAKEN_BACK(100, Mutation.leftOut("coordinator.LoggedMachine", "takeBack", "forEach")),
  /// Compaction removes the latest record of a key.
  LATEST_OF_KEY_COMPACTED(
      20, Mutation.leftOut("log.compaction.BatchFilter", "stays", "get", Long.MAX_VALUE)),
  /// Compaction removes the batches that tell where epochs began.
  EPOCH_BEGINNINGS_COMPACTED(20, Mutation.answers("log.compaction.BatchFilter", "beginsEpoch", 0)),
  /// The epochs of what was cut off a log are remembered.
  EPOCHS_NOT_CUT(60, Mutation.leftOut("log.directory.Truncation", "cut", "truncateFrom")),
  /// A broker that leads no more, or cannot store anything, answers on.
  DISMISSED_GOES_ON(40, Mutation.leftOut("replication.leader.PartitionLeader", "step", "end")),
  /// A follower takes itself for whole although some of its log rotted.
  HOLE_NOT_LOOKED_FOR(
      10,
      Mutation.answers("replication.follower.PartitionFollower", "lookForHoles", ""),
      FrailDiskSimulation.class),
  /// A node comes back without one of its directories, and is trusted with what lay there.
  LOST_DIRECTORY_NOT_MINDED(
      10,
      Mutation.answers("controller.broker.BrokerRegistration", "hasLost", 0),
      FrailDiskSimulation.class),
  /// Nobody hears which replicas were in a directory that failed.
  OFFLINE_NOT_TOLD(
      10,
      Mutation.leftOut("broker.LogDirectories", "onOffline", "accept"),
      DeadDirectorySimulation.class),
  /// A follower that does not fetch is waited for.
  NEVER_LATE(
      10,
      Mutation.answers("replication.leader.FollowerProgress", "isLate", 0),
      CutOffSimulation.class),
  /// The late end of a follower's former connection is taken for that of its own.
  LATE_END_BELIEVED(
      40,
      Mutation.leftOut("replication.ReplicaSessions$Connection", "begin", "close"),
      CutOffSimulation.class),
  /// An empty disk has the name of the one that was lost: its node votes as if it knew, and leads.
  EMPTY_DISK_UNDER_AN_OLD_NAME(
      10,
      Mutation.leftOut("quorum.identity.NodeFormat", "drawId", "nextLong", 1L),
      FrailDiskSimulation.class),
  /// What rotted is never asked for elsewhere.
  NEVER_REPAIRED(
      20, Mutation.answers("replication.repair.Repairs", "look", ""), FrailDiskSimulation.class),
  /// The checksum of what is read is not looked at.
  ROT_SERVED(
      20,
      Mutation.leftOut("log.segment.BatchSearch", "isSound", "crcMatches", 1),
      FrailDiskSimulation.class);

  private final int seeds;
  private final Mutation mutation;
  private final Class<?> simulation;

  ClusterPlantedBug(int seeds, Mutation mutation) {
    this(seeds, mutation, ClusterSimulation.class);
  }

  ClusterPlantedBug(int seeds, Mutation mutation, Class<?> simulation) {
    this.seeds = seeds;
    this.mutation = mutation;
    this.simulation = simulation;
  }

  /// Within so many seeds it must be found.
  public int seeds() {
    return seeds;
  }

  /// Plants it: what runs seeds with it, each of which throws an [InvariantViolation] when it finds
  /// it.
  public LongConsumer plant() {
    return new Mutant(mutation, simulation);
  }
}
