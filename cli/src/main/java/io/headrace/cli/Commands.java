package io.headrace.cli;

import io.headrace.cli.command.Verb;
import io.headrace.cli.config.ConfigExplain;
import io.headrace.cli.config.ConfigGet;
import io.headrace.cli.config.ConfigSet;
import io.headrace.cli.dev.DevDeed;
import io.headrace.cli.dev.DevStart;
import io.headrace.cli.dev.DevStop;
import io.headrace.cli.group.GroupDelete;
import io.headrace.cli.group.GroupDescribe;
import io.headrace.cli.group.GroupLag;
import io.headrace.cli.group.GroupList;
import io.headrace.cli.group.GroupSeek;
import io.headrace.cli.line.Syntax;
import io.headrace.cli.operator.ClusterInfo;
import io.headrace.cli.operator.ClusterQuorum;
import io.headrace.cli.operator.ClusterReassign;
import io.headrace.cli.operator.ClusterUpgrade;
import io.headrace.cli.operator.Doctor;
import io.headrace.cli.operator.NodeDrain;
import io.headrace.cli.operator.NodeList;
import io.headrace.cli.operator.NodeRemove;
import io.headrace.cli.records.ConsumeVerb;
import io.headrace.cli.records.ProduceVerb;
import io.headrace.cli.segment.DumpSegmentVerb;
import io.headrace.cli.shell.CompletionVerb;
import io.headrace.cli.topic.TopicConfig;
import io.headrace.cli.topic.TopicCreate;
import io.headrace.cli.topic.TopicDelete;
import io.headrace.cli.topic.TopicDescribe;
import io.headrace.cli.topic.TopicList;
import io.headrace.cli.topic.TopicResize;
import io.headrace.cli.topic.TopicTrim;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All verbs. A verb is made only when it is typed or explained: a command that loads less is
/// quicker.
final class Commands {

  /// Makes a verb.
  private interface Maker {
    Verb make();
  }

  private final Map<String, Maker> makers = new LinkedHashMap<>();

  Commands() {
    makers.put("start", StartVerb::new);
    makers.put("dev", DevStart::new);
    makers.put("dev kill", () -> DevDeed.KILL);
    makers.put("dev restart", () -> DevDeed.RESTART);
    makers.put("dev pause", () -> DevDeed.PAUSE);
    makers.put("dev resume", () -> DevDeed.RESUME);
    makers.put("dev stop", DevStop::new);
    makers.put("status", StatusVerb::new);
    makers.put("topic create", TopicCreate::new);
    makers.put("topic list", TopicList::new);
    makers.put("topic describe", TopicDescribe::new);
    makers.put("topic config", TopicConfig::new);
    makers.put("topic delete", TopicDelete::new);
    makers.put("topic resize", TopicResize::new);
    makers.put("topic trim", TopicTrim::new);
    makers.put("produce", ProduceVerb::new);
    makers.put("consume", ConsumeVerb::new);
    makers.put("group list", GroupList::new);
    makers.put("group describe", GroupDescribe::new);
    makers.put("group lag", GroupLag::new);
    makers.put("group seek", GroupSeek::new);
    makers.put("group delete", GroupDelete::new);
    makers.put("config get", ConfigGet::new);
    makers.put("config set", ConfigSet::new);
    makers.put("config explain", ConfigExplain::new);
    makers.put("node list", NodeList::new);
    makers.put("node drain", NodeDrain::new);
    makers.put("node remove", NodeRemove::new);
    makers.put("cluster info", ClusterInfo::new);
    makers.put("cluster quorum", ClusterQuorum::new);
    makers.put("cluster reassign", ClusterReassign::new);
    makers.put("cluster upgrade", ClusterUpgrade::new);
    makers.put("doctor", Doctor::new);
    makers.put("debug dump-segment", DumpSegmentVerb::new);
    makers.put("bench compare", BenchVerb::compare);
    makers.put("bench micro", BenchVerb::micro);
    makers.put("bench scale", BenchVerb::scale);
    makers.put("version", VersionVerb::new);
    makers.put("completion", () -> new CompletionVerb(this::syntaxes));
  }

  /// The verb at the head of what was typed, if there is one.
  Optional<Verb> find(List<String> typed) {
    for (int words = Math.min(2, typed.size()); words > 0; words--) {
      Maker maker = makers.get(String.join(" ", typed.subList(0, words)));
      if (maker != null) {
        return Optional.of(maker.make());
      }
    }
    return Optional.empty();
  }

  /// Whether no further word can be part of the command's name.
  boolean isWhole(List<String> name) {
    return name.size() == 2 || name.size() == 1 && makers.containsKey(name.getFirst());
  }

  /// Every path, such as `topic create`, in the order of the help.
  List<String> paths() {
    return List.copyOf(makers.keySet());
  }

  List<Syntax> syntaxes() {
    var syntaxes = new ArrayList<Syntax>();
    makers.values().forEach(maker -> syntaxes.add(maker.make().syntax()));
    return syntaxes;
  }
}
