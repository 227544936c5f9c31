/// What deciding comes to: records with a reply, or a refusal.
///
/// Values only. May import: `metadata`, `protocol`. Begin with [Decision].
@NullMarked
package io.headrace.controller.decision;

import org.jspecify.annotations.NullMarked;
