package io.palyra.connectors.discord;

import io.palyra.connectors.platform.http.CodeMeaning;
import io.palyra.connectors.platform.http.PlatformCode;

/**
 * The codes in the body of a refusal that the connector's requests can meet, and what each speaks of. The names are Discord's;
 * one that is not here has a meaning that nobody knows, and decides nothing on its own.
 *
 * @see <a href="https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes">Discord: JSON
 *     Error Codes</a>
 */
enum DiscordCode implements PlatformCode {
    UNKNOWN_CHANNEL(10_003, CodeMeaning.TARGET),
    UNKNOWN_GUILD(10_004, CodeMeaning.TARGET),
    UNKNOWN_MEMBER(10_007, CodeMeaning.TARGET),
    /** To a post: the message that it answers, or the one that its nonce has posted before, which was deleted. */
    UNKNOWN_MESSAGE(10_008, CodeMeaning.REPLY),
    UNKNOWN_USER(10_013, CodeMeaning.TARGET),
    UNKNOWN_EMOJI(10_014, CodeMeaning.MESSAGE),
    EXPLICIT_CONTENT(20_009, CodeMeaning.MESSAGE),
    SLOWMODE(20_016, CodeMeaning.LIMITED),
    ANNOUNCEMENT_EDIT_LIMIT(20_022, CodeMeaning.LIMITED),
    UNDER_MINIMUM_AGE(20_024, CodeMeaning.TARGET),
    CHANNEL_WRITE_LIMIT(20_028, CodeMeaning.LIMITED),
    SERVER_WRITE_LIMIT(20_029, CodeMeaning.LIMITED),
    MAX_REACTIONS(30_010, CodeMeaning.MESSAGE),
    MAX_EDITS_OF_OLD_MESSAGES(30_046, CodeMeaning.MESSAGE),
    UNAUTHORIZED(40_001, CodeMeaning.TOKEN),
    /** The bot's account, whatever it wants to do. */
    ACCOUNT_NOT_VERIFIED(40_002, CodeMeaning.TOKEN),
    OPENING_DIRECT_MESSAGES_TOO_FAST(40_003, CodeMeaning.LIMITED),
    SENDING_DISABLED_FOR_NOW(40_004, CodeMeaning.NOT_NOW),
    ENTITY_TOO_LARGE(40_005, CodeMeaning.MESSAGE),
    FEATURE_DISABLED_FOR_NOW(40_006, CodeMeaning.NOT_NOW),
    BANNED_FROM_GUILD(40_007, CodeMeaning.TARGET),
    /** Of a new post in a forum whose author is still uploading it, for some seconds. */
    THREAD_WITHOUT_FIRST_MESSAGE(40_058, CodeMeaning.NOT_NOW),
    SERVICE_RESOURCE_LIMITED(40_062, CodeMeaning.LIMITED),
    FORUM_NEEDS_TAG(40_067, CodeMeaning.TARGET),
    /** Cloudflare, in Discord's name: it does not like the address or the client. */
    CLOUDFLARE_BLOCKS(40_333, CodeMeaning.FOREIGN),
    MISSING_ACCESS(50_001, CodeMeaning.TARGET),
    NOT_IN_DIRECT_MESSAGES(50_003, CodeMeaning.TARGET),
    ANOTHER_USERS_MESSAGE(50_005, CodeMeaning.MESSAGE),
    EMPTY_MESSAGE(50_006, CodeMeaning.MESSAGE),
    CANNOT_MESSAGE_USER(50_007, CodeMeaning.TARGET),
    NO_TEXT_CHANNEL(50_008, CodeMeaning.TARGET),
    VERIFICATION_LEVEL_TOO_HIGH(50_009, CodeMeaning.TARGET),
    MISSING_PERMISSIONS(50_013, CodeMeaning.TARGET),
    INVALID_TOKEN(50_014, CodeMeaning.TOKEN),
    SYSTEM_MESSAGE(50_021, CodeMeaning.MESSAGE),
    NOT_ON_THIS_CHANNEL_TYPE(50_024, CodeMeaning.TARGET),
    INVALID_RECIPIENT(50_033, CodeMeaning.TARGET),
    /** Its errors name the fields: {@link RefusalBody} looks for the reply among them. */
    INVALID_FORM_BODY(50_035, CodeMeaning.MESSAGE),
    INVALID_API_VERSION(50_041, CodeMeaning.FOREIGN),
    FILE_TOO_LARGE(50_045, CodeMeaning.MESSAGE),
    INVALID_FILE(50_046, CodeMeaning.MESSAGE),
    INVALID_GUILD(50_055, CodeMeaning.TARGET),
    INVALID_MESSAGE_TYPE(50_068, CodeMeaning.MESSAGE),
    ARCHIVED_THREAD(50_083, CodeMeaning.TARGET),
    INVALID_JSON(50_109, CodeMeaning.MESSAGE),
    PROVIDED_FILE_INVALID(50_110, CodeMeaning.MESSAGE),
    UPLOAD_NOT_FOUND(50_146, CodeMeaning.MESSAGE),
    ACCOUNT_MUST_BE_VERIFIED(50_178, CodeMeaning.TOKEN),
    NO_MUTUAL_GUILDS(50_278, CodeMeaning.TARGET),
    NEEDS_TWO_FACTORS(60_003, CodeMeaning.TARGET),
    REACTION_BLOCKED(90_001, CodeMeaning.MESSAGE),
    RESOURCE_OVERLOADED(130_000, CodeMeaning.NOT_NOW),
    REPLY_WITHOUT_HISTORY(160_002, CodeMeaning.REPLY),
    THREAD_LOCKED(160_005, CodeMeaning.TARGET),
    BLOCKED_BY_AUTOMOD(200_000, CodeMeaning.MESSAGE),
    TITLE_BLOCKED_BY_AUTOMOD(200_001, CodeMeaning.MESSAGE),
    BLOCKED_BY_LINK_FILTER(240_000, CodeMeaning.MESSAGE);

    private final int number;
    private final CodeMeaning says;

    DiscordCode(int number, CodeMeaning says) {
        this.number = number;
        this.says = says;
    }

    @Override
    public String code() {
        return String.valueOf(number);
    }

    @Override
    public CodeMeaning says() {
        return says;
    }
}
