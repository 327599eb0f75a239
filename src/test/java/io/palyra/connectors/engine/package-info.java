@NullMarked
package io.palyra.connectors.engine;

import org.jspecify.annotations.NullMarked;
