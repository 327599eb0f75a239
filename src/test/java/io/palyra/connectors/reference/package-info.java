/** The reference page: made of what Camel's metadata, the records, the event types and the routes say of themselves. */
@NullMarked
package io.palyra.connectors.reference;

import org.jspecify.annotations.NullMarked;
