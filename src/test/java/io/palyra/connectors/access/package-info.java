/** Who may talk: decisions by table and by property, and the started program under strangers, attacks, jumps and faults. */
@NullMarked
package io.palyra.connectors.access;

import org.jspecify.annotations.NullMarked;
