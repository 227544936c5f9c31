package io.headrace.quorum;

import java.net.InetSocketAddress;
import java.util.List;

/// Where a node stands in its quorum.
///
/// @param listener the name of the controller listener, the same on every node of the quorum
/// @param address where the others reach this node's controller listener; unresolved
/// @param contacts the controller listeners that the node was told of, maybe its own among them;
///   without any other the node is alone until others come to it
/// @param joining whether the node is to become a voter
public record QuorumPlace(
    String listener, InetSocketAddress address, List<Contact> contacts, Joining joining) {

  /// What Kafka's own examples call a controller listener.
  public static final String DEFAULT_LISTENER = "CONTROLLER";

  /// A node that may be asked.
  ///
  /// @param nodeId −1 if it was not said
  /// @param address unresolved
  public record Contact(int nodeId, InetSocketAddress address) {
    public static final int ANYBODY = -1;
  }

  /// Whether a node that comes to a cluster becomes a voter.
  public enum Joining {
    WHILE_FEW,
    BY_COMMAND,
    NEVER
  }

  public QuorumPlace {
    contacts = List.copyOf(contacts);
  }

  /// A node that is its quorum's only voter, and reached by nobody yet.
  public static QuorumPlace alone() {
    return new QuorumPlace(
        DEFAULT_LISTENER,
        InetSocketAddress.createUnresolved("localhost", 9093),
        List.of(),
        Joining.BY_COMMAND);
  }

  /// The place of a node that is reached where the contacts say, if they name it.
  public QuorumPlace of(int nodeId) {
    for (Contact contact : contacts) {
      if (contact.nodeId() == nodeId) {
        return new QuorumPlace(listener, contact.address(), contacts, joining);
      }
    }
    return this;
  }

  /// The contacts that are not this node.
  List<Contact> others(int nodeId) {
    return contacts.stream().filter(contact -> !isSelf(contact, nodeId)).toList();
  }

  /// Whether this node is one of those that a new cluster begins with.
  boolean isFounder(int nodeId) {
    return joining != Joining.NEVER
        && contacts.stream().anyMatch(contact -> isSelf(contact, nodeId));
  }

  private boolean isSelf(Contact contact, int nodeId) {
    return contact.nodeId() == Contact.ANYBODY
        ? contact.address().equals(address)
        : contact.nodeId() == nodeId;
  }
}
