/** The Slack connector. */
@NullMarked
package io.palyra.connectors.slack;

import org.jspecify.annotations.NullMarked;
