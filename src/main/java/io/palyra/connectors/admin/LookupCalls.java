package io.palyra.connectors.admin;

import io.palyra.connectors.lane.storage.FailureGroup;
import io.palyra.connectors.lane.storage.FailureSurvey.Failures;
import io.palyra.connectors.lane.storage.MessageSearch;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import java.util.List;

/** What is asked of the messages of all connectors: what they fail of, and where one is. */
final class LookupCalls {

    private static final int SOUGHT_CHARS_MAX = 256;

    /** @param complete false where there are so many reasons that not all were looked at */
    private record Groups(List<FailureGroup> failures, boolean more, boolean complete) {}

    /** @param newest among so many messages of each direction what is no id was looked for */
    private record Hits(List<MessageSearch.Hit> hits, boolean more, int newest) {}

    private final AdminServices services;

    LookupCalls(AdminServices services) {
        this.services = services;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("/admin/v1/failures", this::failures).taking("connector_id", "limit"),
                Endpoint.get("/admin/v1/search", this::search).taking("q", "limit"));
    }

    private Answer failures(Call call) {
        int limit = call.limit();
        Failures found = services.lookups()
                .failures()
                .failures(EventCalls.only(services, call).orElse(null));
        List<FailureGroup> groups = found.groups().stream()
                .filter(group -> services.supervision().roster().isRegistered(group.connectorId()))
                .toList();
        return Answer.ok(
                new Groups(groups.subList(0, Math.min(limit, groups.size())), groups.size() > limit, found.complete()));
    }

    private Answer search(Call call) {
        String sought = call.query("q").orElse("").strip();
        if (sought.isEmpty() || sought.length() > SOUGHT_CHARS_MAX) {
            throw new InvalidEnvelopeException(
                    "q", "must be 1 to " + SOUGHT_CHARS_MAX + " characters: an id, its beginning, a name or a text");
        }
        int limit = call.limit();
        List<MessageSearch.Hit> hits = services.lookups().search().search(sought, MessageTexts.sees(call), limit + 1);
        return Answer.ok(
                new Hits(hits.subList(0, Math.min(limit, hits.size())), hits.size() > limit, MessageSearch.NEWEST));
    }
}
