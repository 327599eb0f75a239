package io.palyra.connectors.discord;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Clock;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.junit.jupiter.api.Test;

/** What Discord counts requests under. */
class BucketKeyTest {

    /** What the outbox asks about is what the request is counted under: "POST" and the path below the API's base. */
    @Test
    void aMessageToAChannelIsCountedUnderItsPath() {
        assertThat(BucketKey.ofPost("30101")).isEqualTo("POST /channels/30101/messages");
        for (String base :
                new String[] {"https://discord.com/api/v10/", "http://localhost/", "http://localhost/a/b/"}) {
            DiscordApi api = new DiscordApi(URI.create(base), Clock.systemUTC());
            Request post = new Request.Builder()
                    .url(base + "channels/30101/messages")
                    .post(RequestBody.EMPTY)
                    .build();
            assertThat(api.bucket(post)).as(base).isEqualTo(BucketKey.ofPost("30101"));
        }
    }
}
