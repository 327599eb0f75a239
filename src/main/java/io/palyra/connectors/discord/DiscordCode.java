package io.palyra.connectors.discord;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The codes in the body of a refusal that the connector's requests can meet, and what each speaks of. The names are Discord's;
 * one that is not here has a meaning that nobody knows, and decides nothing on its own.
 *
 * @see <a href="https://docs.discord.com/developers/topics/opcodes-and-status-codes#json-json-error-codes">Discord: JSON
 *     Error Codes</a>
 */
enum DiscordCode {
    UNKNOWN_CHANNEL(10_003, Says.TARGET),
    UNKNOWN_GUILD(10_004, Says.TARGET),
    UNKNOWN_MEMBER(10_007, Says.TARGET),
    /** To a post: the message that it answers, or the one that its nonce has posted before, which was deleted. */
    UNKNOWN_MESSAGE(10_008, Says.REPLY),
    UNKNOWN_USER(10_013, Says.TARGET),
    UNKNOWN_EMOJI(10_014, Says.MESSAGE),
    EXPLICIT_CONTENT(20_009, Says.MESSAGE),
    SLOWMODE(20_016, Says.LIMITED),
    ANNOUNCEMENT_EDIT_LIMIT(20_022, Says.LIMITED),
    UNDER_MINIMUM_AGE(20_024, Says.TARGET),
    CHANNEL_WRITE_LIMIT(20_028, Says.LIMITED),
    SERVER_WRITE_LIMIT(20_029, Says.LIMITED),
    MAX_REACTIONS(30_010, Says.MESSAGE),
    MAX_EDITS_OF_OLD_MESSAGES(30_046, Says.MESSAGE),
    UNAUTHORIZED(40_001, Says.TOKEN),
    /** The bot's account, whatever it wants to do. */
    ACCOUNT_NOT_VERIFIED(40_002, Says.TOKEN),
    OPENING_DIRECT_MESSAGES_TOO_FAST(40_003, Says.LIMITED),
    SENDING_DISABLED_FOR_NOW(40_004, Says.NOT_NOW),
    ENTITY_TOO_LARGE(40_005, Says.MESSAGE),
    FEATURE_DISABLED_FOR_NOW(40_006, Says.NOT_NOW),
    BANNED_FROM_GUILD(40_007, Says.TARGET),
    /** Of a new post in a forum whose author is still uploading it, for some seconds. */
    THREAD_WITHOUT_FIRST_MESSAGE(40_058, Says.NOT_NOW),
    SERVICE_RESOURCE_LIMITED(40_062, Says.LIMITED),
    FORUM_NEEDS_TAG(40_067, Says.TARGET),
    /** Cloudflare, in Discord's name: it does not like the address or the client. */
    CLOUDFLARE_BLOCKS(40_333, Says.NOT_DISCORD),
    MISSING_ACCESS(50_001, Says.TARGET),
    NOT_IN_DIRECT_MESSAGES(50_003, Says.TARGET),
    ANOTHER_USERS_MESSAGE(50_005, Says.MESSAGE),
    EMPTY_MESSAGE(50_006, Says.MESSAGE),
    CANNOT_MESSAGE_USER(50_007, Says.TARGET),
    NO_TEXT_CHANNEL(50_008, Says.TARGET),
    VERIFICATION_LEVEL_TOO_HIGH(50_009, Says.TARGET),
    MISSING_PERMISSIONS(50_013, Says.TARGET),
    INVALID_TOKEN(50_014, Says.TOKEN),
    SYSTEM_MESSAGE(50_021, Says.MESSAGE),
    NOT_ON_THIS_CHANNEL_TYPE(50_024, Says.TARGET),
    INVALID_RECIPIENT(50_033, Says.TARGET),
    /** Its errors name the fields: {@link RefusalBody} looks for the reply among them. */
    INVALID_FORM_BODY(50_035, Says.MESSAGE),
    INVALID_API_VERSION(50_041, Says.NOT_DISCORD),
    FILE_TOO_LARGE(50_045, Says.MESSAGE),
    INVALID_FILE(50_046, Says.MESSAGE),
    INVALID_GUILD(50_055, Says.TARGET),
    INVALID_MESSAGE_TYPE(50_068, Says.MESSAGE),
    ARCHIVED_THREAD(50_083, Says.TARGET),
    INVALID_JSON(50_109, Says.MESSAGE),
    PROVIDED_FILE_INVALID(50_110, Says.MESSAGE),
    UPLOAD_NOT_FOUND(50_146, Says.MESSAGE),
    ACCOUNT_MUST_BE_VERIFIED(50_178, Says.TOKEN),
    NO_MUTUAL_GUILDS(50_278, Says.TARGET),
    NEEDS_TWO_FACTORS(60_003, Says.TARGET),
    REACTION_BLOCKED(90_001, Says.MESSAGE),
    RESOURCE_OVERLOADED(130_000, Says.NOT_NOW),
    REPLY_WITHOUT_HISTORY(160_002, Says.REPLY),
    THREAD_LOCKED(160_005, Says.TARGET),
    BLOCKED_BY_AUTOMOD(200_000, Says.MESSAGE),
    TITLE_BLOCKED_BY_AUTOMOD(200_001, Says.MESSAGE),
    BLOCKED_BY_LINK_FILTER(240_000, Says.MESSAGE);

    /** What a code speaks of. */
    enum Says {
        MESSAGE,
        TARGET,
        REPLY,
        /** A limit in other words than 429. */
        LIMITED,
        /** Later, for no fault of ours. */
        NOT_NOW,
        /** The bot's account or token. */
        TOKEN,
        /** What stands between us and Discord, or where {@code rest-url} points to. */
        NOT_DISCORD
    }

    private static final Map<Integer, DiscordCode> BY_NUMBER =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(code -> code.number, Function.identity()));

    private final int number;
    private final Says says;

    DiscordCode(int number, Says says) {
        this.number = number;
        this.says = says;
    }

    /** Empty for one that nobody knows. */
    static Optional<DiscordCode> of(int number) {
        return Optional.ofNullable(BY_NUMBER.get(number));
    }

    int number() {
        return number;
    }

    Says says() {
        return says;
    }
}
