package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.LinkAddress;
import java.util.regex.Pattern;

/** Addresses that Telegram makes links of. It drops any other, without a word, so that only the words would be left. */
final class TelegramLink {

    /** Pages whose host has a dot. */
    private static final Pattern PAGE = Pattern.compile("(?i)https?://[^\\s/?#\\[\\]]+\\.[^\\s/?#\\[\\]]+(?:[/?#].*)?");

    private static final Pattern WITHIN_TELEGRAM = Pattern.compile("(?i)tg://[\\w-]+(?:[/?#].*)?");

    /** Whoever has the id is mentioned. */
    private static final Pattern PERSON = Pattern.compile("(?i)tg:/*user\\b.*");

    private TelegramLink() {}

    static boolean isLinkable(String address, boolean mentions) {
        return address.length() <= LinkAddress.CHARS_MAX
                && (PAGE.matcher(address).matches()
                        || WITHIN_TELEGRAM.matcher(address).matches()
                                && (mentions || !PERSON.matcher(address).matches()));
    }

    /** Whether clients make a link of the words by themselves, which leads to the address. */
    static boolean isShownBy(String words, String address) {
        return words.equals(address)
                || LinkAddress.mail(address).filter(words::equals).isPresent();
    }
}
