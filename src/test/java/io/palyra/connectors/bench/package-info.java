/** Measures the program beside the raw limit of the same disk; run with the profile {@code bench}. */
@NullMarked
package io.palyra.connectors.bench;

import org.jspecify.annotations.NullMarked;
