@NullMarked
package io.palyra.connectors.jobs;

import org.jspecify.annotations.NullMarked;
