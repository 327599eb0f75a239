/** The program's wiring: what is made at start, in which order, and what ends with it. */
@NullMarked
package io.palyra.connectors.program;

import org.jspecify.annotations.NullMarked;
