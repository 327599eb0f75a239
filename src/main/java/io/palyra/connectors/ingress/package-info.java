/** The port for webhooks: the {@code platform-http:} paths of users' routes and the calls of platforms for connectors, nothing else. */
@NullMarked
package io.palyra.connectors.ingress;

import org.jspecify.annotations.NullMarked;
