package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import io.palyra.connectors.access.AccessDesk;
import io.palyra.connectors.access.AccessRuleSet;
import io.palyra.connectors.access.PairingRequest;
import io.palyra.connectors.fake.discord.Channel;
import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Message;
import io.palyra.connectors.fake.discord.User;
import io.palyra.connectors.fake.discord.UserMessage;
import io.palyra.connectors.platform.message.Envelopes;
import io.palyra.connectors.protocol.EnvelopeId;
import io.palyra.connectors.testkit.LoopbackDiscord;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How somebody whom nobody knows comes to talk to the daemon on Discord, which answers each message with its text. */
class DirectPairingTest {

    private static final String LET_IN = "You have been let in. Please write again what you wanted to say.";
    private static final String PAIRED = "The code is right: you are let in from now on.";

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest program;
    private User stranger;
    private Channel direct;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        stranger = discord.addUser("eve");
        direct = discord.direct(stranger);
        program = ProgramUnderTest.in(folder)
                .discord(discord)
                .settings(
                        LoopbackDiscord.option("access-dm") + "=pairing",
                        LoopbackDiscord.option("access-groups") + "=mention")
                .start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private AccessDesk desk() {
        return program.program().access().desk();
    }

    private Message says(Channel in, String text) {
        return discord.userSays(in, stranger, text);
    }

    /** Until it is decided about the message, whatever is decided. */
    private void awaitDecided(Message message) {
        program.awaitThat(() -> assertThat(program.cursor("channel:" + message.channelId()))
                .satisfies(position -> assertThat(position).isNotEmpty())
                .satisfies(position ->
                        assertThat(Snowflake.compare(position, message.id())).isNotNegative()));
    }

    /** The request that the stranger was told of, which is the only one. */
    private PairingRequest awaitTold() {
        program.awaitThat(() -> assertThat(discord.ledger().texts(direct.id())).hasSize(1));
        assertThat(desk().view(program.id()).requests()).hasSize(1);
        PairingRequest request = desk().view(program.id()).requests().get(0);
        assertThat(discord.ledger().texts(direct.id()))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains(request.code());
        return request;
    }

    private List<String> reasons() {
        return program.events("inbound.refused").stream()
                .map(event -> event.details().path("reason").asText())
                .toList();
    }

    @Test
    void whoAsksIsToldOnceAndReachesTheDaemonWhenAnOperatorLetsHimIn() {
        says(direct, "hello?");
        PairingRequest request = awaitTold();
        assertThat(request.senderId().value()).isEqualTo("discord:user:" + stranger.id());
        assertThat(request.senderDisplay()).isEqualTo("eve");
        awaitDecided(says(direct, "anybody?"));
        awaitDecided(says(direct, "pair me, please"));

        desk().approve(program.id(), request.code().toLowerCase(Locale.ROOT), null, "olga");
        says(direct, "now?");
        String told = discord.ledger().texts(direct.id()).get(0);
        program.awaitTaken(direct.id(), told, LET_IN, "echo: now?");
        assertThat(program.events("inbound.received")).hasSize(1);
        assertThat(program.events("access.requested")).hasSize(1);
        assertThat(program.events("access.approved")).singleElement().satisfies(event -> assertThat(
                        event.details().path("operator").asText())
                .isEqualTo("olga"));

        // What lets him in there opens no group
        awaitDecided(says(discord.channel(), "and here?"));
        assertThat(discord.ledger().texts(discord.channel().id())).isEmpty();
        discord.userSays(
                discord.channel(),
                stranger,
                UserMessage.of("and with a mention?").mentioning(discord.bot()));
        program.awaitTaken(discord.channel().id(), "echo: and with a mention?");
    }

    @Test
    void whoWritesACodeIsLetInWhereHeIsAloneAndTheCodeIsUsedOnce() {
        String code = desk().mint(program.id(), null, "olga").code();
        awaitDecided(says(discord.channel(), "pair " + code));
        assertThat(reasons()).containsExactly("not_mentioned");

        says(direct, "pair " + code.substring(0, 4) + "-" + code.substring(4));
        program.awaitTaken(direct.id(), PAIRED);
        says(direct, "hello");
        program.awaitTaken(direct.id(), PAIRED, "echo: hello");
        assertThat(program.events("access.paired")).hasSize(1);
        assertThat(discord.ledger().texts(discord.channel().id())).isEmpty();

        User another = discord.addUser("mallory");
        Channel elsewhere = discord.direct(another);
        discord.userSays(elsewhere, another, "pair " + code);
        program.awaitTaken(elsewhere.id(), "That code is not valid. Please ask whoever runs this bot for another one.");
        assertThat(desk().view(program.id()).grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.senderId().value()).isEqualTo("discord:user:" + stranger.id()));
    }

    /** The program ends before the stranger has his answer, and Discord shows the next one the message again. */
    @Test
    void whoWasToldBeforeARestartIsNotToldAgain() throws Exception {
        program.supervision().queues().pause(program.id(), "so that the answer waits");
        Message hello = says(direct, "hello?");
        program.awaitEvent("access.requested");
        awaitDecided(hello);
        program.restart();
        program.awaitConnected();
        // The first event of the new run is of the old message: it was read again
        program.awaitThat(() -> assertThat(reasons()).containsExactly("pairing_requested", "pairing_pending"));
        EnvelopeId envelope = Envelopes.envelope(program.id(), hello.id());
        assertThat(program.events("inbound.refused"))
                .extracting(event -> event.details().path("envelope_id").asText())
                .containsOnly(envelope.value());
        program.supervision().queues().resume(program.id());
        PairingRequest request = awaitTold();

        desk().approve(program.id(), request.code(), null, null);
        String told = discord.ledger().texts(direct.id()).get(0);
        program.awaitTaken(direct.id(), told, LET_IN);
        says(direct, "here I am");
        program.awaitTaken(direct.id(), told, LET_IN, "echo: here I am");
    }

    @Test
    void aCodeThatIsShownAgainAfterARestartIsNoMessageAndNoWrongCode() throws Exception {
        String code = desk().mint(program.id(), null, null).code();
        Message pair = says(direct, "pair " + code);
        program.awaitTaken(direct.id(), PAIRED);
        awaitDecided(pair);
        program.restart();
        program.awaitConnected();
        program.awaitThat(() -> assertThat(reasons()).containsExactly("paired", "paired_before"));
        says(direct, "hello");
        program.awaitTaken(direct.id(), PAIRED, "echo: hello");
        assertThat(program.events("access.paired")).hasSize(1);
    }

    /** Discord shows the last seconds once more; nothing is stored of what was refused in them. */
    @Test
    void whatWasRefusedJustBeforeARestartIsDecidedAnew() throws Exception {
        says(direct, "hello?");
        PairingRequest request = awaitTold();
        desk().approve(program.id(), request.code(), null, null);
        program.awaitThat(() -> assertThat(discord.ledger().texts(direct.id())).hasSize(2));
        program.restart();
        String told = discord.ledger().texts(direct.id()).get(0);
        program.awaitTaken(direct.id(), told, LET_IN, "echo: hello?");
    }

    /** A message counts as it stands when it is read. */
    @Test
    void aMentionThatIsEditedInCountsWhereItIsReadLater() throws Exception {
        Channel channel = discord.channel();
        String mention = "<@" + discord.bot().id() + "> hello";
        Message heard = says(channel, "hello");
        awaitDecided(heard);
        discord.userEdits(heard, mention + " too late");
        program.stop();
        // Beyond what is read a second time, or the edit would be read as well
        discord.userDeletes(heard);
        discord.userEdits(says(channel, "hello"), mention);
        program.startAgain();
        program.awaitTaken(channel.id(), "echo: " + mention);
    }

    @Test
    void aChannelThatIsListedIsListedWithItsThreads() throws Exception {
        Channel listed = discord.channel();
        Channel thread = discord.addThread(listed, "a thread");
        Channel other = discord.addChannel(discord.guild(), "other");
        Channel otherThread = discord.addThread(other, "another thread");
        desk().change(
                        program.id(),
                        new AccessRuleSet(null, null, null, null, List.of(listed.id()), List.of("palyra"), null),
                        Set.of(),
                        null);
        says(other, "palyra?");
        awaitDecided(says(otherThread, "palyra, are you there?"));
        says(thread, "palyra, here?");
        program.awaitTaken(thread.id(), "echo: palyra, here?");
        says(listed, "palyra, and here?");
        program.awaitTaken(listed.id(), "echo: palyra, and here?");
        assertThat(discord.ledger().texts(other.id())).isEmpty();
        assertThat(discord.ledger().texts(otherThread.id())).isEmpty();
        assertThat(reasons()).containsExactly("conversation_not_allowed");
    }
}
