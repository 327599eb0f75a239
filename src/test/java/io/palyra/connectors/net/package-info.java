/** The egress guard. */
@NullMarked
package io.palyra.connectors.net;

import org.jspecify.annotations.NullMarked;
