package io.palyra.connectors.platform.markdown;

import java.util.regex.Pattern;
import org.commonmark.node.FencedCodeBlock;
import org.jspecify.annotations.Nullable;

/**
 * What a block of code holds. What stands behind the fence is a language, or else belongs to the code.
 *
 * @param language null where there is none
 * @param code without an end of line at the end; may be blank
 */
public record CodeText(@Nullable String language, String code) {

    private static final Pattern LANGUAGE = Pattern.compile("[\\w.+#-]{1,30}+");

    static CodeText of(FencedCodeBlock block) {
        String info = block.getInfo() == null ? "" : block.getInfo();
        boolean isLanguage = LANGUAGE.matcher(info).matches();
        return new CodeText(
                isLanguage ? info : null,
                chomped((isLanguage || info.isEmpty() ? "" : info + "\n") + block.getLiteral()));
    }

    /** Whether there is a text behind the fence and no code: it rather is a text that looks like a fence. */
    static boolean isRatherText(FencedCodeBlock block) {
        return block.getLiteral().isBlank()
                && block.getInfo() != null
                && !block.getInfo().isBlank();
    }

    /** Without the end of line at the end. */
    static String chomped(String code) {
        return code.endsWith("\n") ? code.substring(0, code.length() - 1) : code;
    }
}
