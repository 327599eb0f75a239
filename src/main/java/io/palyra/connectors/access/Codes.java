package io.palyra.connectors.access;

import io.palyra.connectors.protocol.Sha256;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Codes that people read aloud and type: Crockford's base 32, in which no letter looks like another one or like a digit.
 *
 * @see <a href="https://www.crockford.com/base32.html">Douglas Crockford: Base 32</a>
 */
final class Codes {

    /** Almost 40 bits: with the limits on guessing, one chance in some billions for each code and hour. */
    static final int PAIRING_CHARS = 8;

    /** Names one of at most a thousand requests; whoever knows it can do nothing with it. */
    static final int REQUEST_CHARS = 6;

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /** {@code pair K7Q2-MX9P}; upper or lower case. */
    private static final Pattern PAIR =
            Pattern.compile("\\s*+[/!]?pair\\s++([0-9A-Z]{4})-?([0-9A-Z]{4})\\s*+", Pattern.CASE_INSENSITIVE);

    private final SecureRandom random;

    Codes(SecureRandom random) {
        this.random = random;
    }

    /** Has a digit that no letter is read as: so no word is a code. */
    String pairing() {
        String code = code(PAIRING_CHARS);
        while (!mayBeIssued(code)) {
            code = code(PAIRING_CHARS);
        }
        return code;
    }

    /** Whether a pairing code may look so. */
    static boolean mayBeIssued(String code) {
        return code.chars().anyMatch(c -> c >= '2' && c <= '9');
    }

    String request() {
        return code(REQUEST_CHARS);
    }

    private String code(int chars) {
        StringBuilder code = new StringBuilder(chars);
        for (int i = 0; i < chars; i++) {
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }

    /** The pairing code that a text consists of, as it was given out. */
    static Optional<String> in(String text) {
        // A code is short: a long text is none, and costs nothing
        if (text.length() > 64) {
            return Optional.empty();
        }
        Matcher pair = PAIR.matcher(text);
        return pair.matches() ? Optional.of(read(pair.group(1) + pair.group(2))) : Optional.empty();
    }

    /** What somebody has typed, with the letters that the alphabet leaves out read as the digits that they look like. */
    static String read(String typed) {
        return typed.toUpperCase(Locale.ROOT)
                .replace('O', '0')
                .replace('I', '1')
                .replace('L', '1');
    }

    /** A code is valid for minutes; its hash keeps it from whoever reads a copy of the store meanwhile. */
    static String hash(String codeId, String code) {
        return Sha256.hex(codeId + ":" + code);
    }
}
