/** Removes what is settled and old, so that the store does not grow without bound. */
@NullMarked
package io.palyra.connectors.retention;

import org.jspecify.annotations.NullMarked;
