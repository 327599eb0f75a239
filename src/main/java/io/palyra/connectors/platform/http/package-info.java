/**
 * What connectors share whose platform is asked over HTTP: a client that the egress guard holds, one request on the wire for each
 * that is made, and for each that fails what is certain about it. The platform's part is a {@link
 * io.palyra.connectors.platform.http.PlatformApi}.
 */
@NullMarked
package io.palyra.connectors.platform.http;

import org.jspecify.annotations.NullMarked;
