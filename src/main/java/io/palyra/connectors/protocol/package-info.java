/**
 * The values that connectors, the store, the daemon and the admin API exchange, and their JSON form.
 *
 * <p>Every value is immutable and checked on construction: one that exists is valid. A value that is not throws {@link
 * io.palyra.connectors.protocol.InvalidEnvelopeException}, which names the field as it is called on the wire. Sizes are
 * bytes in UTF-8. All types are safe for use by several threads.
 */
@API(status = API.Status.STABLE)
@NullMarked
package io.palyra.connectors.protocol;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
