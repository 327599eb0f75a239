package io.palyra.connectors.fake.slack;

/** A workspace that has installed the app. */
public record Team(String id, String name, String domain) {}
