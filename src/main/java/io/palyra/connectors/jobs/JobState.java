package io.palyra.connectors.jobs;

import io.palyra.connectors.protocol.WireEnum;

/** How a job stands. Only one that runs changes any more. */
public enum JobState implements WireEnum {
    RUNNING,
    DONE,
    CANCELED,
    FAILED
}
