package io.palyra.connectors.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.palyra.connectors.protocol.AttachmentKind;
import io.palyra.connectors.protocol.InvalidEnvelopeException;
import jakarta.activation.DataHandler;
import jakarta.activation.DataSource;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.camel.Exchange;
import org.apache.camel.attachment.AttachmentMessage;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bytes of which it is not said, or said wrongly, what they are. */
class FileBodyTest {

    private final Exchange exchange = new DefaultExchange(new DefaultCamelContext());

    @Test
    void aCharacterSetThatIsNotKnownIsRefusedByName() {
        exchange.getMessage().setHeader(Exchange.CHARSET_NAME, "runes");

        assertThatThrownBy(() -> new FileBody(exchange.getMessage(), new byte[] {'a'}).text())
                .isInstanceOf(InvalidEnvelopeException.class)
                .hasMessage("body: is in a character set that is not known"
                        + " (runes; set the header CamelCharsetName to one that is)");
    }

    @Test
    void anAttachmentThatStatesNoTypeHasThatOfItsName() {
        exchange.getMessage(AttachmentMessage.class).addAttachment("1", new DataHandler(new Untyped("out/plot.png")));
        exchange.getMessage(AttachmentMessage.class).addAttachment("two", new DataHandler(new Untyped(null)));

        assertThat(CamelAttachments.of(exchange))
                .satisfiesExactly(
                        plot -> {
                            assertThat(plot.filename()).isEqualTo("plot.png");
                            assertThat(plot.contentType()).isEqualTo("image/png");
                            assertThat(plot.kind()).isEqualTo(AttachmentKind.IMAGE);
                        },
                        unnamed -> {
                            assertThat(unnamed.filename()).isEqualTo("two");
                            assertThat(unnamed.contentType()).isEqualTo("application/octet-stream");
                            assertThat(unnamed.kind()).isEqualTo(AttachmentKind.FILE);
                        });
    }

    private record Untyped(@Nullable String name) implements DataSource {

        @Override
        public InputStream getInputStream() {
            return new ByteArrayInputStream(new byte[] {1, 2, 3});
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public @Nullable String getName() {
            return name;
        }
    }
}
