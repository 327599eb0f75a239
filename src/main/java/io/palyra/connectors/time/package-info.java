/** Time that passes at its own pace, whatever becomes of the machine's clock. */
@NullMarked
package io.palyra.connectors.time;

import org.jspecify.annotations.NullMarked;
