/** What every connector has to keep: one suite for all of them. */
@NullMarked
package io.palyra.connectors.contract;

import org.jspecify.annotations.NullMarked;
