package io.palyra.connectors.telegram;

/** Which attachments of a message are files of Telegram's. */
final class TelegramFiles {

    /** Of every file that has come from Telegram. */
    static final String ORIGIN = "telegram";

    /** Stands before a file id that is too long for an attachment id. */
    static final String ARTIFACT = "telegram:file:";

    private TelegramFiles() {}
}
