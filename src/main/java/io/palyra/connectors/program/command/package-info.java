/** The commands that need the program or its files: run, simulate, store, routes, ext. */
@NullMarked
package io.palyra.connectors.program.command;

import org.jspecify.annotations.NullMarked;
