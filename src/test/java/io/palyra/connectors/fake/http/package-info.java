/** What the loopback platforms share: HTTP and WebSockets over real sockets, a record, and faults on demand. */
@NullMarked
package io.palyra.connectors.fake.http;

import org.jspecify.annotations.NullMarked;
