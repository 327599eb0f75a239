package io.palyra.connectors.abuse;

import java.util.List;
import java.util.Random;

/** Bodies of the API with one thing about them that is odd. */
final class FuzzedJson {

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1e400",
            "9".repeat(2_000),
            "1.5",
            "\"\"",
            "\"x\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\u202e\uFEFF\"",
            "\"" + "x".repeat(70_000) + "\"",
            "{}",
            "[]",
            "[null]",
            "{\"conversation_id\":\"c\",\"message_id\":\"m\"}",
            "[{\"kind\":\"file\",\"inline_base64\":\"%%%\",\"upload_requested\":true}]",
            "[".repeat(10_000) + "]".repeat(10_000),
            "{\"a\":".repeat(200) + "1" + "}".repeat(200),
            "\"echo:default\"",
            "\"../../etc\"");

    private FuzzedJson() {}

    static String body(Random random) {
        StringBuilder body = new StringBuilder("{");
        int fields = 1 + random.nextInt(4);
        for (int i = 0; i < fields; i++) {
            body.append(i == 0 ? "" : ",")
                    .append('"')
                    .append(Hostility.pick(random, DescribedCalls.OURS.fields()))
                    .append("\":")
                    .append(Hostility.pick(random, VALUES));
        }
        body.append('}');
        int cut = random.nextInt(10) == 0 ? random.nextInt(body.length()) : body.length();
        return body.substring(0, cut);
    }
}
