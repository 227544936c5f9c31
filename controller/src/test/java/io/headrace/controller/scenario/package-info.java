/// What a controller decides for a cluster, one situation at a time.
@NullMarked
package io.headrace.controller.scenario;

import org.jspecify.annotations.NullMarked;
