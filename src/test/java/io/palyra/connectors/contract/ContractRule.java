package io.palyra.connectors.contract;

import io.palyra.connectors.access.DirectRule;
import io.palyra.connectors.access.GroupRule;
import org.awaitility.core.ConditionTimeoutException;

/** What every connector has to keep, whatever its platform. */
enum ContractRule {
    ONE_KEY_IS_ONE_MESSAGE(DeliveryRules::oneKeyIsOneMessage),
    A_FAILURE_IS_TRIED_AGAIN(DeliveryRules::aFailureIsTriedAgain),
    AN_UNKNOWN_OUTCOME_IS_RESOLVED_AS_DECLARED(DeliveryRules::anUnknownOutcomeIsResolvedAsDeclared),
    A_REFUSED_MESSAGE_ENDS_ALONE(DeliveryRules::aRefusedMessageEndsAlone),
    LIMITS_ARE_THE_PLATFORMS_OWN(CapabilityRules::limitsAreThePlatformsOwn),
    WHAT_IS_DECLARED_WORKS(CapabilityRules::whatIsDeclaredWorks),
    A_MISSING_CREDENTIAL_IS_SAID_AND_MENDED(LifecycleRules::aMissingCredentialIsSaidAndMended),
    A_NEW_SESSION_COSTS_NO_ATTEMPT(LifecycleRules::aNewSessionCostsNoAttempt),
    A_STOP_LOSES_NOTHING_IN_HAND(LifecycleRules::aStopLosesNothingInHand),
    A_RESTART_GOES_ON_IN_ORDER(InboundRules::aRestartGoesOnInOrder),
    A_REPETITION_IS_ROUTED_ONCE(InboundRules::aRepetitionIsRoutedOnce),
    A_BOT_IS_HEARD_ONLY_WHERE_IT_SPEAKS_TO_US(InboundRules::aBotIsHeardOnlyWhereItSpeaksToUs),
    TWO_BOTS_DO_NOT_TALK_FOR_EVER(InboundRules::twoBotsDoNotTalkForEver),
    THE_CURSOR_FOLLOWS_THE_COMMIT(InboundRules::theCursorFollowsTheCommit),
    WHO_MENTIONS_THE_BOT_IS_HEARD(MentionRules::whoMentionsTheBotIsHeard),
    WHO_ANSWERS_THE_BOT_IS_HEARD(MentionRules::whoAnswersTheBotIsHeard),
    WHO_SPEAKS_TO_OTHERS_IS_NOT(MentionRules::whoSpeaksToOthersIsNot),
    WHAT_WAS_MISSED_IS_KNOWN_AS_WELL(MentionRules::whatWasMissedIsKnownAsWell),
    A_SENDER_IS_HIS_ID_AND_NO_NAME(SenderRules::aSenderIsHisIdAndNoName),
    LISTS_NAME_SENDERS_BY_THEIR_IDS(SenderRules::listsNameSendersByTheirIds),
    NO_PROGRAM_IS_A_PERSON(SenderRules::noProgramIsAPerson),
    A_STRANGER_IS_LET_IN_WHERE_HE_IS_ALONE(SenderRules::aStrangerIsLetInWhereHeIsAlone),
    A_THREAD_IS_IN_ITS_CONVERSATION(SenderRules::aThreadIsInItsConversation);

    /** Fails with what is not as it should be. */
    @FunctionalInterface
    private interface Check {
        void on(Subject subject) throws Exception;
    }

    private final Check check;

    ContractRule(Check check) {
        this.check = check;
    }

    /**
     * Runs the rule in conversations of its own, where everybody is let in unless it says otherwise; the program is up before
     * and, where the rule holds, after.
     *
     * @throws AssertionError naming the rule, where the connector breaks it
     */
    void check(Subject subject) throws Exception {
        try {
            subject.program().awaitConnected();
            subject.rules(DirectRule.OPEN, GroupRule.ALL);
            check.on(subject);
        } catch (AssertionError | ConditionTimeoutException e) {
            throw new AssertionError(subject.program().id() + " breaks the rule " + this + ": " + e.getMessage(), e);
        }
    }
}
