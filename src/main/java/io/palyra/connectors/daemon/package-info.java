/** The daemon behind a Camel endpoint. */
@NullMarked
package io.palyra.connectors.daemon;

import org.jspecify.annotations.NullMarked;
