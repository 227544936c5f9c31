/// The API by which nodes hand requests on to the active controller.
@NullMarked
package io.headrace.broker.api.forward;

import org.jspecify.annotations.NullMarked;
