/** What monitoring sees: health checks and meters. */
@NullMarked
package io.palyra.connectors.observe;

import org.jspecify.annotations.NullMarked;
