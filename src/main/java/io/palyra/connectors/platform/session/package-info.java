/**
 * What connectors share whose platform is heard over a session that is opened with a token: the frame of the adapter, what is
 * known of the connection, calls that are waited for, and instances that are one account. The platform's part is a {@link
 * io.palyra.connectors.platform.session.SessionAdapter}.
 */
@API(status = API.Status.EXPERIMENTAL)
@NullMarked
package io.palyra.connectors.platform.session;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
