package io.palyra.connectors.protocol;

/** What a connector may offer for messages, and what has to be observed with each, whatever the platform. */
public enum MessageFeature implements WireEnum {
    SEND("channel.send", ApprovalMode.NONE, RiskLevel.MEDIUM),
    THREAD("message.thread", ApprovalMode.NONE, RiskLevel.MEDIUM),
    REPLY("message.reply", ApprovalMode.NONE, RiskLevel.MEDIUM),
    READ("channel.message.read", ApprovalMode.NONE, RiskLevel.LOW),
    SEARCH("channel.message.search", ApprovalMode.NONE, RiskLevel.LOW),
    EDIT("channel.message.edit", ApprovalMode.CONDITIONAL, RiskLevel.CONDITIONAL),
    DELETE("channel.message.delete", ApprovalMode.CONDITIONAL, RiskLevel.CONDITIONAL),
    REACT_ADD("channel.message.react_add", ApprovalMode.CONDITIONAL, RiskLevel.CONDITIONAL),
    REACT_REMOVE("channel.message.react_remove", ApprovalMode.CONDITIONAL, RiskLevel.CONDITIONAL);

    private final String policyAction;
    private final ApprovalMode approvalMode;
    private final RiskLevel riskLevel;

    MessageFeature(String policyAction, ApprovalMode approvalMode, RiskLevel riskLevel) {
        this.policyAction = policyAction;
        this.approvalMode = approvalMode;
        this.riskLevel = riskLevel;
    }

    public String policyAction() {
        return policyAction;
    }

    public ApprovalMode approvalMode() {
        return approvalMode;
    }

    public RiskLevel riskLevel() {
        return riskLevel;
    }

    public String auditEventType() {
        return "message." + wireName();
    }
}
