package io.palyra.connectors.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.fake.Feed;
import io.palyra.connectors.store.StoreRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What platform, daemon and store know after a crash and the life after it, and the rules that this must keep to.
 *
 * @param received what the platform had for the program, in its order
 * @param sent what a client put into the outbox, in its order
 * @param questions envelopes that the daemon was asked about, in its order
 */
record CrashEvidence(
        List<Feed.Entry> received,
        List<Feed.Entry> sent,
        CrashRun.AtDeath atDeath,
        StoreRows atEnd,
        Ledger platform,
        List<String> questions) {

    /** @throws AssertionError naming the messages with which a rule is broken */
    void check() {
        acceptedIsStored();
        everythingArrivesInOrder();
        storeAndPlatformAgree();
        sentAgainOnlyWhereTheOutcomeWasUnknown();
        tokensAreStable();
        askedAgainOnlyAboutWhatWasInHand();
    }

    /** What was delivered may have been purged. */
    private void acceptedIsStored() {
        assertThat(atDeath.admitted())
                .as("stored when the cursor was past them")
                .allSatisfy(id -> assertThat(atDeath.store().inbound(id)).isPresent());
        assertThat(atDeath.enqueued()).as("stored when the client was told so").allSatisfy(id -> assertThat(
                        atDeath.store().outbox(id).isPresent()
                                || !atDeath.platform().of(id).isEmpty())
                .isTrue());
    }

    private void everythingArrivesInOrder() {
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        received.forEach(entry -> add(wanted, entry.conversation(), entry.envelopeId() + ":0"));
        sent.forEach(entry -> add(wanted, entry.conversation(), entry.envelopeId()));
        assertThat(platform.firstTaken())
                .as("taken by the platform, by conversation")
                .isEqualTo(wanted);
    }

    private static void add(Map<String, List<String>> lists, String key, String value) {
        lists.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
    }

    private void storeAndPlatformAgree() {
        assertThat(atEnd.inbound().keySet())
                .as("in the inbox")
                .containsExactlyInAnyOrderElementsOf(
                        received.stream().map(Feed.Entry::envelopeId).toList());
        assertThat(atEnd.inbound()).as("routed").allSatisfy((id, row) -> assertThat(row.state())
                .isEqualTo("routed"));
        assertThat(atEnd.outbox()).as("delivered and taken").allSatisfy((id, row) -> {
            assertThat(row.state()).isIn("delivered", "dead");
            assertThat(platform.of(id)).isNotEmpty();
        });
    }

    private void sentAgainOnlyWhereTheOutcomeWasUnknown() {
        assertThat(platform.takenAgain()).as("taken twice").allSatisfy((id, lines) -> {
            assertThat(lines).hasSize(2);
            assertThat(atDeath.platform().of(id)).hasSize(1);
            assertThat(atDeath.store().outbox(id))
                    .hasValueSatisfying(row -> assertThat(row.mayBeInHand()).isTrue());
        });
    }

    private void tokensAreStable() {
        Map<String, String> envelopes = new HashMap<>();
        assertThat(platform.lines()).as("one token for each message").allSatisfy(line -> {
            assertThat(envelopes.putIfAbsent(line.token(), line.envelopeId())).isIn(null, line.envelopeId());
            assertThat(line.token())
                    .isEqualTo(platform.of(line.envelopeId()).get(0).token());
        });
    }

    private void askedAgainOnlyAboutWhatWasInHand() {
        for (Feed.Entry entry : received) {
            String id = entry.envelopeId();
            assertThat(asked(id)).as("asked about " + id).isBetween(1L, 2L);
            if (asked(id) > 1) {
                assertThat(atDeath.store().inbound(id))
                        .as("asked twice about " + id)
                        .hasValueSatisfying(row -> assertThat(row.mayBeInHand()).isTrue());
            }
        }
        for (String conversation : List.of("a", "b")) {
            assertThat(questions.stream().filter(id -> id.startsWith(conversation)))
                    .as("the daemon is never asked about an earlier message again")
                    .isSorted();
        }
    }

    long asked(String envelopeId) {
        return questions.stream().filter(envelopeId::equals).count();
    }

    int taken(String envelopeId) {
        return platform.of(envelopeId).size();
    }
}
