/**
 * What connectors share in reading and writing messages: ids that are derived, JSON that is read leniently, files, texts, and
 * the frame of what is asked of messages that the platform has.
 */
@API(status = API.Status.EXPERIMENTAL)
@NullMarked
package io.palyra.connectors.platform.message;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
