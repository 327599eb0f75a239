/** The daemon behind a Camel endpoint. */
@NullMarked
package io.palyra.connectors.router;

import org.jspecify.annotations.NullMarked;
