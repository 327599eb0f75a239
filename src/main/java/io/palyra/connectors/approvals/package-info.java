/** Changes of messages on a platform that wait until a second person has allowed them. */
@NullMarked
package io.palyra.connectors.approvals;

import org.jspecify.annotations.NullMarked;
