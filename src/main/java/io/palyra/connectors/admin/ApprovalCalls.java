package io.palyra.connectors.admin;

import io.palyra.connectors.approvals.Approval;
import io.palyra.connectors.approvals.ApprovalDesk;
import io.palyra.connectors.approvals.ApprovalState;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireEnum;
import io.palyra.connectors.settings.Role;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Changes of messages that wait for a second person: shown and decided. */
final class ApprovalCalls {

    private static final String APPROVALS = "/admin/v1/approvals";
    private static final String APPROVAL = APPROVALS + "/:approval";

    /** Leaves events of its own, which name who has decided. */
    static final String DECISION = APPROVAL + "/decision";

    /** For what was allowed, so that the answer says what came of it. */
    private static final Duration OUTCOME_WAIT = Duration.ofSeconds(5);

    private record Listed(
            List<ApprovalView> approvals, @Nullable String nextBefore) {}

    /** One of them. */
    record One(ApprovalView approval) {

        static One of(Approval approval, Call call) {
            return new One(ApprovalView.of(approval, MessageTexts.sees(call)));
        }
    }

    /** @param reason at most 512 bytes */
    private record Decision(
            @Nullable Boolean approved, @Nullable String reason) {

        private static final int REASON_BYTES_MAX = 512;

        Decision {
            if (reason != null && reason.getBytes(StandardCharsets.UTF_8).length > REASON_BYTES_MAX) {
                throw new InvalidEnvelopeException("reason", "must have at most " + REASON_BYTES_MAX + " bytes");
            }
        }

        boolean isApproved() {
            if (approved == null) {
                throw new InvalidEnvelopeException("approved", "is required: true allows the change, false denies it");
            }
            return approved;
        }
    }

    private final ApprovalDesk desk;
    private final SettleWatch watch;

    ApprovalCalls(AdminServices services, SettleWatch watch) {
        this.desk = services.approvals().desk();
        this.watch = watch;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(APPROVALS, this::list).taking("state", "before", "limit"),
                Endpoint.get(APPROVAL, this::find),
                Endpoint.post(DECISION, this::decide).by(Role.APPROVER).on(Endpoint.Workers.WAITS));
    }

    private Answer list(Call call) {
        ApprovalState state = call.query("state")
                .map(text -> WireEnum.parse(ApprovalState.class, text, "state"))
                .orElse(null);
        int limit = call.limit();
        List<Approval> found = desk.latest(state, call.query("before").orElse(null), limit + 1);
        List<ApprovalView> page = found.stream()
                .limit(limit)
                .map(approval -> ApprovalView.of(approval, MessageTexts.sees(call)))
                .toList();
        return Answer.ok(
                new Listed(page, found.size() > limit ? page.get(limit - 1).approvalId() : null));
    }

    private Answer find(Call call) {
        return Answer.ok(One.of(desk.find(call.approvalId()), call));
    }

    private Answer decide(Call call) {
        Decision decision = call.body(Decision.class);
        Approval decided = desk.decide(
                call.approvalId(), call.caller().identity().account(), decision.isApproved(), decision.reason());
        return Answer.ok(
                One.of(watch.until(() -> desk.find(decided.approvalId()), Approval::isSettled, OUTCOME_WAIT), call));
    }
}
