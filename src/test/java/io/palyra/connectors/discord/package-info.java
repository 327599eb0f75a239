/** The Discord connector, against the loopback Discord through the real JDA. */
@NullMarked
package io.palyra.connectors.discord;

import org.jspecify.annotations.NullMarked;
