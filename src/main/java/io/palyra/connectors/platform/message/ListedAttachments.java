package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import java.util.stream.Collectors;

/** The attachments that a message names and that the platform does not get itself. */
public final class ListedAttachments {

    private static final String HEADING = "Attachments:";

    private ListedAttachments() {}

    /** A list for the reader: a heading, then a line for each with its name and place. Empty where there is none. */
    public static String of(OutboundMessageRequest request) {
        List<AttachmentRef> listed = request.attachments().stream()
                .filter(attachment -> !attachment.uploadRequested())
                .toList();
        return listed.isEmpty()
                ? ""
                : HEADING
                        + listed.stream().map(ListedAttachments::line).collect(Collectors.joining("\n- ", "\n- ", ""));
    }

    private static String line(AttachmentRef attachment) {
        String name = attachment.filename() != null
                ? attachment.filename()
                : attachment.attachmentId() != null ? attachment.attachmentId() : "attachment";
        String place = attachment.url() != null ? attachment.url() : attachment.artifactRef();
        return place == null ? name : name + ": " + place;
    }
}
