package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.discord.GuildRights.Reading;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a channel is readable, for each way in which roles and overwrites make it so. The bot is 9, its role 5. */
class GuildRightsTest {

    private static final long ADMINISTRATOR = 1L << 3;
    private static final long VIEW = 1L << 10;
    private static final long HISTORY = 1L << 16;
    private static final long BOTH = VIEW | HISTORY;

    private final GuildRights rights = new GuildRights("9");

    private static String overwrite(String id, long allow, long deny) {
        return "{'id':'%s','type':0,'allow':'%d','deny':'%d'}".formatted(id, allow, deny);
    }

    /** A guild 1 with the channel 100, its thread 101, and a channel 102 of which less is told. */
    private static DataObject guild(String owner, long everyone, long role, String more, String... overwrites) {
        return DataObject.fromJson("""
                {'id':'1','owner_id':'%s',
                 'roles':[{'id':'1','permissions':'%d'},{'id':'5','permissions':'%d'},{'id':'6','permissions':'8'}],
                 'members':[{'user':{'id':'9'},'roles':['5']}],
                 'channels':[{'id':'100','type':0,'permission_overwrites':[%s]%s},{'id':'102','type':0}],
                 'threads':[{'id':'101','type':11,'parent_id':'100'}]}""".formatted(owner, everyone, role, String.join(",", overwrites), more)
                .replace('\'', '"'));
    }

    /** As the role may see it, and the bot has these. */
    private static DataObject roles(String roles) {
        return DataObject.fromJson(guild("2", 0, 0, "").toString().replace("[\"5\"]", roles.replace('\'', '"')));
    }

    static Stream<Arguments> guilds() {
        return Stream.of(
                Arguments.of("everyone may", guild("2", BOTH, 0, ""), Reading.ALLOWED),
                Arguments.of("the role may", guild("2", 0, BOTH, ""), Reading.ALLOWED),
                Arguments.of("each gives a half", guild("2", VIEW, HISTORY, ""), Reading.ALLOWED),
                Arguments.of("sees no history", guild("2", VIEW, 0, ""), Reading.HIDDEN),
                Arguments.of("may nothing", guild("2", 0, 0, ""), Reading.HIDDEN),
                Arguments.of("owns it", guild("9", 0, 0, "", overwrite("1", 0, VIEW)), Reading.ALLOWED),
                Arguments.of(
                        "administrates", guild("2", 0, ADMINISTRATOR, "", overwrite("9", 0, VIEW)), Reading.ALLOWED),
                Arguments.of("denied to everyone", guild("2", BOTH, BOTH, "", overwrite("1", 0, VIEW)), Reading.HIDDEN),
                Arguments.of(
                        "denied to everyone but the role",
                        guild("2", BOTH, 0, "", overwrite("1", 0, VIEW), overwrite("5", VIEW, 0)),
                        Reading.ALLOWED),
                Arguments.of(
                        "denied to the role but not the bot",
                        guild("2", BOTH, 0, "", overwrite("5", 0, HISTORY), overwrite("9", HISTORY, 0)),
                        Reading.ALLOWED),
                Arguments.of("denied to the bot", guild("2", BOTH, BOTH, "", overwrite("9", 0, VIEW)), Reading.HIDDEN),
                Arguments.of(
                        "denied to another role", guild("2", BOTH, 0, "", overwrite("6", 0, VIEW)), Reading.ALLOWED),
                Arguments.of("its roles hold what is none", roles("['5',null]"), Reading.UNKNOWN),
                Arguments.of("its roles are no list", roles("'5'"), Reading.UNKNOWN),
                Arguments.of("obfuscated", guild("2", BOTH, 0, ",'flags':131072"), Reading.HIDDEN),
                Arguments.of("flags that are no number", guild("2", BOTH, 0, ",'flags':'many'"), Reading.ALLOWED),
                Arguments.of("another flag", guild("2", BOTH, 0, ",'flags':16"), Reading.ALLOWED));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guilds")
    void aChannelAndItsThreadsAreReadable(String name, DataObject guild, Reading reading) {
        rights.guild(guild);
        assertThat(rights.of("100")).as(name).isEqualTo(reading);
        assertThat(rights.of("101")).as("its thread").isEqualTo(reading);
    }

    @Test
    void whatIsNotToldIsNotKnown() {
        assertThat(rights.of("100")).isEqualTo(Reading.UNKNOWN);
        rights.guild(guild("2", BOTH, 0, ""));
        assertThat(rights.of("102")).as("no overwrites were told").isEqualTo(Reading.UNKNOWN);
        assertThat(rights.of("999")).isEqualTo(Reading.UNKNOWN);
        rights.left("1");
        assertThat(rights.of("100")).isEqualTo(Reading.UNKNOWN);
    }

    @Test
    void changesCountAtOnce() {
        rights.guild(guild("2", 0, 0, ""));
        rights.role("1", DataObject.fromJson("{\"id\":\"5\",\"permissions\":\"" + BOTH + "\"}"));
        assertThat(rights.of("100")).isEqualTo(Reading.ALLOWED);
        boolean other = rights.member("1", DataObject.fromJson("{\"user\":{\"id\":\"8\"},\"roles\":[]}"));
        assertThat(other).isFalse();
        assertThat(rights.of("100")).as("another member").isEqualTo(Reading.ALLOWED);
        rights.member("1", DataObject.fromJson("{\"user\":{\"id\":\"9\"},\"roles\":[]}"));
        assertThat(rights.of("100")).as("without its role").isEqualTo(Reading.HIDDEN);
        rights.member("1", DataObject.fromJson("{\"user\":{\"id\":\"9\"},\"roles\":[\"6\"]}"));
        assertThat(rights.of("100")).as("administrates").isEqualTo(Reading.ALLOWED);
        rights.roleGone("1", "6");
        assertThat(rights.of("100")).isEqualTo(Reading.HIDDEN);
        rights.channelGone("100");
        assertThat(rights.of("100")).isEqualTo(Reading.UNKNOWN);
    }
}
