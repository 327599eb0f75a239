/** The SQL store: the only room that knows JDBC. It implements the interfaces that the other rooms own. */
@NullMarked
package io.palyra.connectors.store;

import org.jspecify.annotations.NullMarked;
