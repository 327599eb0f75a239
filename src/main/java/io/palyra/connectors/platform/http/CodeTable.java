package io.palyra.connectors.platform.http;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The codes of a platform that are known, and what each speaks of. One that is not in it has a meaning that nobody knows; what
 * becomes of other messages then shows whose fault it is. Immutable.
 */
public final class CodeTable {

    private final Map<String, CodeMeaning> meanings;

    private CodeTable(Map<String, CodeMeaning> meanings) {
        this.meanings = meanings;
    }

    /** @throws IllegalStateException where a code is there twice */
    public static CodeTable of(PlatformCode... codes) {
        return new CodeTable(
                Arrays.stream(codes).collect(Collectors.toUnmodifiableMap(PlatformCode::code, PlatformCode::says)));
    }

    /** Null for a code that is not in it. */
    public @Nullable CodeMeaning meaning(String code) {
        return meanings.get(code);
    }
}
