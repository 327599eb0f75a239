package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.palyra.connectors.fake.discord.FakeDiscord;
import io.palyra.connectors.fake.discord.Posted;
import io.palyra.connectors.testkit.ProgramUnderTest;
import io.palyra.connectors.testkit.RoutesUnderTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example {@code routes/examples/pictures-to-chat.camel.yaml}: a file on the disk becomes an upload. */
class PicturesToChatTest {

    private static final byte[] PICTURE = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, (byte) 0xff};

    @TempDir
    private Path folder;

    private FakeDiscord discord;
    private ProgramUnderTest program;
    private Path pictures;

    @BeforeEach
    void start() throws Exception {
        discord = FakeDiscord.start();
        pictures = Files.createDirectory(folder.resolve("pictures"));
        RoutesUnderTest routes = RoutesUnderTest.copy(folder)
                .add(RoutesUnderTest.REAL.resolve("examples/pictures-to-chat.camel.yaml"))
                .edit("pictures-to-chat.camel.yaml", "{{pictures-to-chat.folder:data/pictures}}", pictures.toString())
                .edit("pictures-to-chat.camel.yaml", "{{pictures-to-chat.connector:echo:default}}", "discord:ops")
                .edit(
                        "pictures-to-chat.camel.yaml",
                        "{{pictures-to-chat.conversation:general}}",
                        discord.channel().id());
        program = ProgramUnderTest.in(folder).discord(discord).routes(routes).start();
    }

    @AfterEach
    void stop() throws Exception {
        program.close();
        discord.close();
    }

    private void put(String name, byte[] content) throws Exception {
        Files.move(Files.write(folder.resolve(name), content), pictures.resolve(name));
    }

    @Test
    void aPictureIsUploadedWithItsNameAsText() throws Exception {
        Path pipe = pictures.resolve("pipe.png");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        put("too large.png", new byte[2 * 1024 * 1024]);
        put("empty.png", new byte[0]);
        put("Last night.PNG", PICTURE);

        program.within()
                .until(() -> !discord.ledger().accepted(discord.channel().id()).isEmpty());
        List<Posted> posted = discord.ledger().accepted(discord.channel().id());
        assertThat(posted).singleElement().satisfies(message -> {
            assertThat(message.content()).isEqualTo("Last night");
            assertThat(message.files()).singleElement().satisfies(file -> {
                assertThat(file.fileName()).isEqualTo("Last_night.PNG");
                assertThat(file.content()).isEqualTo(PICTURE);
            });
        });
        await().until(() -> Files.exists(pictures.resolve(".done/Last night.PNG"))
                && Files.exists(pictures.resolve(".failed/too large.png"))
                && Files.exists(pictures.resolve(".failed/empty.png")));
        assertThat(pipe).exists();
    }
}
