/** The command line for operators: a thin client of the admin API. */
@NullMarked
package io.palyra.connectors.cli;

import org.jspecify.annotations.NullMarked;
