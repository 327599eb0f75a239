/** What stands in README.md and on the pages as code, run as it stands there. */
@NullMarked
package io.palyra.connectors.snippets;

import org.jspecify.annotations.NullMarked;
