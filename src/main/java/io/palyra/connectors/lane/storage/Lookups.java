package io.palyra.connectors.lane.storage;

/** What operators ask the store about messages. */
public record Lookups(
        TraceStore traces, FailureSurvey failures, MessageSearch search, ConversationSurvey conversations) {}
