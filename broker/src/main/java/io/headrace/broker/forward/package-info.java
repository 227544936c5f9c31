/// Changes that this node may not decide itself: they travel to the active controller and their
/// answers back.
@NullMarked
package io.headrace.broker.forward;

import org.jspecify.annotations.NullMarked;
