/** The program: its entry point and its wiring. */
@NullMarked
package io.palyra.connectors;

import org.jspecify.annotations.NullMarked;
