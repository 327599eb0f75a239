@NullMarked
package io.palyra.connectors.ext;

import org.jspecify.annotations.NullMarked;
