/**
 * What others call: the program's entry point, and the connectors inside a Camel application of somebody else. All else is in
 * rooms below.
 */
@NullMarked
package io.palyra.connectors;

import org.jspecify.annotations.NullMarked;
