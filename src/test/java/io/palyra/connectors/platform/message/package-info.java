/** What connectors share in reading and writing messages, without a platform. */
@NullMarked
package io.palyra.connectors.platform.message;

import org.jspecify.annotations.NullMarked;
