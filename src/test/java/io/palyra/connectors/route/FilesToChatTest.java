package io.palyra.connectors.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.test.PalyraExtension;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.component.file.FileComponent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example {@code routes/examples/files-to-chat.camel.yaml} next to the core routes. */
class FilesToChatTest {

    @RegisterExtension
    static final PalyraExtension palyra = PalyraExtension.program()
            .routes("routes/examples/files-to-chat.camel.yaml")
            .settings("files-to-chat.folder={{test.folder}}/files", "files-to-chat.conversation=ops");

    private static Path files;

    @BeforeAll
    static void find() {
        files = palyra.folder().resolve("files");
    }

    @Test
    void sendsAFileOnceEvenWhereItIsReadAgainAfterItsCommit() throws Exception {
        put("note.txt", "Grüße");
        awaitFile(".done/note.txt");

        put("note.txt", "Grüße");
        await().until(() -> !Files.exists(files.resolve("note.txt")));
        put("other.txt", "another one");
        awaitFile(".done/other.txt");

        await().untilAsserted(() ->
                assertThat(palyra.delivered("ops")).containsOnlyOnce("Grüße").contains("another one"));
    }

    /** The lock of a file takes a second unless it is known to be older. */
    @Test
    void aHeapOfFilesDoesNotTakeASecondEach() throws Exception {
        for (int i = 0; i < 60; i++) {
            Path written = Files.writeString(palyra.folder().resolve("heap-" + i), "of the heap " + i);
            Files.setLastModifiedTime(written, FileTime.from(Instant.now().minusSeconds(60)));
            Files.move(written, files.resolve("heap-" + i + ".txt"));
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(palyra.delivered("ops"))
                .filteredOn(text -> text.startsWith("of the heap"))
                .hasSize(60));
    }

    @Test
    void putsAFileAsideThatTheOutboxRefuses() throws Exception {
        put("empty.txt", "  \n");

        awaitFile(".failed/empty.txt");
        assertThat(files.resolve(".done/empty.txt")).doesNotExist();
    }

    /** More than the heap, in a file with a hole: nothing of it is read. */
    @Test
    void putsAFileOfAnySizeAsideUnread() throws Exception {
        Path huge = palyra.folder().resolve("huge.txt");
        try (FileChannel file = FileChannel.open(huge, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[1]), 4 * Runtime.getRuntime().maxMemory());
        }
        Files.move(huge, files.resolve("huge.txt"));

        awaitFile(".failed/huge.txt");
        Files.delete(files.resolve(".failed/huge.txt"));
    }

    /** Opening a pipe waits for a writer, and there is none: the files behind it go on. */
    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void leavesAloneWhatIsNoFile() throws Exception {
        Path pipe = files.resolve("a-pipe.txt");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        Path device = Files.createSymbolicLink(files.resolve("a-device.txt"), Path.of("/dev/zero"));
        Path socket = files.resolve("a-socket.txt");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(socket));
            put("behind.txt", "hello");
            awaitFile(".done/behind.txt");
        }
        assertThat(List.of(pipe, device, socket)).allMatch(Files::exists);
    }

    /** A lock file beside it would have a name that is too long, or is there already. */
    @Test
    void takesAFileBesideWhichNoLockFileCanBeMade() throws Exception {
        String longName = "n".repeat(250) + ".txt";
        put(longName, "long");
        put("locked.txt" + FileComponent.DEFAULT_LOCK_FILE_POSTFIX, "");
        put("locked.txt", "locked");

        awaitFile(".done/" + longName);
        awaitFile(".done/locked.txt");
    }

    @Test
    void putsAFileAsideThatIsNotInUtf8() throws Exception {
        Files.move(
                Files.write(palyra.folder().resolve("latin.txt"), new byte[] {'G', 'r', (byte) 0xfc, (byte) 0xdf, 'e'}),
                files.resolve("latin.txt"));

        awaitFile(".failed/latin.txt");
    }

    @Test
    void aFileThatLooksLikeAnEnvelopeIsTextLikeAnyOther() throws Exception {
        String envelope = """
                {"envelope_id":"sneaky","connector_id":"echo:default","conversation_id":"elsewhere","text":"hi"}""";
        put("sneaky.txt", envelope);
        awaitFile(".done/sneaky.txt");

        await().untilAsserted(() -> assertThat(palyra.delivered("ops")).contains(envelope));
        palyra.assertNothingDelivered("elsewhere");
    }

    /** As it comes back after a crash between commit and move: same name, content and time. */
    private static void put(String name, String text) throws IOException {
        Path written = Files.writeString(palyra.folder().resolve(name), text);
        Files.setLastModifiedTime(written, FileTime.fromMillis(1_700_000_000_000L));
        Files.move(written, files.resolve(name));
    }

    private static void awaitFile(String name) {
        await(name).until(() -> Files.exists(files.resolve(name)));
    }
}
