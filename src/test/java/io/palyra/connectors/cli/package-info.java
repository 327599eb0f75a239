@NullMarked
package io.palyra.connectors.cli;

import org.jspecify.annotations.NullMarked;
