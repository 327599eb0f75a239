package io.palyra.connectors.engine;

/** What follows from the end of a call of the daemon. */
public record InboundDecision(InboundVerdict verdict, FarSide farSide) {}
