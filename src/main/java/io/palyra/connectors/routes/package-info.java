/** Checks the files in {@code routes/} at start and at every change, and swaps in only what works. */
@NullMarked
package io.palyra.connectors.routes;

import org.jspecify.annotations.NullMarked;
