package io.palyra.connectors.platform.http;

/** A code in a platform's refusals that is known; in the way of an enum, one constant for each. */
public interface PlatformCode {

    /** As it stands in the answer. */
    String code();

    CodeMeaning says();
}
