/** Jars of the user's own beside the program's: which there are, how they are found, and what of them is not used. */
@NullMarked
package io.palyra.connectors.ext;

import org.jspecify.annotations.NullMarked;
