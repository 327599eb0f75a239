/** The runbook for operators, carried out: its commands are run against the incidents they are for. */
@NullMarked
package io.palyra.connectors.runbook;

import org.jspecify.annotations.NullMarked;
