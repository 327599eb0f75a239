/** The files in {@code src/main/docs/deploy} fit the program. */
@NullMarked
package io.palyra.connectors.deploy;

import org.jspecify.annotations.NullMarked;
