/**
 * Slack through its Web API and Socket Mode. Texts are Markdown on this side, and mrkdwn on Slack's.
 */
@NullMarked
package io.palyra.connectors.slack;

import org.jspecify.annotations.NullMarked;
