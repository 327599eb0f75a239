package io.palyra.connectors.access;

import static io.palyra.connectors.access.Door.IN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.LogLines;
import io.palyra.connectors.fake.SettableClock;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import io.palyra.connectors.protocol.WireFormat;
import io.palyra.connectors.testkit.AboutSqliteFile;
import io.palyra.connectors.testkit.ProgramUnderTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: a code lets in one person, for as long as it is valid, and guessing does not pay. Method: as {@link PairingTest}; the
 * limits of an instance have an instance of their own.
 */
class PairingCodesTest {

    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    static Path folder;

    private static final SettableClock CLOCK = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));

    private static Doors doors;
    private static Door door;

    @BeforeAll
    static void start() throws Exception {
        doors = Doors.start(ProgramUnderTest.in(folder).time(CLOCK), "ops", "first", "guessed", "restarted", "many");
        door = doors.door("ops");
    }

    @AfterAll
    static void stop() throws Exception {
        doors.close();
    }

    @BeforeEach
    void wrongCodesAreForgotten() {
        CLOCK.advance(HOUR.plusMinutes(1));
    }

    private static String mint(Door of) {
        return of.desk().mint(of.id(), null, "olga").code();
    }

    /** The instance has had no request before. */
    @Test
    void aCodeLetsInWhoWritesIt() {
        Door first = doors.door("first");
        String code = mint(first);

        try (LogLines store = LogLines.of("io.palyra.connectors.store.Announcements")) {
            assertThat(first.says(
                            "ann",
                            "pair " + code.substring(0, 4) + "-"
                                    + code.substring(4).toLowerCase()))
                    .isEqualTo("paired");
            assertThat(store.lines()).as("nothing fails after the commit").isEmpty();
        }
        first.awaitTold("ann", Answers.PAIRED);
        assertThat(first.says("ann", "hello")).isEqualTo(IN);
        assertThat(first.says("ann", "pair trousers"))
                .as("a word is for the daemon")
                .isEqualTo(IN);
        assertThat(first.view().grants())
                .filteredOn(grant -> grant.senderId().value().equals("ann"))
                .singleElement()
                .satisfies(grant -> {
                    assertThat(grant.way()).isEqualTo(Grant.Way.CODE);
                    assertThat(grant.by()).isEqualTo("olga");
                });
        assertThat(first.says("bob", "pair " + code)).isEqualTo("pairing_code_wrong");
        first.awaitTold("bob", Answers.WRONG_CODE);
    }

    @Test
    void aCodeTakesThePlaceOfARequest() {
        door.says("cid", "hello");
        door.desk().deny(door.id(), door.requestCode("cid"), "olga");

        assertThat(door.says("cid", "pair " + mint(door))).isEqualTo("paired");
        assertThat(door.view().requests())
                .extracting(request -> request.senderId().value())
                .doesNotContain("cid");
    }

    /** Many rounds, as a race may be won by luck. */
    @Test
    void ofTwoWhoWriteOneCodeAtOnceOneGetsIn() throws Exception {
        ExecutorService people = Executors.newFixedThreadPool(2);
        CyclicBarrier both = new CyclicBarrier(2);
        for (int round = 0; round < 50; round++) {
            String code = mint(door);
            List<Future<String>> said = new ArrayList<>();
            for (String sender : List.of("left" + round, "right" + round)) {
                said.add(people.submit(() -> {
                    both.await();
                    return door.says(sender, "pair " + code);
                }));
            }
            assertThat(List.of(said.get(0).get(), said.get(1).get()))
                    .containsExactlyInAnyOrder("paired", "pairing_code_wrong");
        }
        people.shutdown();
    }

    @Test
    void aCodeEnds() {
        String code = mint(door);
        long ttl = Duration.ofHours(3).toMillis();
        String longer = door.desk().mint(door.id(), ttl, "olga").code();

        CLOCK.advance(AccessDesk.CODE_TTL);
        assertThat(door.says("dan", "pair " + code)).isEqualTo("pairing_code_wrong");
        assertThat(door.view().codes()).hasSize(1);
        CLOCK.advance(Duration.ofMillis(ttl).minus(AccessDesk.CODE_TTL).minusMillis(1));
        assertThat(door.says("dan", "pair " + longer)).isEqualTo("paired");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 29_999, 86_400_001})
    void aCodeIsNotMadeForATimeThatMakesNoSense(long ttlMs) {
        assertThatThrownBy(() -> door.desk().mint(door.id(), ttlMs, "olga"))
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessageContaining("ttl_ms");
    }

    @Test
    void afterFiveWrongCodesNoneOfASenderIsLookedAtForAnHour() {
        String code = door.desk()
                .mint(door.id(), Duration.ofHours(3).toMillis(), "olga")
                .code();
        for (int i = 0; i < Pairing.WRONG_CODES_OF_SENDER; i++) {
            assertThat(door.says("eve", "pair 2222222" + i)).isEqualTo("pairing_code_wrong");
        }
        assertThat(door.says("eve", "pair " + code)).isEqualTo("pairing_code_limit");
        assertThat(door.says("eve", "hello")).isEqualTo("pairing_requested");
        assertThat(door.says("fay", "pair " + mint(door))).as("others may").isEqualTo("paired");
        door.awaitQuiet();
        assertThat(door.told("eve"))
                .as("not told that the limit is there")
                .hasSize(Pairing.WRONG_CODES_OF_SENDER + 1)
                .last()
                .asString()
                .contains("has the code");

        CLOCK.advance(HOUR.minusMillis(1));
        assertThat(door.says("eve", "pair " + code)).isEqualTo("pairing_code_limit");
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(door.says("eve", "pair " + code)).isEqualTo("paired");
    }

    @Test
    void guessingFromManySendersEndsToo() {
        Door guessed = doors.door("guessed");
        String code = guessed.desk()
                .mint(guessed.id(), Duration.ofHours(3).toMillis(), "olga")
                .code();
        for (int i = 0; i < Pairing.WRONG_CODES_OF_INSTANCE; i++) {
            assertThat(guessed.says("guesser" + i, "pair 22222222")).isEqualTo("pairing_code_wrong");
        }

        assertThat(guessed.says("gil", "pair " + code)).isEqualTo("pairing_code_limit");
        assertThat(door.says("gil", "pair " + mint(door)))
                .as("another instance's codes are looked at")
                .isEqualTo("paired");
        guessed.awaitQuiet();
        assertThat(guessed.toldInAll())
                .as("answers to wrong codes are limited as all are")
                .isEqualTo(Answers.A_MINUTE);
        CLOCK.advance(HOUR);
        assertThat(guessed.says("gil", "pair " + code)).isEqualTo("paired");
    }

    @Test
    void aRestartLiftsNoLimit() throws Exception {
        Door restarted = doors.door("restarted");
        String code = restarted
                .desk()
                .mint(restarted.id(), Duration.ofHours(3).toMillis(), "olga")
                .code();
        for (int i = 0; i < Pairing.WRONG_CODES_OF_SENDER; i++) {
            restarted.says("hal", "pair 22222222");
        }
        for (int i = Pairing.WRONG_CODES_OF_SENDER; i < Answers.A_MINUTE; i++) {
            restarted.says("stranger" + i, "hello");
        }

        doors.program().restart();

        assertThat(restarted.says("hal", "pair " + code)).isEqualTo("pairing_code_limit");
        restarted.says("ida", "hello");
        restarted.awaitQuiet();
        assertThat(restarted.toldInAll()).isEqualTo(Answers.A_MINUTE);
        assertThat(restarted.says("joe", "pair " + code)).as("codes are kept").isEqualTo("paired");
        CLOCK.advance(Duration.ofMinutes(1));
        assertThat(restarted.says("ida", "hello?")).isEqualTo("pairing_pending");
        restarted.requestCode("ida");
    }

    @Test
    void anInstanceHasOnlySoManyCodes() {
        Door many = doors.door("many");
        for (int i = 0; i < AccessDesk.CODES_MAX; i++) {
            mint(many);
        }
        assertThatThrownBy(() -> mint(many))
                .isInstanceOf(AccessStateException.class)
                .hasMessageContaining("100 codes");
        CLOCK.advance(AccessDesk.CODE_TTL);
        assertThat(many.says("kim", "pair " + mint(many))).isEqualTo("paired");
    }

    /** Neither the store nor an event, nor what an operator may look at, nor a log of it. */
    @Test
    @AboutSqliteFile
    void aCodeIsShownOnce() throws Exception {
        AccessDesk.MintedCode minted = door.desk().mint(door.id(), null, "olga");

        assertThat(minted.toString()).doesNotContain(minted.code());
        assertThat(WireFormat.write(door.view())).contains(minted.codeId()).doesNotContain(minted.code());
        assertThat(WireFormat.write(door.connector().events())).doesNotContain(minted.code());
        doors.program().awaitThat(() -> assertThat(storeFiles()).contains(minted.codeId()));
        assertThat(storeFiles()).doesNotContain(minted.code());
    }

    private static String storeFiles() throws Exception {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.getFileName().toString().startsWith("store.db"))
                    .toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }
}
