@NullMarked
package io.palyra.connectors.events;

import org.jspecify.annotations.NullMarked;
