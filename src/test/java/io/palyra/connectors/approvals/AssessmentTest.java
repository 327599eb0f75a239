package io.palyra.connectors.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.approvals.Assessment.Target;
import io.palyra.connectors.protocol.MessageOperation;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each place of the table, with the ages at both sides of its limits. */
class AssessmentTest {

    @ParameterizedTest
    @CsvSource({
        // operation, own, direct, default account, age, risk, approval
        "EDIT, true, true, false, PT15M, LOW, false",
        "EDIT, true, true, false, PT15M0.001S, HIGH, false",
        "EDIT, true, true, false, PT24H, HIGH, false",
        "EDIT, true, true, false, PT24H0.001S, CRITICAL, true",
        "EDIT, true, true, true, PT1M, HIGH, true",
        "EDIT, true, false, false, PT1M, HIGH, true",
        "EDIT, true, false, false, PT25H, CRITICAL, true",
        "EDIT, false, true, false, PT1M, CRITICAL, true",
        "DELETE, true, true, false, PT15M, MEDIUM, true",
        "DELETE, true, true, false, PT15M0.001S, HIGH, true",
        "DELETE, true, true, true, PT1M, HIGH, true",
        "DELETE, true, false, false, PT1M, HIGH, true",
        "DELETE, true, false, false, PT24H0.001S, CRITICAL, true",
        "DELETE, false, true, false, PT1M, CRITICAL, true",
        "REACT_ADD, false, true, false, PT6H, LOW, false",
        "REACT_ADD, false, true, false, PT6H0.001S, MEDIUM, false",
        "REACT_REMOVE, true, true, false, PT24H, MEDIUM, false",
        "REACT_REMOVE, true, true, false, PT24H0.001S, HIGH, true",
        "REACT_ADD, false, true, true, PT1M, MEDIUM, true",
        "REACT_ADD, false, false, false, PT1M, MEDIUM, true",
        "REACT_REMOVE, false, false, false, PT25H, HIGH, true",
    })
    void followsTheTable(
            MessageOperation operation,
            boolean own,
            boolean direct,
            boolean defaultAccount,
            Duration age,
            Risk risk,
            boolean approval) {
        Assessment assessment = Assessment.of(operation, new Target(own, direct, defaultAccount, age));

        assertThat(assessment.risk()).isEqualTo(risk);
        assertThat(assessment.needsApproval()).isEqualTo(approval);
    }
}
