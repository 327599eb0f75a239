/** The port for webhooks: what users' routes serve with {@code platform-http:}, and nothing else. */
@NullMarked
package io.palyra.connectors.ingress;

import org.jspecify.annotations.NullMarked;
