/** The Telegram connector: known, not yet available. */
@NullMarked
package io.palyra.connectors.telegram;

import org.jspecify.annotations.NullMarked;
