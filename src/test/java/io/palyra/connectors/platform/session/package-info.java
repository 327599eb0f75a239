/** What connectors with a session share, on a platform that is made up. */
@NullMarked
package io.palyra.connectors.platform.session;

import org.jspecify.annotations.NullMarked;
