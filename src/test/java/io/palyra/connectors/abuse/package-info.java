/** A hostile network around a real program. */
@NullMarked
package io.palyra.connectors.abuse;

import org.jspecify.annotations.NullMarked;
