package io.palyra.connectors.store;

import io.palyra.connectors.protocol.EnvelopeId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A message that had ended, and is to be handed over again. */
record RevivedRow(EnvelopeId envelopeId, long laneId) {

    static RevivedRow of(ResultSet row) throws SQLException {
        return new RevivedRow(new EnvelopeId(row.getString("envelope_id")), row.getLong("lane_id"));
    }

    static Set<EnvelopeId> envelopes(List<RevivedRow> rows) {
        return rows.stream().map(RevivedRow::envelopeId).collect(Collectors.toUnmodifiableSet());
    }

    static Set<Long> lanes(List<RevivedRow> rows) {
        return rows.stream().map(RevivedRow::laneId).collect(Collectors.toUnmodifiableSet());
    }
}
