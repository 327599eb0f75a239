/** A connector that delivers to itself: the first run, the tests, and the example to write others by. */
@NullMarked
package io.palyra.connectors.echo;

import org.jspecify.annotations.NullMarked;
