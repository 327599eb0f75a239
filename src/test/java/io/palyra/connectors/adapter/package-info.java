/** Tests of what connectors share. */
@NullMarked
package io.palyra.connectors.adapter;

import org.jspecify.annotations.NullMarked;
