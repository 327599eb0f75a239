/**
 * The settings of the program: {@code application.properties}, overridden by {@code PALYRA_…} environment variables,
 * overridden by {@code -D} system properties; checked as a whole before anything starts.
 */
@NullMarked
package io.palyra.connectors.settings;

import org.jspecify.annotations.NullMarked;
