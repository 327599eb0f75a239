package io.palyra.connectors.slack;

import io.palyra.connectors.platform.markdown.LinkAddress;
import io.palyra.connectors.platform.markdown.LinkWords;
import java.util.Optional;

/** A link as Slack takes it. What is between its angle brackets begins with a scheme, so it never is a mention. */
final class MrkdwnLink {

    private MrkdwnLink() {}

    /** Empty where it is to be written out as text. */
    static Optional<String> of(String url, String label) {
        if (!LinkAddress.isLinkable(url)) {
            return Optional.empty();
        }
        String shown = LinkWords.visible(label);
        if (LinkWords.nameAnother(shown, url)) {
            return Optional.empty();
        }
        String target = MrkdwnText.escape(LinkAddress.encoded(url));
        String link =
                shown.isEmpty() || shown.equals(url) && LinkAddress.mail(url).isEmpty()
                        ? "<" + target + ">"
                        : "<" + target + "|" + MrkdwnText.escape(MrkdwnText.withoutFences(shown)) + ">";
        return link.length() <= LinkAddress.CHARS_MAX ? Optional.of(link) : Optional.empty();
    }
}
