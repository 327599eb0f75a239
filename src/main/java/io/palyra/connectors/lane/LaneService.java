package io.palyra.connectors.lane;

import java.time.Duration;

/** What a route's consumer needs to take the messages of one direction. */
public record LaneService(LaneDispatcher dispatcher, LaneRoute route, Duration stopDeadline) {}
