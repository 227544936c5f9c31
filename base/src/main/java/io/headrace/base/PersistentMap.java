package io.headrace.base;

import java.util.AbstractCollection;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A sorted map that never changes: a change gives a new map that shares all but one path of nodes
/// with the old one, so that it costs `O(log n)` in time and memory whatever the size.
///
/// An AVL tree: the heights of two siblings differ by at most one. Iterates by key.
public final class PersistentMap<K extends Comparable<? super K>, V>
    implements Iterable<PersistentMap.Entry<K, V>> {

  /// One key with its value.
  public interface Entry<K, V> {
    K key();

    V value();
  }

  private record Node<K, V>(
      K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right, int height, int size)
      implements Entry<K, V> {}

  private final @Nullable Node<K, V> root;

  private PersistentMap(@Nullable Node<K, V> root) {
    this.root = root;
  }

  public static <K extends Comparable<? super K>, V> PersistentMap<K, V> empty() {
    return new PersistentMap<>(null);
  }

  public int size() {
    return size(root);
  }

  public boolean isEmpty() {
    return root == null;
  }

  /// Nodes on the longest path; for tests.
  int height() {
    return height(root);
  }

  public @Nullable V get(K key) {
    Node<K, V> node = root;
    while (node != null) {
      int order = key.compareTo(node.key);
      if (order == 0) {
        return node.value;
      }
      node = order < 0 ? node.left : node.right;
    }
    return null;
  }

  /// This map with `key` standing for `value`.
  public PersistentMap<K, V> with(K key, V value) {
    return new PersistentMap<>(put(root, key, value));
  }

  /// This map without `key`; the map itself if it has no such key.
  public PersistentMap<K, V> without(K key) {
    return get(key) == null ? this : new PersistentMap<>(remove(root, key));
  }

  @Override
  public Iterator<Entry<K, V>> iterator() {
    return new Ascending<>(root);
  }

  /// The entries whose keys are `from` or greater.
  public Iterator<Entry<K, V>> iteratorFrom(K from) {
    var iterator = new Ascending<K, V>(null);
    Node<K, V> node = root;
    while (node != null) {
      if (from.compareTo(node.key) <= 0) {
        iterator.ahead.push(node);
        node = node.left;
      } else {
        node = node.right;
      }
    }
    return iterator;
  }

  /// A view that iterates over something made of each entry, by key.
  public <T> Collection<T> view(Function<Entry<K, V>, T> each) {
    return new AbstractCollection<>() {
      @Override
      public Iterator<T> iterator() {
        Iterator<Entry<K, V>> entries = PersistentMap.this.iterator();
        return new Iterator<>() {
          @Override
          public boolean hasNext() {
            return entries.hasNext();
          }

          @Override
          public T next() {
            return each.apply(entries.next());
          }
        };
      }

      @Override
      public int size() {
        return PersistentMap.this.size();
      }
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof PersistentMap<?, ?> that) || size() != that.size()) {
      return false;
    }
    Iterator<? extends Entry<?, ?>> theirs = that.iterator();
    for (Entry<K, V> mine : this) {
      Entry<?, ?> entry = theirs.next();
      if (!mine.key().equals(entry.key()) || !mine.value().equals(entry.value())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (Entry<K, V> entry : this) {
      hash = 31 * hash + (entry.key().hashCode() ^ entry.value().hashCode());
    }
    return hash;
  }

  @Override
  public String toString() {
    var text = new StringBuilder("{");
    for (Entry<K, V> entry : this) {
      text.append(text.length() == 1 ? "" : ", ").append(entry.key()).append('=');
      text.append(entry.value());
    }
    return text.append('}').toString();
  }

  private static <K extends Comparable<? super K>, V> Node<K, V> put(
      @Nullable Node<K, V> node, K key, V value) {
    if (node == null) {
      return new Node<>(key, value, null, null, 1, 1);
    }
    int order = key.compareTo(node.key);
    if (order == 0) {
      return new Node<>(key, value, node.left, node.right, node.height, node.size);
    }
    return order < 0
        ? balanced(node, put(node.left, key, value), node.right)
        : balanced(node, node.left, put(node.right, key, value));
  }

  private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
      @Nullable Node<K, V> node, K key) {
    if (node == null) {
      return null;
    }
    int order = key.compareTo(node.key);
    if (order < 0) {
      return balanced(node, remove(node.left, key), node.right);
    }
    if (order > 0) {
      return balanced(node, node.left, remove(node.right, key));
    }
    if (node.left == null) {
      return node.right;
    }
    if (node.right == null) {
      return node.left;
    }
    Node<K, V> next = first(node.right);
    return balanced(next, node.left, remove(node.right, next.key));
  }

  private static <K, V> Node<K, V> first(Node<K, V> node) {
    Node<K, V> first = node;
    while (first.left != null) {
      first = first.left;
    }
    return first;
  }

  /// The entry of `top` over two subtrees whose heights differ by at most two.
  private static <K, V> Node<K, V> balanced(
      Entry<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    if (left != null && height(left) > height(right) + 1) {
      Node<K, V> inner = left.right;
      return inner == null || height(left.left) >= height(inner)
          ? joined(left, left.left, joined(top, inner, right))
          : joined(inner, joined(left, left.left, inner.left), joined(top, inner.right, right));
    }
    if (right != null && height(right) > height(left) + 1) {
      Node<K, V> inner = right.left;
      return inner == null || height(right.right) >= height(inner)
          ? joined(right, joined(top, left, inner), right.right)
          : joined(inner, joined(top, left, inner.left), joined(right, inner.right, right.right));
    }
    return joined(top, left, right);
  }

  private static <K, V> Node<K, V> joined(
      Entry<K, V> top, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
    int height = 1 + Math.max(height(left), height(right));
    return new Node<>(top.key(), top.value(), left, right, height, 1 + size(left) + size(right));
  }

  private static int height(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.height;
  }

  private static int size(@Nullable Node<?, ?> node) {
    return node == null ? 0 : node.size;
  }

  private static final class Ascending<K, V> implements Iterator<Entry<K, V>> {
    private final Deque<Node<K, V>> ahead = new ArrayDeque<>();

    Ascending(@Nullable Node<K, V> root) {
      pushLeft(root);
    }

    private void pushLeft(@Nullable Node<K, V> from) {
      for (Node<K, V> node = from; node != null; node = node.left) {
        ahead.push(node);
      }
    }

    @Override
    public boolean hasNext() {
      return !ahead.isEmpty();
    }

    @Override
    public Entry<K, V> next() {
      if (ahead.isEmpty()) {
        throw new NoSuchElementException();
      }
      Node<K, V> node = ahead.pop();
      pushLeft(node.right);
      return node;
    }
  }
}
