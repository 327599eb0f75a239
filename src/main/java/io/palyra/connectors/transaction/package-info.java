/** The one way to write to the store, as the rooms see it; the room {@code store} implements it. */
@NullMarked
package io.palyra.connectors.transaction;

import org.jspecify.annotations.NullMarked;
