/** The lanes' Camel face: exchanges out of claimed messages, the {@code palyra-settle} step, and Camel's redelivery policies carried out durably. */
@NullMarked
package io.palyra.connectors.lane.camel;

import org.jspecify.annotations.NullMarked;
