/** What an operator starts and what goes on by itself, over restarts too. */
@NullMarked
package io.palyra.connectors.jobs;

import org.jspecify.annotations.NullMarked;
