/**
 * What the author of a connector implements, and the Camel base classes that carry it.
 *
 * <p>A connector is a {@link io.palyra.connectors.adapter.ConnectorType} (what is known before any instance exists), a
 * Camel component, and a {@link io.palyra.connectors.adapter.ConnectorAdapter} per instance.
 */
@NullMarked
package io.palyra.connectors.adapter;

import org.jspecify.annotations.NullMarked;
