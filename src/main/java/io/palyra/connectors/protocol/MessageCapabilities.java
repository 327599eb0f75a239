package io.palyra.connectors.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a connector can do with messages. What is not declared is not supported. */
public record MessageCapabilities(
        Capability send,
        Capability thread,
        Capability reply,
        Capability read,
        Capability search,
        Capability edit,
        Capability delete,
        Capability reactAdd,
        Capability reactRemove) {
    @JsonCreator
    public MessageCapabilities {
        send = Capability.orNotDeclared(send);
        thread = Capability.orNotDeclared(thread);
        reply = Capability.orNotDeclared(reply);
        read = Capability.orNotDeclared(read);
        search = Capability.orNotDeclared(search);
        edit = Capability.orNotDeclared(edit);
        delete = Capability.orNotDeclared(delete);
        reactAdd = Capability.orNotDeclared(reactAdd);
        reactRemove = Capability.orNotDeclared(reactRemove);
    }

    /** Each capability as the function declares it, with what {@link MessageFeature} adds. */
    static MessageCapabilities of(Function<MessageFeature, @Nullable Capability> declared) {
        Function<MessageFeature, Capability> each =
                feature -> Capability.orNotDeclared(declared.apply(feature)).observing(feature);
        return new MessageCapabilities(
                each.apply(MessageFeature.SEND),
                each.apply(MessageFeature.THREAD),
                each.apply(MessageFeature.REPLY),
                each.apply(MessageFeature.READ),
                each.apply(MessageFeature.SEARCH),
                each.apply(MessageFeature.EDIT),
                each.apply(MessageFeature.DELETE),
                each.apply(MessageFeature.REACT_ADD),
                each.apply(MessageFeature.REACT_REMOVE));
    }

    public Capability of(MessageFeature feature) {
        return switch (feature) {
            case SEND -> send;
            case THREAD -> thread;
            case REPLY -> reply;
            case READ -> read;
            case SEARCH -> search;
            case EDIT -> edit;
            case DELETE -> delete;
            case REACT_ADD -> reactAdd;
            case REACT_REMOVE -> reactRemove;
        };
    }
}
