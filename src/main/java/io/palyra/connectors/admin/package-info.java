/** The HTTP side: admin API, health and metrics. Nothing else imports this room. */
@NullMarked
package io.palyra.connectors.admin;

import org.jspecify.annotations.NullMarked;
