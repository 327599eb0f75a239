/** The Telegram connector. */
@NullMarked
package io.palyra.connectors.telegram;

import org.jspecify.annotations.NullMarked;
