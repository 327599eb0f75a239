/** What platforms over HTTP share, on clocks that the tests move, and over real sockets. */
@NullMarked
package io.palyra.connectors.platform.http;

import org.jspecify.annotations.NullMarked;
