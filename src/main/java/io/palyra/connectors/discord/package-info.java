/** The Discord connector: known, not yet available. */
@NullMarked
package io.palyra.connectors.discord;

import org.jspecify.annotations.NullMarked;
