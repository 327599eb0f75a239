/** Feeds, on a platform that is made up and a clock that the tests move. */
@NullMarked
package io.palyra.connectors.platform.inbound;

import org.jspecify.annotations.NullMarked;
