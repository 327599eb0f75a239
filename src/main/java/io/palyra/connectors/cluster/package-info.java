/** Several programs on one store: who of them is there, and which of them runs which instance. */
@NullMarked
package io.palyra.connectors.cluster;

import org.jspecify.annotations.NullMarked;
