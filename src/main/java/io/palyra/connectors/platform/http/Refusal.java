package io.palyra.connectors.platform.http;

import org.jspecify.annotations.Nullable;

/**
 * A refusal in the platform's own words.
 *
 * @param code the platform's name or number of what is wrong; empty where it has none
 * @param meaning what that speaks of; null where the code is not known: such a refusal decides nothing on its own
 * @param words one line for people, without anything secret
 */
public record Refusal(String code, @Nullable CodeMeaning meaning, String words) {}
