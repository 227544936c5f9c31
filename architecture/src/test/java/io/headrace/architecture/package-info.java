/// The rules of the house, checked: which room may import which, what the deciding rooms must not
/// touch, how large things may grow, and what the repository must not contain.
///
/// Every rule is run twice: on the house, where it must hold, and on the sins in `planted`, which
/// it must find. Begin with [FloorPlan]; the rules made from it are in [HouseRules].
@NullMarked
package io.headrace.architecture;

import org.jspecify.annotations.NullMarked;
