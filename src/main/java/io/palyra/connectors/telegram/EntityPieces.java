package io.palyra.connectors.telegram;

import io.palyra.connectors.platform.markdown.InlineSink;
import io.palyra.connectors.platform.markdown.LinkAddress;
import io.palyra.connectors.platform.markdown.LinkWords;
import io.palyra.connectors.protocol.Texts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the prose of a block after the other. For one text. */
final class EntityPieces implements InlineSink {

    /** Telegram takes some 9.5 kB of entities; from here on links are written out. */
    private static final int ADDRESS_BYTES_MAX = 6_000;

    enum Kind {
        TEXT,
        CODE,
        LINK,
        NEW_LINE
    }

    /** @param url of a link only */
    record Piece(
            Kind kind, String text, int styles, @Nullable String url) {}

    private final boolean mentions;
    private List<Piece> pieces = new ArrayList<>();
    private int links;
    private int addressBytes;

    EntityPieces(boolean mentions) {
        this.mentions = mentions;
    }

    /** What was collected since this was last asked. */
    List<Piece> take() {
        List<Piece> taken = pieces;
        pieces = new ArrayList<>();
        return taken;
    }

    /** What a link with these words is shown as that leads there; empty where both are to be written out. */
    static String shown(String address, String words, boolean mentions) {
        String shown = LinkWords.visible(words);
        if (shown.isEmpty()) {
            return TelegramLink.isLinkable(address, mentions) ? address : "";
        }
        boolean leads = TelegramLink.isShownBy(shown, address) || TelegramLink.isLinkable(address, mentions);
        return leads && !LinkWords.nameAnother(shown, address) ? shown : "";
    }

    @Override
    public void text(String text, int styles) {
        pieces.add(new Piece(Kind.TEXT, text, styles, null));
    }

    @Override
    public void code(String code, int styles) {
        pieces.add(new Piece(Texts.isBlank(code) ? Kind.TEXT : Kind.CODE, code, 0, null));
    }

    @Override
    public boolean link(String address, String words, int styles) {
        String shown = shown(address, words, mentions);
        if (shown.isEmpty()) {
            return false;
        }
        if (TelegramLink.isShownBy(shown, address)) {
            text(shown, styles);
            return true;
        }
        String url = LinkAddress.encoded(address);
        int bytes = url.getBytes(StandardCharsets.UTF_8).length;
        if (links == EntityText.ENTITIES_MAX || addressBytes + bytes > ADDRESS_BYTES_MAX) {
            return false;
        }
        links++;
        addressBytes += bytes;
        pieces.add(new Piece(Kind.LINK, shown, styles, url));
        return true;
    }

    @Override
    public void newLine(int styles) {
        pieces.add(new Piece(Kind.NEW_LINE, "\n", styles, null));
    }
}
