/** What the lanes need of the store, and what it gives them: the room {@code store} implements it. */
@NullMarked
package io.palyra.connectors.lane.storage;

import org.jspecify.annotations.NullMarked;
