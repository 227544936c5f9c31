package io.headrace.cli.command;

import io.headrace.cli.cluster.Configs;
import io.headrace.cli.cluster.Configs.Change;
import io.headrace.cli.cluster.Configs.Nature;
import io.headrace.cli.cluster.Configs.Origin;
import io.headrace.cli.cluster.Configs.Scope;
import io.headrace.cli.cluster.Configs.Setting;
import io.headrace.cli.line.Exit;
import io.headrace.cli.line.Failure;
import io.headrace.cli.line.Nearest;
import io.headrace.cli.render.Listing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Shows and changes settings, for `topic config` and `config` alike.
public final class SettingsView {

  private SettingsView() {}

  /// How much to show when no keys are named.
  public enum Extent {
    /// What somebody set.
    CHOSEN,
    /// Defaults too.
    EVERYTHING;

    public static Extent of(boolean everything) {
      return everything ? EVERYTHING : CHOSEN;
    }
  }

  /// @param keys only these, if there are any
  /// @throws Failure with [Exit#NOT_FOUND] for a key that the scope does not have
  public static void show(Session session, Scope scope, List<String> keys, Extent extent) {
    List<Setting> settings = session.cluster().configs().describe(scope);
    var listing = new Listing("key", "value", "set_by");
    for (String key : keys) {
      add(listing, find(settings, key, scope));
    }
    if (keys.isEmpty()) {
      for (Setting setting : settings) {
        if (extent == Extent.EVERYTHING || setting.origin() != Origin.DEFAULT) {
          add(listing, setting);
        }
      }
    }
    session.output().show(listing);
    if (listing.rows().isEmpty()) {
      session.output().note(scope.shown() + " has only default settings; --all shows them");
    }
  }

  /// Sets and unsets keys, and shows each before and after.
  public static void change(
      Session session, Scope scope, List<String> assignments, List<String> unset) {
    Map<String, String> set = Assignments.parse(assignments);
    Configs configs = session.cluster().configs();
    List<Setting> before = configs.describe(scope);
    configs.change(scope, new Change(set, unset), session.effect());
    List<Setting> after = session.isDryRun() ? before : configs.describe(scope);
    var listing = new Listing("key", "before", "after");
    set.forEach((key, value) -> listing.add(key, valueOf(before, key), value));
    for (String key : unset) {
      Object inherited = session.isDryRun() ? "(inherited)" : valueOf(after, key);
      listing.add(key, valueOf(before, key), inherited);
    }
    session.output().show(listing);
    if (session.isDryRun()) {
      session.output().note("nothing was changed (--dry-run)");
    }
  }

  /// @throws Failure with [Exit#NOT_FOUND] that names the nearest key
  public static Setting find(List<Setting> settings, String key, Scope scope) {
    var names = new ArrayList<String>();
    for (Setting setting : settings) {
      if (setting.key().equals(key)) {
        return setting;
      }
      names.add(setting.key());
    }
    throw new Failure(
        Exit.NOT_FOUND,
        "no setting \"" + key + "\"",
        scope.shown()
            + " has none by that name"
            + Nearest.to(key, names).map(name -> "; the nearest is " + name).orElse(""),
        "headrace config get --all");
  }

  /// What to show as the value: secrets stay secret.
  public static Object shownValue(Setting setting) {
    return setting.nature() == Nature.SECRET ? "(secret)" : setting.value();
  }

  private static void add(Listing listing, Setting setting) {
    listing.add(setting.key(), shownValue(setting), setting.origin().shown());
  }

  private static Object valueOf(List<Setting> settings, String key) {
    for (Setting setting : settings) {
      if (setting.key().equals(key)) {
        return shownValue(setting);
      }
    }
    return Optional.empty();
  }
}
