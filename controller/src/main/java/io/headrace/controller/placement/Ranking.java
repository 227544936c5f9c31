package io.headrace.controller.placement;

import io.headrace.controller.placement.Loads.Load;
import io.headrace.metadata.BrokerImage;
import io.headrace.runtime.RandomSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Brokers in the order in which they are given the next partition. Each choice takes time by the
/// number of racks, and hardly by that of brokers: whoever is chosen is put into his new place, all
/// others stay in theirs.
final class Ranking {
  private static final Comparator<Place> TO_LEAD = Ranking::compareToLead;
  private static final Comparator<Place> TO_FOLLOW = Ranking::compareToFollow;

  private final RandomSource random;
  private final TreeSet<Place> toLead = new TreeSet<>(TO_LEAD);

  /// By rack; brokers without one are a rack of their own here, but not one that counts.
  private final TreeMap<String, TreeSet<Place>> toFollow = new TreeMap<>();

  /// Who was given anything of the topic at hand.
  private final List<Place> chosenHere = new ArrayList<>();

  /// One broker's; `lot` is drawn anew with each change, so that chance decides among equals.
  private static final class Place {
    final Load load;
    final int fenced;

    /// All of its rack.
    final TreeSet<Place> rackmates;

    int leadersHere;
    int replicasHere;
    long lot;

    Place(Load load, TreeSet<Place> rackmates) {
      this.load = load;
      this.fenced = load.broker.inService() ? 0 : 1;
      this.rackmates = rackmates;
    }

    int id() {
      return load.broker.id();
    }

    @Nullable String rack() {
      return load.broker.rack();
    }
  }

  Ranking(Collection<Load> loads, RandomSource random) {
    this.random = random;
    for (Load load : loads) {
      TreeSet<Place> rackmates =
          toFollow.computeIfAbsent(keyOf(load.broker), _ -> new TreeSet<>(TO_FOLLOW));
      var place = new Place(load, rackmates);
      enter(place);
    }
  }

  /// Another topic begins: nobody has anything of it.
  void beginTopic() {
    for (Place place : chosenHere) {
      if (place.replicasHere > 0) { // it may be named more than once
        leave(place);
        place.leadersHere = 0;
        place.replicasHere = 0;
        enter(place);
      }
    }
    chosenHere.clear();
  }

  /// Places one partition; who leads comes first.
  List<Integer> place(int replicationFactor) {
    var chosen = new ArrayList<Place>(replicationFactor);
    chosen.add(toLead.first());
    while (chosen.size() < replicationFactor) {
      chosen.add(follower(chosen));
    }
    for (Place place : chosen) {
      leave(place);
      place.replicasHere++;
      if (place == chosen.getFirst()) {
        place.leadersHere++;
        place.load.addLeader();
      } else {
        place.load.addFollower();
      }
      enter(place);
      chosenHere.add(place);
    }
    var ids = new Integer[replicationFactor];
    for (int index = 0; index < ids.length; index++) {
      ids[index] = chosen.get(index).id();
    }
    return List.of(ids);
  }

  /// The best of the best of each rack.
  private Place follower(List<Place> chosen) {
    Place best = null;
    int bestInRack = 0;
    for (TreeSet<Place> rack : toFollow.values()) {
      Place first = firstNotIn(chosen, rack);
      if (first == null) {
        continue;
      }
      int inRack = inRackOf(first, chosen);
      if (best == null || compare(first, inRack, best, bestInRack) < 0) {
        best = first;
        bestInRack = inRack;
      }
    }
    return Objects.requireNonNull(best, "fewer brokers than replicas");
  }

  // Both are asked some hundred times for each partition: chained comparators take thrice as long.
  private static int compareToLead(Place one, Place other) {
    if (one.fenced != other.fenced) {
      return one.fenced - other.fenced;
    }
    if (one.leadersHere != other.leadersHere) {
      return one.leadersHere - other.leadersHere;
    }
    if (one.load.leaders() != other.load.leaders()) {
      return one.load.leaders() - other.load.leaders();
    }
    if (one.replicasHere != other.replicasHere) {
      return one.replicasHere - other.replicasHere;
    }
    return compareReplicas(one, other);
  }

  /// Among equals in this topic who leads more of it: the others are about to be given partitions
  /// to lead, and would have more replicas than these in the end.
  private static int compareToFollow(Place one, Place other) {
    if (one.fenced != other.fenced) {
      return one.fenced - other.fenced;
    }
    if (one.replicasHere != other.replicasHere) {
      return one.replicasHere - other.replicasHere;
    }
    if (one.leadersHere != other.leadersHere) {
      return other.leadersHere - one.leadersHere;
    }
    return compareReplicas(one, other);
  }

  private static int compareReplicas(Place one, Place other) {
    if (one.load.replicas() != other.load.replicas()) {
      return one.load.replicas() - other.load.replicas();
    }
    return one.lot != other.lot ? Long.compare(one.lot, other.lot) : one.id() - other.id();
  }

  private static int compare(Place one, int oneInRack, Place other, int otherInRack) {
    if (one.fenced != other.fenced) {
      return one.fenced - other.fenced;
    }
    return oneInRack != otherInRack ? oneInRack - otherInRack : TO_FOLLOW.compare(one, other);
  }

  private static @Nullable Place firstNotIn(List<Place> chosen, TreeSet<Place> rack) {
    for (Place place : rack) {
      if (!chosen.contains(place)) {
        return place;
      }
    }
    return null;
  }

  private static int inRackOf(Place place, List<Place> chosen) {
    String rack = place.rack();
    int count = 0;
    for (Place each : chosen) {
      count += rack != null && rack.equals(each.rack()) ? 1 : 0;
    }
    return count;
  }

  private void enter(Place place) {
    place.lot = random.nextLong();
    toLead.add(place);
    place.rackmates.add(place);
  }

  private void leave(Place place) {
    toLead.remove(place);
    place.rackmates.remove(place);
  }

  private static String keyOf(BrokerImage broker) {
    String rack = broker.rack();
    return rack == null ? "" : "/" + rack;
  }
}
