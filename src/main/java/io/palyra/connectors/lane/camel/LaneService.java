package io.palyra.connectors.lane.camel;

import io.palyra.connectors.lane.LaneDispatcher;
import java.time.Duration;

/** What a route's consumer needs to take the messages of one direction. */
public record LaneService(LaneDispatcher dispatcher, LaneHandOver handOver, Duration stopDeadline) {}
