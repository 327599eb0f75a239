package io.palyra.connectors.discord;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.dv8tion.jda.api.exceptions.ParsingException;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/**
 * The body in which Discord refuses: {@code {"code": 50035, "message": "Invalid Form Body", "errors": {…}}}.
 *
 * @param code 0 where Discord has none, as for a path that it does not serve
 * @param fields what is wrong with which field, for people
 * @param speaksOfReply whether the message that ours answers is among the fields
 * @see <a href="https://docs.discord.com/developers/reference#error-messages">Discord: Error Messages</a>
 */
record RefusalBody(int code, String message, List<String> fields, boolean speaksOfReply) {

    private static final String ERRORS = "_errors";
    private static final String REPLY = "message_reference";
    private static final int FIELDS_MAX = 5;
    private static final int DEPTH_MAX = 8;

    RefusalBody {
        fields = List.copyOf(fields);
    }

    /** Empty for a body of any other form. */
    static Optional<RefusalBody> of(RestAnswer answer) {
        try {
            DataObject body = DataObject.fromJson(answer.body());
            if (!(body.opt("code").orElse(null) instanceof Number code)
                    || !(body.opt("message").orElse(null) instanceof String message)) {
                return Optional.empty();
            }
            DataObject errors = body.optObject("errors").orElseGet(DataObject::empty);
            List<String> fields = new ArrayList<>();
            collect(errors, "", fields, 0);
            return Optional.of(new RefusalBody(code.intValue(), message, fields, errors.hasKey(REPLY)));
        } catch (ParsingException e) {
            return Optional.empty();
        }
    }

    private static void collect(DataObject errors, String path, List<String> fields, int depth) {
        for (String name : errors.keys()) {
            if (fields.size() >= FIELDS_MAX || depth > DEPTH_MAX) {
                return;
            }
            if (name.equals(ERRORS)) {
                DataArray all = errors.optArray(name).orElseGet(DataArray::empty);
                for (int i = 0; i < all.length(); i++) {
                    fields.add(path + ": " + all.getObject(i).getString("message", ""));
                }
            } else {
                DataObject inner = errors.optObject(name).orElseGet(DataObject::empty);
                collect(inner, path.isEmpty() ? name : path + "." + name, fields, depth + 1);
            }
        }
    }

    /** In one line. */
    String words() {
        return fields.isEmpty() ? message : message + " (" + String.join("; ", fields) + ")";
    }
}
