/** The Slack connector: known, not yet available. */
@NullMarked
package io.palyra.connectors.slack;

import org.jspecify.annotations.NullMarked;
