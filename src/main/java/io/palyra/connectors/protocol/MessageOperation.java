package io.palyra.connectors.protocol;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What a connector can be told to do with messages. */
public enum MessageOperation implements WireEnum {
    SEND("send", MessageFeature.SEND),
    READ("read", MessageFeature.READ),
    SEARCH("search", MessageFeature.SEARCH),
    EDIT("edit", MessageFeature.EDIT),
    DELETE("delete", MessageFeature.DELETE),
    REACT_ADD("reactAdd", MessageFeature.REACT_ADD),
    REACT_REMOVE("reactRemove", MessageFeature.REACT_REMOVE);

    private final String optionName;
    private final MessageFeature feature;

    MessageOperation(String optionName, MessageFeature feature) {
        this.optionName = optionName;
        this.feature = feature;
    }

    /** Its name as an option of a Camel endpoint, and in the header of the same meaning. */
    public String optionName() {
        return optionName;
    }

    /** The capability that a connector must have declared for it. */
    public MessageFeature feature() {
        return feature;
    }

    /**
     * The operation of that {@link #optionName()}.
     *
     * @throws InvalidEnvelopeException naming the options there are
     */
    public static MessageOperation fromOption(String optionName) {
        for (MessageOperation operation : values()) {
            if (operation.optionName.equals(optionName)) {
                return operation;
            }
        }
        String options =
                Arrays.stream(values()).map(MessageOperation::optionName).collect(Collectors.joining(", "));
        throw new InvalidEnvelopeException(
                "operation", "unknown value " + Texts.quote(optionName) + ", one of " + options);
    }
}
