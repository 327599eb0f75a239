@NullMarked
package io.palyra.connectors.ingress;

import org.jspecify.annotations.NullMarked;
