package io.palyra.connectors.platform.message;

import io.palyra.connectors.protocol.AttachmentRef;
import io.palyra.connectors.protocol.OutboundMessageRequest;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The attachments that a message names and that the platform does not get itself. */
public final class ListedAttachments {

    private static final String HEADING = "Attachments:";

    private static final String MORE = "\n- …";

    private ListedAttachments() {}

    /** A list of those that are not uploaded. */
    public static String of(OutboundMessageRequest request) {
        return of(request, attachment -> !attachment.uploadRequested());
    }

    /**
     * A list for the reader: a heading, then a line for each with its name and place. Empty where there is none.
     *
     * @param isListed whether the platform does not get an attachment itself
     */
    public static String of(OutboundMessageRequest request, Predicate<AttachmentRef> isListed) {
        List<AttachmentRef> listed =
                request.attachments().stream().filter(isListed).toList();
        return listed.isEmpty()
                ? ""
                : HEADING
                        + listed.stream().map(ListedAttachments::line).collect(Collectors.joining("\n- ", "\n- ", ""));
    }

    /** Whole lines of a list; where some do not fit, it says that there are more. */
    public static String fitting(String list, int charsMax) {
        if (list.length() <= charsMax) {
            return list;
        }
        int end = list.lastIndexOf('\n', charsMax - MORE.length());
        return end < 0 ? "" : list.substring(0, end) + MORE;
    }

    private static String line(AttachmentRef attachment) {
        String name = attachment.filename() != null
                ? attachment.filename()
                : attachment.attachmentId() != null ? attachment.attachmentId() : "attachment";
        String place = attachment.url() != null ? attachment.url() : attachment.artifactRef();
        return place == null ? name : name + ": " + place;
    }
}
