/** Who has opened the console with a token. */
@NullMarked
package io.palyra.connectors.session;

import org.jspecify.annotations.NullMarked;
