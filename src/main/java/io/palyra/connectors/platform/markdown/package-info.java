/**
 * Markdown as connectors read it, whose platforms have another markup of their own: parsed within bounds, whatever the text
 * is, and told piece by piece to whoever writes it down.
 */
@API(status = API.Status.EXPERIMENTAL)
@NullMarked
package io.palyra.connectors.platform.markdown;

import org.apiguardian.api.API;
import org.jspecify.annotations.NullMarked;
