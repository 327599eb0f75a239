/** How many messages there were, minute by minute, as rows that survive a restart. */
@NullMarked
package io.palyra.connectors.statistics;

import org.jspecify.annotations.NullMarked;
